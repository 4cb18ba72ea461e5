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

/** Words of the table for each text: its length, the first of its eights, the next text of its hash or 0, and what it means. */
const ENTRY_BITS = 3;
export const LENGTH = 0;
export const EIGHTS = 1;
const NEXT = 2;
const MEANING = 3;
/** Of a head. */
export const CPU = 3;
export const PID = 4;
export const DEPTH = 5;
/** Of a middle and of a tail: as PAGE_EVENTS. */
export const KIND = 3;
/** Of a middle: 0 or 1; masks, ~0 if the event has a migratetype, if it has flags. */
export const HAS_PAGE = 4;
export const HAS_TYPE = 5;
export const HAS_FLAGS = 6;
/** Of a tail. */
export const ORDER = 4;
export const MIGRATETYPE = 5;
export const GFP = 6;
export const PERCPU_REFILL = 7;

/** What a text may be: a line up to its time; an event's name up to its page, or to its pfn without one; the fields behind the pfn with the end of the line. */
export type Role = 0 | 1 | 2;
export const HEAD = 0;
export const MIDDLE = 1;
export const TAIL = 2;

/**
 * Texts of 8 to 256 ASCII characters. Eight characters are compared at a time, as one double: that is exact because bytes
 * 1 to 127 make neither NaN, which differs from itself, nor a zero, of which there are two.
 *
 * Which text stands somewhere is *guessed* by a hash of some characters there, and counts only once stands() has compared
 * them all. Guess 0 stands for no text, and nowhere.
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
    return this.first(slotOf(role, hash));
  }

  /** Remembers a text, if it is one that can be: it is what its hash stands for from now on. */
  learn(role: Role, hash: number, view: DataView, from: number, to: number, ...meaning: number[]): void {
    if (!isKeepable(view, from, to)) return;
    const slot = slotOf(role, hash);
    if (this.recall(slot, view, from, to)) return;
    const eights = 1 + ((to - from - 1) >> 3);
    if (this.texts === MAX_TEXTS || this.used + eights > MAX_EIGHTS) this.forget();
    const text = this.texts++ << ENTRY_BITS;
    this.table[text | LENGTH] = to - from;
    this.table[text | EIGHTS] = this.used;
    this.table.set(meaning, text | MEANING);
    this.eights[this.used++] = view.getFloat64(to - 8, true);
    for (let at = from; at + 8 < to; at += 8) this.eights[this.used++] = view.getFloat64(at, true);
    this.putFirst(text, slot);
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

  /** Puts a known text before all others of its hash. False if it is not known. */
  private recall(slot: number, view: DataView, from: number, to: number): boolean {
    const { table, eights } = this;
    let before = 0;
    for (let text = this.first(slot); text !== 0; text = table[text | NEXT] as number) {
      const length = table[text | LENGTH] as number;
      if (length === to - from && stands(view, from, length, eights, table[text | EIGHTS] as number)) {
        if (before !== 0) {
          table[before | NEXT] = table[text | NEXT] as number;
          this.putFirst(text, slot);
        }
        return true;
      }
      before = text;
    }
    return false;
  }

  private first(slot: number): number {
    return (this.slots[slot] as number) << ENTRY_BITS;
  }

  private putFirst(text: number, slot: number): void {
    this.table[text | NEXT] = this.first(slot);
    this.slots[slot] = text >> ENTRY_BITS;
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
