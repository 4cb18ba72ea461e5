import type { ByteText, Lines } from "./bytes";
import { readDate } from "./date";
import { plainAddress } from "./people";

/** One mail of an archive's page: its head as plain headers, and its text. */
export interface PageMail {
  head: ByteText[];
  body: ByteText[];
  /** Line of the input where it starts, and where its text does. */
  first: number;
  bodyFirst: number;
}

export interface Page {
  mails: PageMail[];
  leftOut: { line: number; text: ByteText }[];
}

/** The mails of a text that somebody copied from an archive's page, or null where it is of no shape that is known here. */
export function readPage(input: Lines): Page | null {
  return readLore(input) ?? readPatchwork(input) ?? readPipermail(input);
}

/** lore, a thread on one page: each mail starts with "From: Name @ 2026-11-17 15:20 UTC (permalink / raw)". */
const LORE_FROM = /^\s{0,4}From: (.{1,200}) @ (\d{4}-\d{2}-\d{2} +\d{1,2}:\d{2} UTC)(?: \(permalink.*)?\s*$/;
const LORE_END = /^\^ permalink raw reply|^\^ permalink\b/;
const LORE_TITLE = /^\s{0,2}\* (.{1,500})$/;

function readLore({ lines, first }: Lines): Page | null {
  const starts = lines.flatMap((line, at) => (LORE_FROM.test(line) ? [at] : []));
  if (starts.length === 0) return null;
  const page: Page = { mails: [], leftOut: [] };
  const leave = (from: number, to: number) => {
    for (let at = from; at < to; at++) page.leftOut.push({ line: first + at, text: lines[at] ?? "" });
  };
  let done = 0;
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1] ?? lines.length;
    leave(done, start);
    const subject =
      lines
        .slice(done, start)
        .flatMap((line) => LORE_TITLE.exec(line)?.[1] ?? [])
        .at(-1) ?? "";
    const [, name = "", date = ""] = LORE_FROM.exec(lines[start] ?? "") ?? [];
    const head = [`From: ${name}`, `Date: ${date}`, `Subject: ${subject}`];
    let at = start + 1;
    for (; at < next && (lines[at] ?? "").trim() !== ""; at++)
      head.push((lines[at] ?? "").trim().replace(/^\+/, ""));
    let end = at;
    while (end < next && !LORE_END.test(lines[end] ?? "")) end++;
    // Without its end mark the next mail's title belongs to the next mail.
    if (end === next && next < lines.length) {
      const title = lines.slice(at, next).findLastIndex((line) => LORE_TITLE.test(line));
      if (title >= 0) end = at + title;
    }
    page.mails.push({ head, body: lines.slice(at, end), first: first + start, bodyFirst: first + at });
    done = end;
  }
  leave(done, lines.length);
  return page;
}

/** kernel.org's patchwork: a table of facts, then the commit message, the patch and the comments, each under the name and date of its author. */
const PATCHWORK_ID = /^\s*Message[- ]ID\s+<?([^\s<>@]+@[^\s<>@]+)>?/i;
const PATCHWORK_AUTHOR =
  /^\s*(\S.{0,80}?)\s+([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}, [\d:]{1,5}\s?(?:[ap]\.m\.|noon|midnight)(?: UTC)?)(?:\s*\|.*)?\s*$/;
const PATCHWORK_FACT =
  /^\s*(?:Message[- ]ID|State|Headers|Series|Delegated to|Archived|Related|Commit|Submitter|Date|Project|Download|Toggle|show|expand)\b/i;
const PATCHWORK_SECTION = /^\s*(?:Commit Message|Comments|Patch|Checks)\s*$/;

function readPatchwork({ lines, first }: Lines): Page | null {
  const idAt = lines.slice(0, 60).findIndex((line) => PATCHWORK_ID.test(line));
  if (idAt < 0 || !lines.slice(0, 80).some((line) => /^\s*State\s/.test(line))) return null;
  const id = PATCHWORK_ID.exec(lines[idAt] ?? "")?.[1] ?? "";
  const title =
    lines
      .slice(0, idAt)
      .findLast((line) => /\S/.test(line) && !PATCHWORK_FACT.test(line))
      ?.trim() ?? "";
  const page: Page = { mails: [], leftOut: [] };
  let current: PageMail | null = null;
  let isPatch = false;
  const patch: { at: number; text: ByteText }[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const author = PATCHWORK_AUTHOR.exec(line);
    if (author !== null) {
      const head = [`From: ${author[1]}`, `Date: ${author[2]}`];
      // Only the patch itself says its Message-ID; a comment replies to it.
      if (current === null) head.push(`Subject: ${title}`, `Message-ID: <${id}>`);
      else head.push(`Subject: Re: ${title}`, `In-Reply-To: <${id}>`);
      current = { head, body: [], first: first + at, bodyFirst: first + at + 1 };
      page.mails.push(current);
      isPatch = false;
    } else if (PATCHWORK_SECTION.test(line)) {
      isPatch = /Patch/.test(line);
      page.leftOut.push({ line: first + at, text: line });
    } else if (isPatch) patch.push({ at, text: line });
    else if (current === null) {
      const isTitle = line.trim() === title && title !== "";
      if (!isTitle && !PATCHWORK_ID.test(line)) page.leftOut.push({ line: first + at, text: line });
    } else current.body.push(line);
  }
  const patchLines = patch.map(({ text }) => text);
  const [mail] = page.mails;
  if (mail !== undefined) mail.body.push("", ...patchLines);
  else
    page.mails.push({
      head: [`Subject: ${title}`, `Message-ID: <${id}>`],
      body: patchLines,
      first: first + idAt,
      bodyFirst: first + (patch[0]?.at ?? idAt),
    });
  return page;
}

