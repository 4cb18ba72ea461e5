import { bodyOf, leadOf, type PageMail, readPage } from "./archive";
import { bytesToText, decodeUnlabelled, type Lines, splitLines } from "./bytes";
import { readCommits } from "./commit";
import { readHead, readHeaders } from "./headers";
import { splitMbox } from "./mbox";
import { isMime, readMime } from "./mime";
import { type MailProblem, NO_HEAD, type ReadMails } from "./types";

/** Beyond that it is an archive, not a proposal: a series of forty patches with its discussion is some 2 MiB. */
export const MAX_INPUT_BYTES = 4 * 1024 * 1024;

/**
 * Reads whatever holds mails: a mail, an mbox, a file of git format-patch, what git show prints, or text copied from an archive's page. Never throws: what can't be read is
 * said, and the rest is there. A string is text that somebody pasted; bytes are a file.
 */
export async function readMails(input: string | Uint8Array): Promise<ReadMails> {
  const isPasted = typeof input === "string";
  const bytes = isPasted ? new TextEncoder().encode(input) : input;
  const read: ReadMails = { mails: [], problems: [], leftOut: [] };
  if (bytes.length > MAX_INPUT_BYTES)
    read.problems.push({
      line: 1,
      sentence: `This is ${(bytes.length / 1048576).toFixed(1)} MiB; the first 4 MiB are read. Take the thread apart to have the rest.`,
    });
  const lines = splitLines(bytesToText(bytes.subarray(0, MAX_INPUT_BYTES)));
  if (lines.at(-1) === "") lines.pop();
  for (const part of splitMbox({ lines, first: 1 })) {
    const page = readCommits(part) ?? readPage(part);
    if (page === null) await readMail(part, isPasted, read);
    else {
      read.leftOut.push(
        ...page.leftOut.map(({ line, text }) => ({ line, text: decodeUnlabelled(text).text })),
      );
      for (const mail of page.mails) readPageMail(mail, read);
    }
  }
  if (read.mails.length === 0)
    read.problems.push({
      line: 1,
      sentence: "There is no text in it. Paste a mail, or drop an .eml, .mbox or .patch file.",
    });
  return read;
}

async function readMail({ lines, first }: Lines, isPasted: boolean, read: ReadMails): Promise<void> {
  const leave = (from: number, to: number) => {
    for (let at = from; at < to; at++)
      if ((lines[at] ?? "").trim() !== "")
        read.leftOut.push({ line: first + at, text: decodeUnlabelled(lines[at] ?? "").text });
  };
  let start = leadOf(lines);
  leave(0, start);
  while (start < lines.length && (lines[start] ?? "").trim() === "") start++;
  if (start >= lines.length) return;
  const headers = readHeaders({ lines: lines.slice(start), first: first + start });
  if (headers === null) {
    const body = lines.slice(start);
    if (!/^diff --git |^--- /m.test(body.join("\n")))
      read.problems.push({
        line: first + start,
        sentence:
          "There is no head (From, Subject, Message-ID). The text can be annotated; a reply needs a head.",
      });
    read.mails.push({ head: NO_HEAD, body: plainText(body, first + start, read) });
    return;
  }
  const { head, problems } = readHead(headers);
  note([...headers.problems, ...problems], read);
  const bodyAt = start + headers.end;
  const body = lines.slice(bodyAt);
  if (isMime(headers.headers)) {
    const mime = await readMime(headers.headers, body, first + bodyAt, isPasted);
    note(mime.problems, read);
    read.mails.push({ head, body: trimBlank(mime.text) });
    return;
  }
  const { from, to } = bodyOf(body);
  leave(bodyAt, bodyAt + from);
  leave(bodyAt + to, lines.length);
  read.mails.push({ head, body: plainText(body.slice(from, to), first + bodyAt + from, read) });
}

function readPageMail({ head, body, first, bodyFirst }: PageMail, read: ReadMails): void {
  const headers = readHeaders({ lines: head, first });
  const known = headers === null ? { head: NO_HEAD, problems: [] } : readHead(headers);
  note(
    known.problems.map(({ sentence }) => ({ line: first, sentence })),
    read,
  );
  const { to } = bodyOf(body);
  for (let at = to; at < body.length; at++)
    read.leftOut.push({ line: bodyFirst + at, text: decodeUnlabelled(body[at] ?? "").text });
  read.mails.push({ head: known.head, body: plainText(body.slice(0, to), bodyFirst, read) });
}

/** What all mails of a page or a series lack alike is said once. */
function note(problems: readonly MailProblem[], read: ReadMails): void {
  for (const problem of problems)
    if (!read.problems.some(({ sentence }) => sentence === problem.sentence)) read.problems.push(problem);
}

function plainText(lines: readonly string[], first: number, read: ReadMails): string {
  const { text, isUtf8 } = decodeUnlabelled(lines.join("\n"));
  if (!isUtf8)
    read.problems.push({
      line: first,
      sentence:
        "No charset is named and the text is not UTF-8. It is read as Windows-1252: compare names with the archive.",
    });
  return trimBlank(text);
}

/** Without the blank lines above and below, which belong to the envelope. */
function trimBlank(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").replace(/\s+$/, "");
}

/** True if a text that somebody pastes looks like a mail or a patch, not like a note. */
export function looksLikeMail(text: string): boolean {
  const start = text.slice(0, 20_000);
  if (/^diff --git a\/|^From [0-9a-f]{40} /m.test(start)) return true;
  const lines = splitLines(start);
  const known = lines.filter((line) =>
    /^[\s•*·]{0,4}(?:From|Subject|Date|Message-ID|To|Cc|List):\s/i.test(line),
  ).length;
  if (known >= 2 && /^[\s•*·]{0,4}(?:From|Subject):\s/im.test(start)) return true;
  return /^From: .{1,200}Subject: /.test(start) || /^\s*Message ID\s+\S+@/m.test(start);
}
