/**
 * Texts that were met before. A trace repeats itself: all but the time, the page and the pfn of a line stood in an
 * earlier line already. Comparing is several times as fast as parsing, and as exact.
 */

const SLOT_BITS = 14;
/** Texts kept, and the room for them; a real trace has some hundreds. All are forgotten when there are more. */
const MAX_TEXTS = 4096;
const MAX_EIGHTS = 8 * MAX_TEXTS;
const MIN_LENGTH = 8;
/** Three of them and what lies between must not reach beyond what may be read behind a line. */
const MAX_LENGTH = 256;

/** Of a text's entry in the table: its length, the first of its eights, what it means. */
export const LENGTH = 0;
export const EIGHTS = 1;
/** The next text with the same hash, 0 if there is none. */
const NEXT = 2;
const MEANING = 3;
/** What a head means. */
export const CPU = 3;
export const PID = 4;
export const DEPTH = 5;
/** What a middle and a tail mean. */
export const KIND = 3;
export const HAS_PAGE = 4;
/** ~0 if the fields behind the order are there, else 0. */
export const HAS_TYPE = 5;
export const HAS_FLAGS = 6;
export const ORDER = 4;
export const MIGRATETYPE = 5;
export const GFP = 6;
export const PERCPU_REFILL = 7;
export const ENTRY_BITS = 3;

/** What may mean something: a line up to its time, an event's name up to its page, the fields behind the pfn. */
export type Role = 0 | 1 | 2;
export const HEAD = 0;
export const MIDDLE = 1;
export const TAIL = 2;

/**
 * Texts of 8 to 256 ASCII characters. Eight characters are compared at a time, as one double: that is exact because bytes
 * 1 to 127 make neither NaN, which differs from itself, nor a zero, of which there are two.
 *
 * A text is *guessed* by a hash of some of its characters, and counts only once stands() has compared it. Guess 0 is no
 * text and stands nowhere.
 */
export class KnownTexts {
  /** What is known of each text, from its guess on. */
  readonly table = new Int32Array(MAX_TEXTS << ENTRY_BITS);
  private readonly slots = new Uint16Array(3 << SLOT_BITS);
  /** Of each text its last eight characters, then all by eights; the last but one of them may overlap. */
  readonly eights = new Float64Array(MAX_EIGHTS);
  private texts = 1;
  private used = 1;

  constructor() {
    this.table[LENGTH] = MIN_LENGTH;
    this.eights[0] = Number.NaN;
  }

  guess(role: Role, hash: number): number {
    return (this.slots[slotOf(role, hash)] as number) << ENTRY_BITS;
  }

  /** Remembers a text, if it is one that can be. */
  learn(role: Role, hash: number, view: DataView, from: number, to: number, ...meaning: number[]): void {
    if (!isKeepable(view, from, to) || this.knows(role, hash, view, from, to)) return;
    const slot = slotOf(role, hash);
    const eights = 1 + ((to - from - 1) >> 3);
    if (this.texts === MAX_TEXTS || this.used + eights > MAX_EIGHTS) this.forget();
    const text = this.texts++;
    const entry = text << ENTRY_BITS;
    this.table[entry | LENGTH] = to - from;
    this.table[entry | EIGHTS] = this.used;
    this.table[entry | NEXT] = (this.slots[slot] as number) << ENTRY_BITS;
    this.table.set(meaning, entry | MEANING);
    this.eights[this.used++] = view.getFloat64(to - 8, true);
    for (let at = from; at + 8 < to; at += 8) this.eights[this.used++] = view.getFloat64(at, true);
    this.slots[slot] = text;
  }

  /** The text of that hash that stands at `at`, 0 if none is known. */
  find(guess: number, view: DataView, at: number): number {
    const { table, eights } = this;
    let text = guess;
    while (
      text !== 0 &&
      !stands(view, at, table[text | LENGTH] as number, eights, table[text | EIGHTS] as number)
    )
      text = table[text | NEXT] as number;
    return text;
  }

  private knows(role: Role, hash: number, view: DataView, from: number, to: number): boolean {
    let text = this.find(this.guess(role, hash), view, from);
    while (text !== 0 && this.table[text | LENGTH] !== to - from)
      text = this.find(this.table[text | NEXT] as number, view, from);
    return text !== 0;
  }

  private forget(): void {
    this.texts = 1;
    this.used = 1;
    this.slots.fill(0);
  }
}

function slotOf(role: Role, hash: number): number {
  return (role << SLOT_BITS) | (hash >>> (32 - SLOT_BITS));
}

function isKeepable(view: DataView, from: number, to: number): boolean {
  if (to - from < MIN_LENGTH || to - from > MAX_LENGTH) return false;
  for (let at = from; at < to; at++) if (((view.getUint8(at) - 1) & 0xff) >= 0x7f) return false;
  return true;
}

/**
 * Whether the text stands there. Its end is compared first: texts of a role differ most in it. Then one eight after the
 * other, for the engine checks its arrays anew in every round of a loop.
 */
export function stands(
  view: DataView,
  at: number,
  length: number,
  eights: Float64Array,
  first: number,
): boolean {
  if (view.getFloat64(at + length - 8, true) !== eights[first]) return false;
  if (length <= 8) return true;
  if (view.getFloat64(at, true) !== eights[first + 1]) return false;
  if (length <= 16) return true;
  if (view.getFloat64(at + 8, true) !== eights[first + 2]) return false;
  if (length <= 24) return true;
  if (view.getFloat64(at + 16, true) !== eights[first + 3]) return false;
  if (length <= 32) return true;
  if (view.getFloat64(at + 24, true) !== eights[first + 4]) return false;
  return length <= 40 || restStands(view, at, length, eights, first);
}

function restStands(
  view: DataView,
  at: number,
  length: number,
  eights: Float64Array,
  first: number,
): boolean {
  if (view.getFloat64(at + 32, true) !== eights[first + 5]) return false;
  if (length <= 48) return true;
  if (view.getFloat64(at + 40, true) !== eights[first + 6]) return false;
  if (length <= 56) return true;
  if (view.getFloat64(at + 48, true) !== eights[first + 7]) return false;
  if (length <= 64) return true;
  if (view.getFloat64(at + 56, true) !== eights[first + 8]) return false;
  if (length <= 72) return true;
  if (view.getFloat64(at + 64, true) !== eights[first + 9]) return false;
  if (length <= 80) return true;
  if (view.getFloat64(at + 72, true) !== eights[first + 10]) return false;
  for (let from = 80; from + 8 < length; from += 8)
    if (view.getFloat64(at + from, true) !== eights[first + 1 + (from >> 3)]) return false;
  return true;
}