/** pipermail: the title, "Name name at example.org", the date, then a list of neighbours. */
const PIPERMAIL_PERSON = /^\s*(\S.{0,80}?)\s+(\S{1,64} at \S{1,64}\.\S{1,64})\s*$/;
const PIPERMAIL_LINK = /^\s*[*•·]?\s*(?:Previous message|Next message|Messages sorted by)\b/;

function readPipermail({ lines, first }: Lines): Page | null {
  const at = lines.slice(0, 12).findIndex((line) => PIPERMAIL_PERSON.test(line));
  if (at < 0 || readDate(lines[at + 1] ?? "") === null || !/\d:\d\d/.test(lines[at + 1] ?? "")) return null;
  const person = PIPERMAIL_PERSON.exec(lines[at] ?? "");
  const titleAt = lines.slice(0, at).findLastIndex((line) => line.trim() !== "");
  const page: Page = { mails: [], leftOut: [] };
  let bodyAt = at + 2;
  for (let from = 0; from < titleAt; from++)
    page.leftOut.push({ line: first + from, text: lines[from] ?? "" });
  while (
    bodyAt < lines.length &&
    (PIPERMAIL_LINK.test(lines[bodyAt] ?? "") || (lines[bodyAt] ?? "").trim() === "")
  ) {
    page.leftOut.push({ line: first + bodyAt, text: lines[bodyAt] ?? "" });
    bodyAt++;
  }
  const head = [
    `From: ${person?.[1] ?? ""} <${plainAddress(person?.[2] ?? "")}>`,
    `Date: ${(lines[at + 1] ?? "").trim()}`,
    `Subject: ${(lines[titleAt] ?? "").trim()}`,
  ];
  page.mails.push({
    head,
    body: lines.slice(bodyAt),
    first: first + Math.max(titleAt, 0),
    bodyFirst: first + bodyAt,
  });
  return page;
}

/** Navigation above and below a mail on an archive's page. */
const FURNITURE = [
  /^\s*\[prev in (?:list|thread)\]/i,
  /^\s*\[?(?:Download|View) (?:RAW|raw) (?:message or )?(?:body|message|attachment)/i,
  /^\s*\[(?:Date|Thread) ?(?:Prev|Next|Index)\]/i,
  /^\s*(?:Prev|Next) by (?:Date|thread)\b/i,
  /^\s*(?:linux-\S+|\S+) (?:archive mirror|mailing list archive)/i,
  /^\s*help \/ color \/ mirror/i,
  /^\s*\[?(?:thread|next) overview\]?\s*$/i,
  /^\s*(?:next prev parent reply|next prev parent|prev parent reply|next\s+reply|reply)\b.*(?:other threads|index|newest)/i,
  /^\s*\[?Index of Archives\]?/i,
  /^\s*Configure \| About \| News/i,
  /^\s*(?:Back to|Return to)\b.*(?:index|archive)/i,
];

/** From here on a page only has navigation. */
const END = [
  /^\s*\[prev in list\] \[next in list\]/i,
  /^\s*\[?Index of Archives\]?/i,
  /^\s*Thread overview: \d+\+? messages?/i,
  /^\s*(?:next prev parent|prev parent|next|parent) (?:reply|prev)?.{0,10}\bother threads:\[/i,
  /^\s*reply\s+other threads:\[/i,
  /^\s*Configure \| About \| News/i,
  /^\^ permalink raw reply/,
];

export function isFurniture(line: ByteText): boolean {
  return FURNITURE.some((rule) => rule.test(line));
}

/** How far a page's navigation may reach before its mail begins, lines. */
const MAX_LEAD = 15;

/** How many lines of navigation stand before the head. */
export function leadOf(lines: readonly ByteText[]): number {
  let lead = 0;
  for (let at = 0; at < Math.min(lines.length, MAX_LEAD); at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    if (!isFurniture(line)) break;
    lead = at + 1;
  }
  return lead;
}

/** The text of a mail between the page's navigation: from and to as line indexes. */
export function bodyOf(lines: readonly ByteText[]): { from: number; to: number } {
  const from = leadOf(lines);
  // The mark that ends a page is one only with nothing but navigation below: a mail may quote it.
  let to = lines.length;
  for (let at = lines.length - 1; at >= Math.max(from, lines.length - 80); at--)
    if (END.some((rule) => rule.test(lines[at] ?? ""))) to = at;
  return { from, to };
}
