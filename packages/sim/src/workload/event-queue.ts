/**
 * Frees to come, earliest first; of equal times the one that was put in first.
 * A heap with four children to a node: half as deep as a binary one, and what is compared lies side by side. Only the
 * time and a slot number move; the block waits in its slot.
 */

const CHILDREN = 4;

export class EventQueue {
  size = 0;
  private heapTimes: Float64Array;
  private heapSlots: Int32Array;
  /** By slot: when it was put in, and the block. */
  private numbers: Float64Array;
  private frames: Int32Array;
  private orders: Uint8Array;
  private freeSlots: Int32Array;
  private nextNumber = 0;

  constructor(capacity = 1024) {
    this.heapTimes = new Float64Array(capacity);
    this.heapSlots = new Int32Array(capacity);
    this.numbers = new Float64Array(capacity);
    this.frames = new Int32Array(capacity);
    this.orders = new Uint8Array(capacity);
    this.freeSlots = Int32Array.from({ length: capacity }, (_, slot) => slot);
  }

  /** Time of the earliest event, ms; Infinity if there is none. */
  get timeMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.heapTimes[0] as number);
  }

  /** Frame of the earliest event. */
  get frame(): number {
    return this.frames[this.heapSlots[0] as number] as number;
  }

  /** Order of the earliest event's block. */
  get order(): number {
    return this.orders[this.heapSlots[0] as number] as number;
  }

  push(timeMs: number, frame: number, order: number): void {
    if (this.size === this.heapTimes.length) this.grow();
    const slot = this.freeSlots[this.size] as number;
    this.numbers[slot] = this.nextNumber++;
    this.frames[slot] = frame;
    this.orders[slot] = order;
    let at = this.size++;
    // A new event has the highest number: at equal times it stays below.
    while (at > 0) {
      const parent = Math.floor((at - 1) / CHILDREN);
      if (timeMs >= (this.heapTimes[parent] as number)) break;
      this.move(parent, at);
      at = parent;
    }
    this.heapTimes[at] = timeMs;
    this.heapSlots[at] = slot;
  }

  /** Drops the earliest event. */
  pop(): void {
    if (this.size === 0) return;
    const last = --this.size;
    this.freeSlots[last] = this.heapSlots[0] as number;
    const timeMs = this.heapTimes[last] as number;
    const slot = this.heapSlots[last] as number;
    let at = 0;
    for (;;) {
      const first = CHILDREN * at + 1;
      if (first >= last) break;
      const child = this.earliest(first, Math.min(first + CHILDREN, last));
      if (this.isBefore(timeMs, slot, child)) break;
      this.move(child, at);
      at = child;
    }
    this.heapTimes[at] = timeMs;
    this.heapSlots[at] = slot;
  }

  private earliest(first: number, end: number): number {
    let best = first;
    for (let i = first + 1; i < end; i++) {
      if (this.isBefore(this.heapTimes[i] as number, this.heapSlots[i] as number, best)) best = i;
    }
    return best;
  }

  private isBefore(timeMs: number, slot: number, other: number): boolean {
    const otherTime = this.heapTimes[other] as number;
    if (timeMs !== otherTime) return timeMs < otherTime;
    return (this.numbers[slot] as number) < (this.numbers[this.heapSlots[other] as number] as number);
  }

  private move(from: number, to: number): void {
    this.heapTimes[to] = this.heapTimes[from] as number;
    this.heapSlots[to] = this.heapSlots[from] as number;
  }

  private grow(): void {
    const old = this.heapTimes.length;
    const wider = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.heapTimes = wider(new Float64Array(2 * old), this.heapTimes);
    this.heapSlots = wider(new Int32Array(2 * old), this.heapSlots);
    this.numbers = wider(new Float64Array(2 * old), this.numbers);
    this.frames = wider(new Int32Array(2 * old), this.frames);
    this.orders = wider(new Uint8Array(2 * old), this.orders);
    this.freeSlots = wider(new Int32Array(2 * old), this.freeSlots);
    for (let slot = old; slot < 2 * old; slot++) this.freeSlots[slot] = slot;
  }
}
