/** Finds a passage of a mail again in the mail's next version. */

import { likeness } from "./likeness";
import { lineDiff } from "./line-diff";

/** Part of a text, in UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** A shorter piece of text is found in many places that have nothing to do with it. */
const MIN_TELLING_LENGTH = 20;

/** Says where a passage of the earlier text stands in the later one; null where it is gone or has changed. */
export function carrier(before: string, after: string): (range: TextRange) => TextRange | null {
  const [old, now] = [linesOf(before), linesOf(after)];
  const kept = lineDiff(old.texts.map(likeness), now.texts.map(likeness)).filter(
    ({ kind }) => kind === "same",
  );
  /** Lines that both versions have, in their order: the passage moves along with its own. */
  const byLine = ({ start, end }: TextRange): TextRange | null => {
    const first = lineOf(old.starts, start);
    const last = lineOf(old.starts, Math.max(start, end - 1));
    const shift = kept.find(({ before: from, count }) => from <= first && last < from + count);
    if (shift === undefined) return null;
    const place = (line: number, offset: number) => {
      const to = line - shift.before + shift.after;
      const column = Math.min(offset - (old.starts[line] ?? 0), (now.texts[to] ?? "").length);
      return (now.starts[to] ?? 0) + column;
    };
    return { start: place(first, start), end: place(last, end) };
  };
  return (range) => byLine(range) ?? carryByText(before, after, range);
}

/** A text that moved past others is found where it stands alone. */
function carryByText(before: string, after: string, { start, end }: TextRange): TextRange | null {
  const text = before.slice(start, end);
  if (text.trim().length < MIN_TELLING_LENGTH) return null;
  const at = after.indexOf(text);
  if (at < 0 || after.indexOf(text, at + 1) >= 0) return null;
  return { start: at, end: at + text.length };
}

function linesOf(text: string): { texts: string[]; starts: number[] } {
  const texts = text.split("\n");
  const starts: number[] = [];
  let start = 0;
  for (const line of texts) {
    starts.push(start);
    start += line.length + 1;
  }
  return { texts, starts };
}

/** The last line that starts at the offset or before. */
function lineOf(starts: readonly number[], offset: number): number {
  let line = 0;
  while (line + 1 < starts.length && (starts[line + 1] ?? 0) <= offset) line++;
  return line;
}
