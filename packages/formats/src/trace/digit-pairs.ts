/** Numbers two digits at a time. */

/** A pair below this is two digits: what they stand for. From here on it is the last digit, and the character that ends the number. */
export const LAST_DIGIT = 256;
/** The character that ends the number, and any other. */
export const BEHIND = 512;
/** No pair of a number. */
export const NO_DIGIT = 1024;
/** Where the decimal pairs start. */
export const DECIMAL = 0x10000;

/** Index = two characters as view.getUint16(at, true) reads them. First come the hexadecimal pairs. */
export const PAIRS = new Int16Array(2 * DECIMAL).fill(NO_DIGIT);

const ENDS = [..." \t\r\n"];
const DIGITS = [..."0123456789abcdef"];

for (const [start, base] of [
  [0, 16],
  [DECIMAL, 10],
] as const) {
  const put = (first: string, second: string, value: number) => {
    PAIRS[start | first.charCodeAt(0) | (second.charCodeAt(0) << 8)] = value;
  };
  for (const [value, digit] of DIGITS.slice(0, base).entries()) {
    for (const [next, digit2] of DIGITS.slice(0, base).entries()) put(digit, digit2, value * base + next);
    for (const end of ENDS) put(digit, end, LAST_DIGIT | value);
  }
  for (const end of ENDS) for (let any = 0; any < 256; any++) put(end, String.fromCharCode(any), BEHIND);
}
