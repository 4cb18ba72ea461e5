/** The time of an event: "6.854532: " in seconds, or "123456: " in ticks of the clock. */

import { COLON, DOT, isDigit, SPACE, ZERO } from "./ascii";

/** Decimal digits that surely make an int32. */
const INT_DIGITS = 9;

/** As many digits as stand in the seven characters before the point. */
const MAX_DIGITS = 7;
const MICROSECONDS = 6;

/** The second of the time that was read last, and how it was printed: what the next time most likely starts with. */
export class Second {
  value = 0;
  digits = 0;
  /** The last four characters up to the point, and the four before, as far as they belong to the time. */
  last = 0;
  lastMask = 0;
  first = 1;
  firstMask = 0;

  set(view: DataView, value: number, digits: number, point: number): void {
    if (digits > MAX_DIGITS) return;
    this.value = value;
    this.digits = digits;
    this.lastMask = maskOfLast(digits + 1);
    this.last = view.getInt32(point - 3, true) & this.lastMask;
    this.firstMask = maskOfLast(digits - 3);
    this.first = view.getInt32(point - 7, true) & this.firstMask;
  }
}

/** A mask for the last so many of four characters. */
function maskOfLast(count: number): number {
  return count <= 0 ? 0 : count >= 4 ? -1 : -1 << (32 - 8 * count);
}

export class TimeReader {
  /** Seconds, or ticks. */
  value = 0;
  /** Whether it was ticks: a time without a fraction. */
  isTicks = false;
  readonly second = new Second();

  /** Where what follows the time starts; the time is then in `value`. -1 if none stands there. */
  read(view: DataView, start: number): number {
    let at = start;
    let whole = 0;
    let byte = view.getUint8(at);
    for (; isDigit(byte); byte = view.getUint8(++at)) whole = (whole * 10 + byte - ZERO) | 0;
    if (at === start) return -1;
    if (byte === DOT) {
      if (at - start > INT_DIGITS) return -1;
      const point = at++;
      let fraction = 0;
      const four = view.getInt32(at, true);
      if (areDigits(four)) {
        fraction = numberOf(four);
        at += 4;
      }
      for (byte = view.getUint8(at); isDigit(byte); byte = view.getUint8(++at)) {
        fraction = (fraction * 10 + byte - ZERO) | 0;
      }
      const digits = at - point - 1;
      if (digits === 0 || digits > INT_DIGITS) return -1;
      const scale = POWERS_OF_TEN[digits] as number;
      // One rounding, at the division: the number that its decimal digits stand for, up to 2^53 parts.
      this.value = (whole * scale + fraction) / scale;
      this.isTicks = false;
      if (digits === MICROSECONDS) this.second.set(view, whole, point - start, point);
    } else {
      this.value = at - start > INT_DIGITS ? ticks(view, start) : whole;
      this.isTicks = true;
    }
    if (byte !== COLON) return -1;
    byte = view.getUint8(++at);
    if (byte !== SPACE) return -1;
    while (byte === SPACE) byte = view.getUint8(++at);
    return at;
  }
}

const POWERS_OF_TEN = Float64Array.from({ length: INT_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

/** Whether all four characters are digits: 0x30 to 0x39. */
function areDigits(four: number): boolean {
  return (((four & 0xf0f0f0f0) ^ 0x30303030) | (((four + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030)) === 0;
}

/** The number of four digits, the first of which is the lowest byte: by pairs, then both pairs. */
export function numberOf(four: number): number {
  const digits = four & 0x0f0f0f0f;
  const pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff;
  return (pairs & 0xff) * 100 + (pairs >>> 16);
}

/** A count of clock ticks, rounded beyond 2^53. */
function ticks(view: DataView, start: number): number {
  let value = 0;
  for (let at = start; isDigit(view.getUint8(at)); at++) value = value * 10 + view.getUint8(at) - ZERO;
  return value;
}
