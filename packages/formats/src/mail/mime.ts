import PostalMime from "postal-mime";
import { asWindows1252, type ByteText, splitLines, textToBytes } from "./bytes";
import { takeFlowed, unflow } from "./flowed";
import type { Header } from "./headers";
import type { MailProblem } from "./types";

const CONTENT = /^content-(?:type|transfer-encoding|disposition)$/;

/** True if the body has to be decoded before anybody can read it. */
export function isMime(headers: readonly Header[]): boolean {
  return headers.some(({ name }) => CONTENT.test(name));
}

/** The visible text of a MIME body: its text parts in order, attached patches too. */
export async function readMime(
  headers: readonly Header[],
  body: readonly ByteText[],
  first: number,
  /** The body came as characters, not as bytes: unless it is encoded, its charset no longer counts. */
  isPasted: boolean,
): Promise<{ text: string; problems: MailProblem[] }> {
  const content = headers.filter(({ name }) => CONTENT.test(name));
  const type = content.find(({ name }) => name === "content-type");
  const encoding =
    content.find(({ name }) => name === "content-transfer-encoding")?.value.toLowerCase() ?? "";
  const isEncoded = /quoted-printable|base64/.test(encoding);
  const head = content.map(({ name, value }) => `${name}: ${isPasted && !isEncoded ? asUtf8(value) : value}`);
  const { lines, isFlowed, delSp } = takeFlowed([...head, "", ...body]);
  const problems = [
    ...charsetProblems(type),
    ...encodingProblems(encoding, body, first),
    ...boundaryProblems(type, body, first),
  ];
  let mail: Awaited<ReturnType<typeof PostalMime.parse>>;
  try {
    mail = await PostalMime.parse(textToBytes(lines.join("\n")), { maxNestingDepth: 20 });
  } catch (error) {
    problems.push({
      line: first,
      sentence: `The parts of this mail can't be told apart: ${String(error)}. Its source is shown.`,
    });
    return { text: body.join("\n"), problems };
  }
  if (mail.text === undefined && mail.html !== undefined)
    problems.push({
      line: type?.line ?? first,
      sentence:
        "This mail is HTML only, which the kernel's lists refuse. Its text is shown without the markup.",
    });
  const texts = [mail.text ?? (mail.html === undefined ? "" : await textOf(mail.html))];
  for (const attachment of mail.attachments) {
    const name = attachment.filename ?? "without a name";
    if (isReadable(attachment.mimeType, name)) texts.push(decodeAttachment(attachment.content));
    else
      problems.push({
        line: first,
        sentence: `The attachment "${name.slice(0, 80)}" (${attachment.mimeType.slice(0, 60)}) is left out: only text is read.`,
      });
  }
  const joined = texts.map((part) => splitLines(part).join("\n")).join("\n");
  const text = /\bcharset="?(?:iso-8859-1|windows-1252|cp1252|latin-?1)\b/i.test(head.join(" "))
    ? asWindows1252(joined)
    : joined;
  if (text.includes("\ufffd"))
    problems.push({
      line: first,
      sentence: "Some characters do not fit the charset that the mail names. They show as \ufffd.",
    });
  return { text: isFlowed ? unflow(text, delSp) : text, problems };
}

function asUtf8(value: string): string {
  return value.replace(/\bcharset="?[^\s;"]{1,60}"?/i, "charset=utf-8");
}

function isReadable(type: string, name: string): boolean {
  return (
    /^text\/(?!html|calendar)|^application\/(?:x-)?(?:patch|diff|mbox)$/.test(type) ||
    /\.(?:patch|diff|txt|c|h)$/i.test(name)
  );
}

function decodeAttachment(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

/** The library turns HTML into text beside a text part only, so it gets an empty one. */
async function textOf(html: string): Promise<string> {
  const boundary = "html-beside-nothing";
  const part = (type: string, text: string) => [
    `--${boundary}`,
    `Content-Type: text/${type}; charset=utf-8`,
    "",
    text,
  ];
  const source = [
    `Content-Type: multipart/mixed; boundary=${boundary}`,
    "",
    ...part("plain", ""),
    ...part("html", html.replaceAll(`--${boundary}`, "")),
    `--${boundary}--`,
  ].join("\n");
  return (await PostalMime.parse(source)).text?.trim() ?? "";
}

function charsetProblems(type: Header | undefined): MailProblem[] {
  const charset = /\bcharset="?([^\s;"]{1,60})/i.exec(type?.value ?? "")?.[1];
  if (type === undefined || charset === undefined || isCharset(charset)) return [];
  return [
    { line: type.line, sentence: `The charset "${charset}" is not known here. The text is read as UTF-8.` },
  ];
}

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label.replace(/^(?:x-|cs)/i, ""));
    return true;
  } catch {
    return /^(?:utf-?7|ansi_x3|unknown-8bit|us-?ascii|cp\d+|iso[-_]?8859)/i.test(label);
  }
}

function encodingProblems(encoding: string, body: readonly ByteText[], first: number): MailProblem[] {
  const broken = encoding.includes("base64")
    ? /[^A-Za-z0-9+/=\s]/
    : encoding.includes("quoted-printable")
      ? /=(?![0-9A-Fa-f]{2}|\s*$)/
      : null;
  const at = broken === null ? -1 : body.findIndex((line) => broken.test(line));
  return at < 0
    ? []
    : [
        {
          line: first + at,
          sentence: `This line is not ${encoding.trim().slice(0, 40)}. What could be decoded is shown.`,
        },
      ];
}

function boundaryProblems(type: Header | undefined, body: readonly ByteText[], first: number): MailProblem[] {
  const boundary = /\bboundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type?.value ?? "");
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined || body.some((line) => line.trimEnd() === `--${mark}--`)) return [];
  return [
    {
      line: first + Math.max(0, body.length - 1),
      sentence: "The mail ends in the middle of its parts: it is cut off here. What came is shown.",
    },
  ];
}
