/** Slots in the order in which they came, oldest first; any of them can leave. Links lie in arrays that the owner grows. */

const NONE = -1;

export class AgeList {
  /** Pages of the blocks in it. */
  pages = 0;
  private oldest = NONE;
  private youngest = NONE;

  get first(): number {
    return this.oldest;
  }

  add(slot: number, links: Int32Array): void {
    links[2 * slot] = NONE;
    links[2 * slot + 1] = this.youngest;
    if (this.youngest === NONE) this.oldest = slot;
    else links[2 * this.youngest] = slot;
    this.youngest = slot;
  }

  remove(slot: number, links: Int32Array): void {
    const next = links[2 * slot] as number;
    const previous = links[2 * slot + 1] as number;
    if (previous === NONE) this.oldest = next;
    else links[2 * previous] = next;
    if (next === NONE) this.youngest = previous;
    else links[2 * next + 1] = previous;
  }
}

/** The slot that came after this one, or -1. */
export function nextOlder(slot: number, links: Int32Array): number {
  return links[2 * slot] as number;
}
