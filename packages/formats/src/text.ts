/** Lines and numbers, in and out. */

import { FormatError } from "./errors";

/** Largest text that is read, in UTF-16 code units: 16 Mi. */
export const MAX_TEXT_LENGTH = 16 * 1024 * 1024;

/** What lies behind it in a line is not read; the kernel's own lines are shorter (LOG_LINE_MAX in kernel/printk/internal.h). */
const MAX_LINE_LENGTH = 1024;

export interface Line {
  /** 1-based. */
  number: number;
  text: string;
}

/** More lines than that are no boot either, and would cost memory for nothing. */
const MAX_LINES = 500_000;

/**
 * Cuts a text into lines. LF, CRLF and CR CR LF (a serial console's) end a line.
 * @throws FormatError if the text has more than 16 Mi characters or 500,000 lines
 */
export function linesOf(text: string): Line[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new FormatError(
      null,
      `The text has ${count(text.length)} characters; at most ${count(MAX_TEXT_LENGTH)} (16 Mi) are read. ` +
        "Cut away what is not the boot.",
    );
  }
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    lines.push({
      number: lines.length + 1,
      text: text.slice(start, Math.min(end, start + MAX_LINE_LENGTH)).trimEnd(),
    });
    start = end + 1;
    if (lines.length > MAX_LINES) {
      throw new FormatError(
        null,
        `The text has more than ${count(MAX_LINES)} lines. Cut away what is not the boot.`,
      );
    }
  }
  return lines;
}

/**
 * A whole number from decimal digits, or from hexadecimal ones with or without 0x.
 * @throws FormatError if it is 2^53 or more, for then it would not be exact
 */
export function wholeNumber(digits: string, base: 10 | 16, line: number): number {
  const value = Number.parseInt(digits, base);
  if (Number.isSafeInteger(value)) return value;
  throw new FormatError(line, `Line ${count(line)} holds ${digits}, which is not a number below 2^53.`);
}

/** A matched group of decimal digits; 0 if the group did not take part. */
export function decimal(digits: string | undefined, line: number): number {
  return digits === undefined ? 0 : wholeNumber(digits, 10, line);
}

/** Bytes of so many KiB. */
export function kibToBytes(digits: string | undefined, line: number): number {
  const value = decimal(digits, line) * 1024;
  if (Number.isSafeInteger(value)) return value;
  throw new FormatError(line, `Line ${count(line)} holds ${digits} KiB, which is not below 2^53 B.`);
}

/** Thousands with commas: 459776 -> "459,776". */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 page", "2 pages". */
export function pages(value: number): string {
  return `${count(value)} ${value === 1 ? "page" : "pages"}`;
}

/** About how much: KiB, MiB, GiB or TiB with at most one decimal. 2146951168 -> "2 GiB". */
export function bytes(value: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let scaled = value / 1024;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  const tenths = Math.round(scaled * 10);
  return `${count(Math.floor(tenths / 10))}${tenths % 10 === 0 ? "" : `.${tenths % 10}`} ${units[unit]}`;
}

/** The start of a line as a sentence may quote it. */
export function quoted(text: string): string {
  const trimmed = text.trim();
  return `"${trimmed.length > 60 ? `${trimmed.slice(0, 57)}...` : trimmed}"`;
}
