import type { Panic } from "@carveout/sim";

/**
 * What the machine's console would have shown last: "[    4.123000] BUG: unable to handle page fault ...". The address gets a line of its
 * own where the sentence does not have it.
 */
export function oopsLines({ tMs, sentence, address }: Pick<Panic, "tMs" | "sentence" | "address">): string[] {
  const stamp = `[${(tMs / 1000).toFixed(6).padStart(12)}]`;
  const digits = address.replace(/^0x/, "");
  const isTold = digits === "" || sentence.includes(digits);
  return [`${stamp} ${sentence}`, ...(isTold ? [] : [`${stamp} fault address: ${digits}`])];
}
