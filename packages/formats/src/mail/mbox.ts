import type { Lines } from "./bytes";

/** The line between the mails of an mbox: "From mboxrd@z Thu Jan  1 00:00:00 1970". git's has a commit's name and a fixed date. */
const FROM_LINE = /^From \S{1,200} +(?:\S{1,40} +){0,4}\d{1,2}:\d{2}(?::\d{2})? .{0,40}\d{4}\b/;
const GIT_FROM_LINE = /^From [0-9a-f]{7,64} Mon Sep 17 00:00:00 2001/;

/** The mails of an mbox, each from its "From " line on; all as one where there is none. What stands before the first is part of it. */
export function splitMbox({ lines, first }: Lines): Lines[] {
  const starts: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const isStart = at === 0 || (lines[at - 1] ?? "").trim() === "" || GIT_FROM_LINE.test(line);
    if (isStart && FROM_LINE.test(line) && isHead(lines, at + 1)) starts.push(at);
  }
  if (starts.length === 0) return [{ lines, first }];
  const isBefore = lines.slice(0, starts[0]).some((line) => line.trim() !== "");
  const froms = isBefore ? [0, ...starts] : starts;
  return froms.map((from, index) => {
    const own = lines.slice(from, froms[index + 1] ?? lines.length);
    const isPosted = FROM_LINE.test(own[0] ?? "");
    return {
      first: first + from + (isPosted ? 1 : 0),
      lines: !isPosted ? own : GIT_FROM_LINE.test(own[0] ?? "") ? own.slice(1) : own.slice(1).map(unquoted),
    };
  });
}

/** After a true one a header follows; a body's "From the start, at 10:00 in 2026" is followed by more of the body. */
function isHead(lines: readonly string[], at: number): boolean {
  return /^>?[A-Za-z][A-Za-z0-9-]{0,60}:/.test(lines[at] ?? "");
}

/** mboxrd puts one more > before each line of >s and "From "; mboxo does so where there is none yet. */
function unquoted(line: string): string {
  return /^>+From /.test(line) ? line.slice(1) : line;
}
