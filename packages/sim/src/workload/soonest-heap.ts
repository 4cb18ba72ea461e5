/**
 * Slots by time, the soonest first; of equal times the one that was put in first.
 * A heap with four children to a node: half as deep as a binary one, and what is compared lies side by side.
 */

const CHILDREN = 4;

export class SoonestHeap {
  size = 0;
  private times = new Float64Array(64);
  /** When each was put in, counted since the heap was last empty. */
  private numbers = new Float64Array(64);
  private slots = new Int32Array(64);
  private nextNumber = 0;

  /** Time of the soonest, ms; Infinity if there is none. */
  get soonestMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.times[0] as number);
  }

  /** Slot of the soonest. */
  get soonest(): number {
    return this.slots[0] as number;
  }

  push(timeMs: number, slot: number): void {
    if (this.size === this.times.length) this.grow();
    if (this.size === 0) this.nextNumber = 0;
    let at = this.size++;
    // A new one has the highest number: at equal times it stays below.
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (timeMs >= (this.times[parent] as number)) break;
      this.move(parent, at);
      at = parent;
    }
    this.put(at, timeMs, this.nextNumber++, slot);
  }

  /** Drops the soonest; there is one. */
  pop(): void {
    const last = --this.size;
    const timeMs = this.times[last] as number;
    const number = this.numbers[last] as number;
    let at = 0;
    for (;;) {
      const first = CHILDREN * at + 1;
      if (first >= last) break;
      const child = this.soonestOf(first, Math.min(first + CHILDREN, last));
      if (this.isBefore(timeMs, number, child)) break;
      this.move(child, at);
      at = child;
    }
    this.put(at, timeMs, number, this.slots[last] as number);
  }

  private soonestOf(first: number, end: number): number {
    let best = first;
    for (let i = first + 1; i < end; i++) {
      if (this.isBefore(this.times[i] as number, this.numbers[i] as number, best)) best = i;
    }
    return best;
  }

  private isBefore(timeMs: number, number: number, other: number): boolean {
    const otherMs = this.times[other] as number;
    return timeMs === otherMs ? number < (this.numbers[other] as number) : timeMs < otherMs;
  }

  private put(at: number, timeMs: number, number: number, slot: number): void {
    this.times[at] = timeMs;
    this.numbers[at] = number;
    this.slots[at] = slot;
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from] as number;
    this.numbers[to] = this.numbers[from] as number;
    this.slots[to] = this.slots[from] as number;
  }

  private grow(): void {
    const { times, numbers, slots } = this;
    this.times = new Float64Array(2 * times.length);
    this.times.set(times);
    this.numbers = new Float64Array(2 * numbers.length);
    this.numbers.set(numbers);
    this.slots = new Int32Array(2 * slots.length);
    this.slots.set(slots);
  }
}
