/**
 * Slots in the order in which they came, oldest first; any of them can leave. The links are the last two of a slot's words, in an array
 * that the owner grows.
 */

const NONE = -1;

/** Words of a slot, and where among them the slots stand that came after it and before it. */
export const SLOT_WORDS = 4;
export const NEXT = 2;
const BEFORE = 3;

export class AgeList {
  /** Pages of the blocks in it. */
  pages = 0;
  private oldest = NONE;
  private youngest = NONE;

  get first(): number {
    return this.oldest;
  }

  add(slot: number, slots: Int32Array): void {
    slots[SLOT_WORDS * slot + NEXT] = NONE;
    slots[SLOT_WORDS * slot + BEFORE] = this.youngest;
    if (this.youngest === NONE) this.oldest = slot;
    else slots[SLOT_WORDS * this.youngest + NEXT] = slot;
    this.youngest = slot;
  }

  remove(slot: number, slots: Int32Array): void {
    const next = slots[SLOT_WORDS * slot + NEXT] as number;
    const before = slots[SLOT_WORDS * slot + BEFORE] as number;
    if (before === NONE) this.oldest = next;
    else slots[SLOT_WORDS * before + NEXT] = next;
    if (next === NONE) this.youngest = before;
    else slots[SLOT_WORDS * next + BEFORE] = before;
  }
}

/** The slot that came after this one, or -1. */
export function nextOlder(slot: number, slots: Int32Array): number {
  return slots[SLOT_WORDS * slot + NEXT] as number;
}

/** Reads what remove() writes to, and returns something of it. Also of a slot that is in no list. */
export function readNeighbours(slot: number, slots: Int32Array): number {
  const next = Math.max(0, slots[SLOT_WORDS * slot + NEXT] as number);
  const before = Math.max(0, slots[SLOT_WORDS * slot + BEFORE] as number);
  return (slots[SLOT_WORDS * next] as number) ^ (slots[SLOT_WORDS * before] as number);
}
