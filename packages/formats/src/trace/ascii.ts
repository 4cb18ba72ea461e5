/**
 * ASCII in a DataView, read four bytes at a time. The readers look a little past the end of what they compare, so a view
 * needs LOOK_AHEAD_BYTES behind its last line.
 */

/** What may be read behind the end of a line. */
export const LOOK_AHEAD_BYTES = 1024;

export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const HASH = 0x23;
export const PAREN_OPEN = 0x28;
export const PAREN_CLOSE = 0x29;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const ZERO = 0x30;
export const COLON = 0x3a;
export const EQUALS = 0x3d;
export const BRACKET_OPEN = 0x5b;
export const BRACKET_CLOSE = 0x5d;
export const LETTER_N = 0x6e;
export const LETTER_X = 0x78;

/** "0x" as view.getUint16(at, true) reads it, " pfn" as view.getInt32(at, true). */
export const ZERO_X = 0x7830;
export const BLANK_PFN = 0x6e667020;

/** Value of a hexadecimal digit, 255 for any other byte. */
export const HEX = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? 255 : value;
});

/** Four characters as view.getInt32(at, true) reads them. */
export function word(text: string): number {
  return [0, 1, 2, 3].reduce((bits, i) => bits | (text.charCodeAt(i) << (8 * i)), 0);
}

/** A text of four or more characters, ready to be looked for. */
export interface Literal {
  length: number;
  /** The whole words from the start. */
  words: Int32Array;
  /** The last four characters, which the last whole word may overlap. */
  last: number;
}

export function literal(text: string): Literal {
  const words = Int32Array.from({ length: text.length >> 2 }, (_, i) => word(text.slice(4 * i)));
  return { length: text.length, words, last: word(text.slice(-4)) };
}

/** Whether the literal stands there. Its end is compared first: the names of events differ most in it. */
export function standsAt({ length, words, last }: Literal, view: DataView, at: number): boolean {
  if (view.getInt32(at + length - 4, true) !== last) return false;
  for (let i = 0; i < words.length; i++) {
    if (view.getInt32(at + 4 * i, true) !== words[i]) return false;
  }
  return true;
}

const NEWLINES = word("\n\n\n\n");

/** Whether one of the four bytes is a newline. */
export function hasNewline(four: number): boolean {
  const zeroed = four ^ NEWLINES;
  return ((zeroed - 0x01010101) & ~zeroed & 0x80808080) !== 0;
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte < ZERO + 10;
}

/** Space, tab or carriage return: what may stand between and behind fields. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === RETURN || byte === 9;
}

/** Whether a field may end before this byte. */
export function isEnd(byte: number): boolean {
  return isBlank(byte) || byte === NEWLINE;
}

/** The first byte from `at` on that is a blank or ends the line: any below "!", which no field holds. */
export function endOfField(view: DataView, at: number): number {
  for (let four = at; ; four += 4) {
    const bytes = view.getInt32(four, true);
    // Sets the top bit of each byte below "!", and maybe of bytes above the lowest such one.
    const below = (bytes - 0x21212121) & ~bytes & 0x80808080;
    if (below !== 0) return four + lowestByte(below);
  }
}

/** Where the line ends in which `at` lies: at its newline. */
export function endOfLine(view: DataView, at: number): number {
  for (let four = at; ; four += 4) {
    const bytes = view.getInt32(four, true) ^ NEWLINES;
    const zero = (bytes - 0x01010101) & ~bytes & 0x80808080;
    if (zero !== 0) return four + lowestByte(zero);
  }
}

/** Which byte, from 0, holds the lowest bit. */
function lowestByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}

const DECODER = new TextDecoder();

export function textBetween(view: DataView, from: number, to: number): string {
  return DECODER.decode(new Uint8Array(view.buffer, view.byteOffset + from, to - from));
}
