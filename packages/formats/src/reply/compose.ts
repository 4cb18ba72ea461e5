import { type BodyLine, readBody } from "../mail/body";
import { oneLine } from "../mail/people";
import { replyHeaders } from "./headers";
import { initialsOf } from "./initials";
import { tableLines } from "./table";
import type { Passage, Remark, Reply, ReplyInput } from "./types";
import { isFixed, wrapText } from "./wrap";

/** Lines quoted above what a remark is about. b4 keeps as many. */
const CONTEXT = 5;
const GAP = "> [...]";

/**
 * The reply to a mail as the kernel's lists take it: who wrote, then each passage that somebody remarked on, quoted with at most five lines above it and a
 * mark where lines are left out, with the remarks below; who remarked, where it was more than one; trailers last. Never a word above the quote it answers.
 */
export function composeReply({ mail, sender, passages, trailers }: ReplyInput): Reply {
  const { headers, problems } = replyHeaders(mail.head, sender?.person ?? null);
  const { lines } = readBody(mail.body);
  const said = passages.filter(({ remarks, results }) => remarks.length + results.length > 0);
  if (said.length === 0 && trailers.length === 0)
    return {
      headers,
      body: "",
      problems: [
        "There is nothing to send yet: comment on a passage of the mail, or give a verdict.",
        ...problems,
      ],
    };
  const parts = inOrder(said, lines);
  // A verdict alone answers the mail's first words.
  if (parts.length === 0) parts.push({ range: firstWords(lines), remarks: [], results: [] });
  const names = new Map<string, string>();
  for (const { remarks } of parts) for (const { by, name } of remarks) names.set(by, oneLine(name));
  const isOnlySender = [...names.keys()].every((by) => by === sender?.by);
  const initials = isOnlySender ? new Map<string, string>() : initialsOf(names);

  const out: string[] = attribution(mail.head.date, mail.head.from?.name || mail.head.from?.address || "");
  let done = 0;
  for (const [index, part] of parts.entries()) {
    const quote = quoteOf(lines, part.range, done);
    if (index > 0) out.push("");
    if (quote.from < quote.to) {
      if (index > 0 && hasText(lines, done, quote.from)) out.push(GAP);
      for (const line of lines.slice(quote.from, quote.to)) out.push(quoted(line.text));
      out.push("");
      done = quote.to;
    }
    const blocks = [
      ...part.remarks.map((remark) => remarkLines(remark, initials.get(remark.by) ?? null)),
      ...part.results.map(tableLines),
    ];
    out.push(...blocks.flatMap((block, place) => (place > 0 ? ["", ...block] : block)));
  }
  while (out.at(-1) === "") out.pop();
  if (initials.size > 0) out.push("", ...wrapText(`Remarks by ${people(names, initials)}.`));
  if (trailers.length > 0) out.push("", ...trailers.map(oneLine));
  return { headers, body: `${out.join("\n")}\n`, problems };
}

interface Part {
  /** Indexes of lines, the second behind the last. */
  range: { from: number; to: number };
  remarks: readonly Remark[];
  results: Passage["results"];
}

/** Passages as lines, in the order of the mail; what is about all of it comes with its first words. */
function inOrder(passages: readonly Passage[], lines: readonly BodyLine[]): Part[] {
  return passages
    .map(({ range, remarks, results }) => ({
      range: range === null ? firstWords(lines) : linesOf(lines, range),
      remarks,
      results,
    }))
    .sort((a, b) => a.range.to - b.range.to || a.range.from - b.range.from);
}

function linesOf(lines: readonly BodyLine[], { start, end }: { start: number; end: number }): Part["range"] {
  let from = lines.findLastIndex((line) => line.start <= start);
  let to = lines.findLastIndex((line) => line.start < Math.max(end, start + 1)) + 1;
  from = Math.max(0, from);
  to = Math.max(from + 1, to);
  // What was marked with some room around it is quoted without.
  while (to - from > 1 && isBlank(lines[to - 1])) to--;
  while (to - from > 1 && isBlank(lines[from])) from++;
  return { from, to };
}

/** The first paragraph that is the author's own, or what there is. */
function firstWords(lines: readonly BodyLine[]): Part["range"] {
  const own = lines.findIndex(
    (line) => line.level === 0 && line.kind === "prose" && !isBlank(line) && !isGreeting(line.text),
  );
  const from =
    own >= 0
      ? own
      : Math.max(
          0,
          lines.findIndex((line) => !isBlank(line)),
        );
  let to = from + 1;
  while (to < lines.length && to - from < CONTEXT && !isBlank(lines[to])) to++;
  return { from, to: Math.min(to, lines.length) };
}

function isGreeting(text: string): boolean {
  return /^(?:hi|hello|dear|hey)\b.{0,40}$/i.test(text);
}

/** What is quoted of a passage: its lines, and above them those of its paragraph, five at most; nothing that has been quoted. */
function quoteOf(lines: readonly BodyLine[], { from, to }: Part["range"], done: number): Part["range"] {
  let start = Math.max(from, done);
  // Where the passage's start has been quoted already, its rest stands below the remarks on that.
  if (from >= done)
    while (
      start > done &&
      from - start < CONTEXT &&
      !isBlank(lines[start - 1]) &&
      belongs(lines[start - 1], lines[from])
    )
      start--;
  return { from: start, to: Math.max(start, to) };
}

/** Whether a line explains the one below: of the same quote or the same patch, and no head of either. */
function belongs(above: BodyLine | undefined, line: BodyLine | undefined): boolean {
  if (above === undefined || line === undefined || above.level !== line.level) return false;
  return (
    isPatch(above) === isPatch(line) &&
    above.kind !== "file" &&
    above.kind !== "hunk" &&
    above.kind !== "attribution"
  );
}

function isPatch({ kind }: BodyLine): boolean {
  return (
    kind === "added" ||
    kind === "removed" ||
    kind === "context" ||
    kind === "wrapped" ||
    kind === "hunk" ||
    kind === "file"
  );
}

function isBlank(line: BodyLine | undefined): boolean {
  if (line === undefined) return true;
  const text = line.text.slice(line.mark);
  return /^[ \t]*$/.test(isPatch(line) ? text.slice(1) : text);
}

function hasText(lines: readonly BodyLine[], from: number, to: number): boolean {
  return lines.slice(from, to).some((line) => !isBlank(line));
}

function quoted(text: string): string {
  if (text.startsWith(">")) return `>${text}`;
  return text.trim() === "" ? ">" : `> ${text}`;
}

function attribution(date: string | null, name: string): string[] {
  const who = oneLine(name) || "somebody";
  return wrapText(date === null ? `${who} wrote:` : `On ${oneLine(date)}, ${who} wrote:`);
}

/** A remark, wrapped, with its author's initials at its end. */
function remarkLines({ text }: Remark, initials: string | null): string[] {
  const trimmed = text.replace(/^\s*\n/, "").trimEnd();
  // A line that looks like a quote would be read as the author's words.
  const own = (line: string) => (line.startsWith(">") ? ` ${line}` : line);
  if (initials === null) return wrapText(trimmed).map(own);
  const mark = `[${initials}]`;
  const lines = trimmed.split("\n");
  const last = lines.at(-1) ?? "";
  const isOpenEnded = isFixed(last) || /^ {0,3}(?:```|~~~)/.test(last);
  return wrapText(isOpenEnded ? `${trimmed}\n${mark}` : `${trimmed} ${mark}`).map(own);
}

function people(names: ReadonlyMap<string, string>, initials: ReadonlyMap<string, string>): string {
  return [...names].map(([by, name]) => `${name} [${initials.get(by)}]`).join(", ");
}
