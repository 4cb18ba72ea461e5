/** Frees to come, earliest first; of equal times the one that was put in first. A binary heap on typed arrays. */

export class EventQueue {
  size = 0;
  private times: Float64Array;
  private numbers: Float64Array;
  private frames: Int32Array;
  private blockOrders: Uint8Array;
  private nextNumber = 0;

  constructor(capacity = 1024) {
    this.times = new Float64Array(capacity);
    this.numbers = new Float64Array(capacity);
    this.frames = new Int32Array(capacity);
    this.blockOrders = new Uint8Array(capacity);
  }

  /** Time of the earliest event, ms; Infinity if there is none. */
  get timeMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.times[0] as number);
  }

  /** Frame of the earliest event. */
  get frame(): number {
    return this.frames[0] as number;
  }

  /** Order of the earliest event's block. */
  get order(): number {
    return this.blockOrders[0] as number;
  }

  push(timeMs: number, frame: number, order: number): void {
    if (this.size === this.times.length) this.grow();
    let at = this.size++;
    const number = this.nextNumber++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.isBefore(timeMs, number, parent)) break;
      this.copy(parent, at);
      at = parent;
    }
    this.put(at, timeMs, number, frame, order);
  }

  /** Drops the earliest event. */
  pop(): void {
    if (this.size === 0) return;
    const last = --this.size;
    const timeMs = this.times[last] as number;
    const number = this.numbers[last] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      const right = child + 1;
      if (right < last && this.isBefore(this.times[right] as number, this.numbers[right] as number, child)) {
        child = right;
      }
      if (this.isBefore(timeMs, number, child)) break;
      this.copy(child, at);
      at = child;
    }
    this.put(at, timeMs, number, this.frames[last] as number, this.blockOrders[last] as number);
  }

  private isBefore(timeMs: number, number: number, other: number): boolean {
    const otherTime = this.times[other] as number;
    return timeMs < otherTime || (timeMs === otherTime && number < (this.numbers[other] as number));
  }

  private put(at: number, timeMs: number, number: number, frame: number, order: number): void {
    this.times[at] = timeMs;
    this.numbers[at] = number;
    this.frames[at] = frame;
    this.blockOrders[at] = order;
  }

  private copy(from: number, to: number): void {
    this.put(
      to,
      this.times[from] as number,
      this.numbers[from] as number,
      this.frames[from] as number,
      this.blockOrders[from] as number,
    );
  }

  private grow(): void {
    const capacity = 2 * this.times.length;
    const wider = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.times = wider(new Float64Array(capacity), this.times);
    this.numbers = wider(new Float64Array(capacity), this.numbers);
    this.frames = wider(new Int32Array(capacity), this.frames);
    this.blockOrders = wider(new Uint8Array(capacity), this.blockOrders);
  }
}
