import { FormatError } from "../errors";
import { linesOf, quoted, wholeNumber } from "../text";

const COUNTER = /^\s*([a-z]\w*) (\d+)$/;

/**
 * Reads /proc/vmstat: each counter by its name. nr_* are states, mostly in pages; the others count events since boot.
 * Source: mm/vmstat.c vmstat_show(), vmstat_text.
 * @throws FormatError if there is no line 'nr_free_pages n', or a counter is 2^53 or more
 */
export function readVmstat(text: string): Map<string, number> {
  const lines = linesOf(text);
  const counters = new Map<string, number>();
  for (const { number, text: line } of lines) {
    const [, name, digits] = COUNTER.exec(line) ?? [];
    if (name !== undefined && digits !== undefined) counters.set(name, wholeNumber(digits, 10, number));
  }
  if (counters.has("nr_free_pages")) return counters;
  const first = lines.find((line) => line.text.trim() !== "");
  throw new FormatError(
    first?.number ?? null,
    first === undefined
      ? "This is not /proc/vmstat: the text is empty."
      : `This is not /proc/vmstat: no line reads 'nr_free_pages n', the first is ${quoted(first.text)}.`,
  );
}
