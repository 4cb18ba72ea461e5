import type { Refusal } from "@carveout/wire";

/** A refusal as text, for a mail or a report: what happened, where, by which rule of the gate, and both values as they would be written. */
export function refusalText({ headline, detail, path, rule, offered, restored }: Refusal): string {
  const lines = [headline, detail];
  if (path.length > 0) lines.push(`Place: ${path.join(".")}`);
  if (rule !== "") lines.push(`Rule: ${rule}`);
  if (offered !== null) lines.push(`Offered: ${offered}`);
  if (restored !== null) lines.push(`Restored: ${restored}`);
  return `${lines.join("\n")}\n`;
}
