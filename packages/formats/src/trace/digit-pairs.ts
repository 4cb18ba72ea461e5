/** Reads numbers two digits at a time. Blanks are what may stand behind a number: also the end of the line. */

/** Below this two digits, as the number that they stand for; from here on, plus its value, a number's last digit and a blank. */
export const LAST_DIGIT = 256;
/** A blank, and anything. */
export const BEHIND = 512;
/** Nothing that belongs to a number. */
const NO_DIGIT = 1024;
/** Where the hexadecimal pairs start, and the decimal ones. */
export const HEXADECIMAL = 0;
export const DECIMAL = 0x10000;

/** What two characters are. Index = where the pairs start + the characters as view.getUint16(at, true) reads them. */
export const PAIRS = new Int16Array(2 * DECIMAL).fill(NO_DIGIT);

const BLANKS = [..." \t\r\n"];
const DIGITS = [..."0123456789abcdef"];

for (const [start, base] of [
  [HEXADECIMAL, 16],
  [DECIMAL, 10],
] as const) {
  const put = (first: string, second: string, value: number) => {
    PAIRS[start | first.charCodeAt(0) | (second.charCodeAt(0) << 8)] = value;
  };
  for (const [value, digit] of DIGITS.slice(0, base).entries()) {
    for (const [next, digitBehind] of DIGITS.slice(0, base).entries())
      put(digit, digitBehind, value * base + next);
    for (const blank of BLANKS) put(digit, blank, LAST_DIGIT | value);
  }
  for (const blank of BLANKS)
    for (let any = 0; any < 256; any++) put(blank, String.fromCharCode(any), BEHIND);
}
