import type { Block, BodyLine, ReadBody } from "@carveout/formats/mail";
import type { TextRange } from "./marks";

/** What stands on one row of the mail's text: a line, or a fold in the place of several. */
export type Row =
  | { row: "line"; index: number; line: BodyLine }
  | { row: "fold"; block: number; from: number; to: number; words: string; isOpen: boolean };

/** Own words above are what is answered; longer or deeper quotes are what everybody has read. */
const LONG_QUOTE = 12;
/** Lines of a long quote that stay visible: the ones right above the answer. */
const KEPT = 5;

/** Whether a block starts folded, and from where to where. */
function foldOf({ kind, level, from, to }: Block): { from: number; to: number } | null {
  if (kind === "quote" && level > 1 && to - from > 2) return { from, to };
  if (kind === "quote" && to - from > LONG_QUOTE) return { from, to: to - KEPT };
  if (kind === "signature" && to - from > 4) return { from: from + 1, to };
  return null;
}

/** The rows of a text. A fold with something said in it stands open, as does one that somebody has opened. */
export function rowsOf(
  { lines, blocks }: ReadBody,
  opened: ReadonlySet<number>,
  said: readonly TextRange[],
): Row[] {
  const rows: Row[] = [];
  for (const [block, each] of blocks.entries()) {
    const fold = foldOf(each);
    const isOpen = fold !== null && (opened.has(block) || isSaidIn(lines, fold, said));
    for (let index = each.from; index < each.to; index++) {
      const line = lines[index];
      if (line === undefined) continue;
      if (fold !== null && index === fold.from)
        rows.push({ row: "fold", block, ...fold, words: foldWords(each, fold.to - fold.from), isOpen });
      if (fold === null || isOpen || index < fold.from || index >= fold.to)
        rows.push({ row: "line", index, line });
    }
  }
  return rows;
}

function isSaidIn(
  lines: readonly BodyLine[],
  { from, to }: { from: number; to: number },
  said: readonly TextRange[],
): boolean {
  const start = lines[from]?.start ?? 0;
  const last = lines[to - 1];
  const end = last === undefined ? start : last.start + last.text.length;
  return said.some((range) => range.start < end && range.end > start);
}

function foldWords({ kind, level }: Block, count: number): string {
  return kind === "quote"
    ? `${count} quoted lines${level > 1 ? `, level ${level}` : ""}`
    : `${count} lines of signature`;
}

/** The index of the line that a character of the text stands in. */
export function lineAt(lines: readonly BodyLine[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** "line 32" or "lines 32 to 34". */
export function lineWords(lines: readonly BodyLine[], { start, end }: TextRange): string {
  const from = lineAt(lines, start) + 1;
  const to = lineAt(lines, Math.max(start, end - 1)) + 1;
  return from === to ? `line ${from}` : `lines ${from} to ${to}`;
}
