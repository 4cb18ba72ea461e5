import type { ReplyHeader } from "./types";

/** Longest line of a header, RFC 5322. */
const FOLD_AT = 76;

/** A reply as a file that a mail program opens for sending. Nothing of it is sent from here. */
export function emlOf(headers: readonly ReplyHeader[], body: string): string {
  const lines = [
    ...headers.map(({ name, value }) => headerText(name, value)),
    "X-Unsent: 1",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    ...body.split("\n"),
  ];
  return lines.join("\r\n");
}

/** A header, folded between its words; words that are not ASCII are encoded (RFC 2047). */
function headerText(name: string, value: string): string {
  // An encoded word means nothing between quotation marks, and needs none.
  const bare = value
    .replace(/[\r\n]+/g, " ")
    .replace(/"((?:[^"\\]|\\.)*)"/g, (quoted, inner: string) =>
      isAscii(inner) ? quoted : encoded(inner.replace(/\\(.)/g, "$1")).join(" "),
    );
  const words = bare.split(" ");
  // The space between two encoded words is not shown, so it is encoded with the first.
  const pieces = words.flatMap((word, index) => {
    if (isAscii(word)) return [word];
    return encoded(isAscii(words[index + 1] ?? "") ? word : `${word} `);
  });
  let line = `${name}:`;
  const lines: string[] = [];
  for (const piece of pieces) {
    if (line.length + 1 + piece.length > FOLD_AT && line !== `${name}:`) {
      lines.push(line);
      line = "";
    }
    line += ` ${piece}`;
  }
  lines.push(line);
  return lines.join("\r\n");
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Text as encoded words of at most 75 characters. */
function encoded(text: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of text) {
    if (new TextEncoder().encode(piece + character).length > 42) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece].map((part) => `=?UTF-8?B?${base64(part)}?=`);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
