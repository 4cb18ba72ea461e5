import { COLUMNS, isFixed } from "./wrap";

/** What the lists would complain of in a reply that somebody has edited. `blocks` are what must not be sent at all. */
export interface ReplyCheck {
  blocks: string[];
  warnings: string[];
  /** Lines of prose that are too long, from 1. */
  long: number[];
}

export function checkReply(body: string): ReplyCheck {
  const lines = body.split("\n");
  const check: ReplyCheck = { blocks: [], warnings: [], long: [] };
  const firstQuote = lines.findIndex((line) => line.startsWith(">"));
  const above = firstQuote < 0 ? [] : lines.slice(0, firstQuote);
  const attribution = above.findLastIndex((line) => /\b(?:wrote|writes):\s*$/.test(line));
  const attributed = attribution < 0 ? above : above.slice(0, attributionStart(above, attribution));
  if (attributed.some((line) => line.trim() !== "" && !isGreeting(line)))
    check.blocks.push(
      "There is text above the first quote. The lists read top to bottom: move it below the passage it answers.",
    );
  if (body.trim() === "") check.blocks.push("The reply is empty.");
  const lastWord = lines.findLastIndex((line) => line.trim() !== "");
  if (lastWord >= 0 && lines[lastWord]?.startsWith(">"))
    check.warnings.push("The last quote has no answer below it: cut it off, or say something about it.");
  lines.forEach((line, index) => {
    if (
      line.length > COLUMNS &&
      !line.startsWith(">") &&
      !isFixed(line) &&
      !isUnbreakable(line) &&
      !isTrailer(line)
    )
      check.long.push(index + 1);
  });
  if (check.long.length > 0)
    check.warnings.push(
      check.long.length === 1
        ? `Line ${check.long[0]} is longer than ${COLUMNS} columns.`
        : `${check.long.length} lines are longer than ${COLUMNS} columns, the first is line ${check.long[0]}.`,
    );
  return check;
}

/** "On <date>," may stand on the line before the one that ends with "wrote:". */
function attributionStart(lines: readonly string[], end: number): number {
  return end > 0 && /^On /.test(lines[end - 1] ?? "") && !/^On /.test(lines[end] ?? "") ? end - 1 : end;
}

function isGreeting(line: string): boolean {
  return /^(?:hi|hello|dear|hey)\b.{0,40}$/i.test(line.trim());
}

/** One word, indented or not: a URL. */
function isUnbreakable(line: string): boolean {
  return (
    !/\s/.test(line.trim()) ||
    line
      .trim()
      .split(/\s+/)
      .some((word) => word.length > COLUMNS - 2)
  );
}

function isTrailer(line: string): boolean {
  return /^[A-Z][A-Za-z-]+: \S/.test(line) || /^ {2}carveout run /.test(line);
}
