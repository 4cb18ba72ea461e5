import { decodeWords } from "postal-mime";
import { isFurniture } from "./archive";
import { decodeUnlabelled, type Lines } from "./bytes";
import { readDate } from "./date";
import { isHidden, oneLine, plainAddress, readPeople } from "./people";
import { type MailHead, type MailProblem, NO_HEAD, type Person } from "./types";

export interface Header {
  /** Lower case. */
  name: string;
  value: string;
  line: number;
}

export interface Headers {
  headers: Header[];
  /** Index of the first line behind the head. */
  end: number;
  problems: MailProblem[];
}

/** Names that make lines a head, as archives write them. */
const KNOWN =
  "From|Sender|To|Cc|Bcc|Date|Subject|Message-ID|In-Reply-To|References|Reply-To|List|List-Id|Newsgroups";
const KNOWN_LINE = new RegExp(
  `^(?:[\\s*+-]|\\xe2\\x80\\xa2|\\xc2\\xb7){0,6}(${KNOWN})\\s{0,4}:(?:\\s|$)`,
  "i",
);
const KNOWN_INLINE = new RegExp(`(?:^|\\s)(${KNOWN}):(?=\\s)`, "gi");
const ANY_LINE = /^([A-Za-z][A-Za-z0-9_-]{0,60}):(?:\s|$|(?=\S))/;

/** The head of a mail at the start of these lines: folded, wrapped by hand, all on one line, or indented by a page. null if there is none. */
export function readHeaders({ lines, first }: Lines): Headers | null {
  const head = inOneLine(lines, first) ?? lineByLine(lines, first);
  const isHead = head.headers.some(({ name }) => name === "from" || name === "subject");
  return isHead ? head : null;
}

function lineByLine(lines: readonly string[], first: number): Headers {
  const headers: Header[] = [];
  const problems: MailProblem[] = [];
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const last = headers.at(-1);
    if (line.trim() === "") break;
    const known = KNOWN_LINE.exec(line);
    const any = ANY_LINE.exec(line);
    if (known !== null || (any !== null && (last !== undefined || isHeadAhead(lines, at)))) {
      const name = (known?.[1] ?? any?.[1] ?? "").toLowerCase();
      headers.push({ name, value: line.slice(line.indexOf(":") + 1).trim(), line: first + at });
    } else if (last !== undefined && (/^[ \t]/.test(line) || isWrapped(last, lines, at)))
      last.value +=
        last.name === "content-type" ? ` ${line.trim()}` : (/^[ \t]/.exec(line)?.[0] ?? " ") + line.trim();
    else {
      if (headers.length > 0 && !isFurniture(line))
        problems.push({
          line: first + at,
          sentence: "There is no blank line between the head and the text. The text is read from here on.",
        });
      return { headers, end: at, problems };
    }
  }
  return { headers, end: Math.min(at + 1, lines.length), problems };
}

/** An unknown name starts a head only where known ones follow. */
function isHeadAhead(lines: readonly string[], at: number): boolean {
  for (let next = at + 1; next < Math.min(lines.length, at + 60); next++) {
    const line = lines[next] ?? "";
    if (line.trim() === "") return false;
    if (KNOWN_LINE.test(line)) return true;
  }
  return false;
}

/** A page wraps long headers without indenting them: after a comma, or where more of the head follows at once. */
function isWrapped(last: Header, lines: readonly string[], at: number): boolean {
  if (last.value.endsWith(",")) return true;
  const canBeLong = /^(?:to|cc|subject|references|in-reply-to|message-id)$/.test(last.name);
  return canBeLong && (last.value === "" || KNOWN_LINE.test(lines[at + 1] ?? ""));
}

