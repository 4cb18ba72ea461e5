/** The numbers of a trace's fields. */

import { HEX, isDigit, isEnd, LETTER_X, ZERO } from "./ascii";

/** Digits that surely make a positive int32, whether hexadecimal or decimal. */
const INT_DIGITS = 7;

export class NumberReader {
  /** What was read last, rounded beyond 2^53. */
  value = 0;

  /** Where the number at `start` ends, decimal or hexadecimal behind 0x; it is then in `value`. -1 if it is none. */
  read(view: DataView, start: number): number {
    const isHex = view.getUint8(start) === ZERO && view.getUint8(start + 1) === LETTER_X;
    const first = isHex ? start + 2 : start;
    let at = first;
    let value = 0;
    let byte = view.getUint8(at);
    if (isHex) {
      for (; (HEX[byte] as number) < 16 && at - first < INT_DIGITS; byte = view.getUint8(++at)) {
        value = (value << 4) | (HEX[byte] as number);
      }
    } else {
      for (; isDigit(byte) && at - first < INT_DIGITS; byte = view.getUint8(++at)) {
        value = (value * 10 + byte - ZERO) | 0;
      }
    }
    this.value = value;
    if (isEnd(byte)) return at > first ? at : -1;
    return this.readLong(view, first, isHex ? 16 : 10);
  }

  private readLong(view: DataView, first: number, base: number): number {
    let at = first;
    let value = 0;
    for (let digit = digitAt(view, at); digit < base; digit = digitAt(view, ++at))
      value = value * base + digit;
    this.value = value;
    return isEnd(view.getUint8(at)) ? at : -1;
  }
}

function digitAt(view: DataView, at: number): number {
  return HEX[view.getUint8(at)] as number;
}
