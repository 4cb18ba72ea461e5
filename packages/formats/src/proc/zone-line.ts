/** The start that lines about a zone share. */

import { FormatError } from "../errors";
import { type Line, quoted, wholeNumber } from "../text";

/** More than any machine has: 1024 nodes of up to six zones. */
export const MAX_ZONES = 8192;

const ZONE = /^\s*Node\s+(\d+), zone\s+(\w+)(.*)$/;

export interface ZoneLine {
  nid: number;
  zone: string;
  /** What follows the zone's name. */
  rest: string;
}

/** "Node 0, zone DMA32 ...", null if it is another line. */
export function zoneLine({ number, text }: Line): ZoneLine | null {
  const [, nid, zone, rest] = ZONE.exec(text) ?? [];
  if (nid === undefined || zone === undefined || rest === undefined) return null;
  return { nid: wholeNumber(nid, 10, number), zone, rest };
}

/**
 * The numbers of a table's row.
 * @throws FormatError if something else stands between them, or there is none
 */
export function rowOf(text: string, { number, text: line }: Line, file: string): number[] {
  if (!/^[\s\d]*\d\s*$/.test(text)) {
    throw new FormatError(
      number,
      `Line ${number} of ${file} should end in whole numbers, it reads ${quoted(line)}.`,
    );
  }
  return text
    .trim()
    .split(/\s+/)
    .map((digits) => wholeNumber(digits, 10, number));
}

/** The text is another file. */
export function notThis(lines: Line[], file: string, expected: string): FormatError {
  const first = lines.find((line) => line.text.trim() !== "");
  return new FormatError(
    first?.number ?? null,
    first === undefined
      ? `This is not ${file}: the text is empty.`
      : `This is not ${file}: no line reads ${expected}, the first is ${quoted(first.text)}.`,
  );
}

export function tooManyZones(file: string): FormatError {
  return new FormatError(null, `This ${file} has more than ${MAX_ZONES} zones; no machine has so many.`);
}
