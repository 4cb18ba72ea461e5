import type { OutcomeChange } from "@carveout/wire";

const count = (value: number) => value.toLocaleString("en-US");
const failures = (value: number) => (value === 1 ? "1 failure" : `${count(value)} failures`);

/** "A Boot carve-out in “Order 9?”: 1,340 → 129 failures, 147,210 → 151,304 usable pages". */
export function outcomeWords({ title, letter, variant, before, after }: OutcomeChange): string {
  const parts: string[] = [];
  if (before.panic !== after.panic) parts.push(after.panic === null ? "runs to the end now" : "panics now");
  if (before.failures !== after.failures)
    parts.push(`${count(before.failures)} → ${failures(after.failures)}`);
  if (before.usablePages !== after.usablePages)
    parts.push(`${count(before.usablePages)} → ${count(after.usablePages)} usable pages`);
  return `${letter} ${variant} in “${title}”: ${parts.join(", ")}`;
}
