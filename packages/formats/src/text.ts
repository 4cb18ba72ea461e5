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

/**
 * Cuts a text into lines. LF, CRLF and CR CR LF (a serial console's) end a line.
 * @throws FormatError if the text is larger than 16 Mi characters
 */
export function linesOf(text: string): Line[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new FormatError(
      null,
      `The text has ${count(text.length)} characters; at most ${count(MAX_TEXT_LENGTH)} (16 Mi) are read. Cut away what is not the boot.`,
    );
  }
  return text.split("\n").map((line, i) => {
    const cut = line.length > MAX_LINE_LENGTH ? line.slice(0, MAX_LINE_LENGTH) : line;
    return { number: i + 1, text: cut.trimEnd() };
  });
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
