/** What `git show` and `git log -p` print: a commit with its author, its message indented by four spaces, and the patch. */

import type { PageMail } from "./archive";
import type { Lines } from "./bytes";

const COMMIT = /^commit (?:[0-9a-f]{40}|[0-9a-f]{64})(?: \(.{1,500}\))?$/;
/** Lines below it. Who committed it when is no part of a mail. */
const ABOUT = /^(Author|AuthorDate|Date|Commit|CommitDate|Merge):\s+(.*)$/;
const INDENT = "    ";

/** Each commit as the mail that it would be; null where the text does not start with one. */
export function readCommits({
  lines,
  first,
}: Lines): { mails: PageMail[]; leftOut: { line: number; text: string }[] } | null {
  const start = lines.findIndex((line) => line.trim() !== "");
  if (start < 0 || !isCommit(lines, start)) return null;
  const starts = lines.flatMap((_, at) => (isCommit(lines, at) ? [at] : []));
  const leftOut: { line: number; text: string }[] = [];
  const mails = starts.map((at, index): PageMail => {
    const end = starts[index + 1] ?? lines.length;
    const head: string[] = [];
    let next = at + 1;
    leftOut.push({ line: first + at, text: lines[at] ?? "" });
    for (
      let about = ABOUT.exec(lines[next] ?? "");
      about !== null && next < end;
      about = ABOUT.exec(lines[next] ?? "")
    ) {
      if (about[1] === "Author") head.push(`From: ${about[2]}`);
      else if (about[1] === "Date" || about[1] === "AuthorDate") head.push(`Date: ${about[2]}`);
      else leftOut.push({ line: first + next, text: lines[next] ?? "" });
      next++;
    }
    while (next < end && (lines[next] ?? "").trim() === "") next++;
    // The message's first paragraph is what format-patch makes the subject.
    const title: string[] = [];
    for (; next < end && (lines[next] ?? "").startsWith(INDENT) && (lines[next] ?? "").trim() !== ""; next++)
      title.push((lines[next] ?? "").trim());
    head.push(`Subject: ${title.join(" ")}`);
    const body = lines.slice(next, end);
    let message = body.findIndex((line) => line.trim() !== "" && !line.startsWith(INDENT));
    if (message < 0) message = body.length;
    return {
      head,
      body: body.map((line, place) =>
        place < message && line.startsWith(INDENT) ? line.slice(INDENT.length) : line,
      ),
      first: first + at,
      bodyFirst: first + next,
    };
  });
  return { mails, leftOut };
}

function isCommit(lines: readonly string[], at: number): boolean {
  return (
    COMMIT.test(lines[at] ?? "") && lines.slice(at + 1, at + 3).some((line) => line.startsWith("Author:"))
  );
}
