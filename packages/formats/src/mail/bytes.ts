/**
 * Text whose characters are bytes, so that lines and headers can be found before the charset is known. `windows-1252`, which the platform's decoder
 * takes "latin1" for, would not give the bytes back.
 */
export type ByteText = string;

const CHUNK = 8192;

export function bytesToText(bytes: Uint8Array): ByteText {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}

export function textToBytes(text: ByteText): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** As UTF-8 where it is that, else as Windows-1252, which is what unlabelled 8-bit mail is in practice. */
export function decodeUnlabelled(text: ByteText): { text: string; isUtf8: boolean } {
  const bytes = textToBytes(text);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    return { text: asWindows1252(text), isUtf8: false };
  }
}

/** What Windows-1252 has where ISO 8859-1 has control characters, from 0x80. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** By table: some releases of Node decode "windows-1252" as ISO 8859-1, and the same mail must read the same everywhere. */
export function asWindows1252(text: string): string {
  return text.replace(
    /[\u0080-\u009f]/g,
    (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? character,
  );
}

/** Some input and where it starts: lines without their ends. */
export interface Lines {
  lines: ByteText[];
  /** Number of the first one in the whole input, from 1. */
  first: number;
}

export function splitLines(text: ByteText): ByteText[] {
  return text.split(/\r\n|\n|\r/);
}