/** "From: A <a@b> Date: Tue, 17 Nov 2026 Subject: [PATCH] x To: ...", as a browser gives it where a page has no line breaks. */
function inOneLine(lines: readonly string[], first: number): Headers | null {
  const [line = ""] = lines;
  if (line.length > 16_384) return null;
  const found = [...line.matchAll(KNOWN_INLINE)];
  if (found.length < 3 || found[0]?.index !== 0) return null;
  const headers = found.map((match, index) => ({
    name: (match[1] ?? "").toLowerCase(),
    value: line.slice(match.index + match[0].length, found[index + 1]?.index ?? line.length).trim(),
    line: first,
  }));
  let end = 1;
  while (end < lines.length && (lines[end] ?? "").trim() === "") end++;
  return { headers, end, problems: [] };
}

/** What counts of a head, with what can't be made of it. */
export function readHead({ headers }: Headers): { head: MailHead; problems: MailProblem[] } {
  const problems: MailProblem[] = [];
  const find = (name: string) => headers.find((header) => header.name === name);
  const text = (name: string) => decoded(find(name)?.value ?? "");
  const line = (name: string) => find(name)?.line ?? headers[0]?.line ?? 1;
  const people = (name: string): Person[] =>
    headers.filter((header) => header.name === name).flatMap(({ value }) => readPeople(decoded(value)));

  const [from = null] = people("from");
  if (from !== null && from.address === "")
    problems.push({
      line: line("from"),
      sentence: `The address of ${from.name} is not in the text. The reply needs it: ask the list's archive for the raw mail.`,
    });
  const date = oneLine(text("date").replace(/\[thread overview\]|\(permalink \/ raw\)/g, ""));
  const time = date === "" ? null : readDate(date);
  if (date !== "" && time === null)
    problems.push({
      line: line("date"),
      sentence: `The date "${date.slice(0, 60)}" can't be read. It is kept as text.`,
    });
  const ids = readIds(text("message-id"));
  if (ids.length === 0)
    problems.push({
      line: line("message-id"),
      sentence: "There is no Message-ID. The reply can't be threaded: add it from the archive's raw mail.",
    });
  const to = people("to");
  const cc = people("cc");
  return {
    head: {
      ...NO_HEAD,
      messageId: ids[0] ?? null,
      inReplyTo: readIds(text("in-reply-to")),
      references: readIds(text("references")),
      date: date || null,
      time,
      from,
      to,
      cc,
      list: readList(text("list-id") || text("list-post") || text("list"), [...to, ...cc]),
      subject: oneLine(text("subject")),
    },
    problems,
  };
}

/** A header's bytes as text: encoded words, UTF-8, else Windows-1252. */
function decoded(value: string): string {
  return decodeWords(decodeUnlabelled(value).text);
}

/** The ids of a header, without brackets; none that an archive has hidden. */
export function readIds(value: string): string[] {
  const plain = plainAddress(value.slice(0, 65_536));
  const bracketed = [...plain.matchAll(/<([^<>\s]{1,500})>/g)].map((match) => match[1] ?? "");
  const ids = bracketed.length > 0 ? bracketed : plain.split(/[\s,]+/);
  return [...new Set(ids.filter((id) => /^[^@\s()]+@[^@\s()]+$/.test(id) && !isHidden(id)))];
}

function readList(header: string, recipients: readonly Person[]): string | null {
  const id = /<(?:mailto:)?([^<>\s]+)>/.exec(header)?.[1] ?? header.trim();
  // A List-Id is the address with a dot for the @: "linux-mm.kvack.org".
  const named = id.includes("@") ? id : id.replace(/^([\w-]+)\.(?=[\w-]+\.)/, "$1@");
  if (/^[\w.+@-]+$/.test(named) && named !== "") {
    const known = recipients.find(({ address }) => address === named || address.startsWith(`${named}@`));
    return known?.address ?? named;
  }
  const isList = /@(?:vger\.kernel\.org|kvack\.org|lists?\.|.*\.lists\.|googlegroups\.com)|^(?:linux-|lkml)/;
  return recipients.find(({ address }) => isList.test(address))?.address ?? null;
}
