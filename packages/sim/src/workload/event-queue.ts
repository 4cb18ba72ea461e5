/**
 * Frees to come, earliest first; of equal times the one that was put in first.
 *
 * Two timing wheels in front of a small heap. The span of time is cut into coarse stretches, each a list of its events in the order
 * of arrival. When the next stretch comes up, it goes into the heap if it is short; else onto a second wheel of fine stretches, which
 * go into the heap one by one. So an event moves three times at most, however many wait, and the heap, which decides the exact
 * order, holds no more than one stretch. Where everything falls into one stretch, the queue is that heap.
 */

import { SoonestHeap } from "./soonest-heap";

const COARSE_BITS = 12;
const FINE_BITS = 12;
const FINE = 2 ** FINE_BITS;
const TICKS = 2 ** (COARSE_BITS + FINE_BITS);
/** Stretches up to this many events go into the heap as they are. */
const SHORT = 16;
const NONE = -1;

/** One event takes 24 bytes that lie together: time (a double), then as words of 32 bits the holding, the next slot, order and cpu. */
const DOUBLES = 3;
const WORDS = 6;
const HOLDING = 2;
const NEXT = 3;
const ORDER_AND_CPU = 4;

/** Slots by stretch: lists in the order of arrival, and a bit for each that is not empty. */
class Wheel {
  readonly counts: Int32Array;
  readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly filled: Int32Array;

  constructor(bits: number) {
    const stretches = 2 ** bits;
    this.counts = new Int32Array(stretches);
    this.heads = new Int32Array(stretches);
    this.tails = new Int32Array(stretches);
    this.filled = new Int32Array(stretches / 32);
  }

  add(stretch: number, slot: number, words: Int32Array): void {
    const count = this.counts[stretch] as number;
    if (count === 0) {
      this.heads[stretch] = slot;
      this.filled[stretch >>> 5] = (this.filled[stretch >>> 5] as number) | (1 << (stretch & 31));
    } else words[WORDS * (this.tails[stretch] as number) + NEXT] = slot;
    this.tails[stretch] = slot;
    this.counts[stretch] = count + 1;
  }

  clear(stretch: number): void {
    this.counts[stretch] = 0;
    this.filled[stretch >>> 5] = (this.filled[stretch >>> 5] as number) & ~(1 << (stretch & 31));
  }

  /** The first stretch from `from` on that is not empty, or NONE. */
  firstFrom(from: number): number {
    let word = from >>> 5;
    if (word >= this.filled.length) return NONE;
    let bits = (this.filled[word] as number) & (-1 << (from & 31));
    while (bits === 0) {
      if (++word === this.filled.length) return NONE;
      bits = this.filled[word] as number;
    }
    return 32 * word + 31 - Math.clz32(bits & -bits);
  }
}

export class EventQueue {
  size = 0;
  private readonly heap = new SoonestHeap();
  private readonly coarse = new Wheel(COARSE_BITS);
  private readonly fine = new Wheel(FINE_BITS);
  private readonly ticksPerMs: number;
  /** Ticks below it are the heap's. */
  private heapEnd = 0;
  /** The coarse stretch that lies on the fine wheel, or NONE. */
  private spread = NONE;

  /** The events by slot, twice the same memory. */
  private doubles: Float64Array;
  private words: Int32Array;
  private freeSlot = NONE;
  private usedSlots = 0;

  /** @param spanMs the time that the wheels cover, more than 0; later events come in order too, only not as fast */
  constructor(spanMs: number, capacity = 1024) {
    this.ticksPerMs = TICKS / spanMs;
    this.doubles = new Float64Array(DOUBLES * capacity);
    this.words = new Int32Array(this.doubles.buffer);
  }

  /** Time of the earliest event, ms; Infinity if there is none. */
  get timeMs(): number {
    return this.heap.soonestMs;
  }

  /** What the earliest event frees, a slot of the holder's books. */
  get holding(): number {
    return (this.words[WORDS * this.heap.soonest + HOLDING] as number) >>> 0;
  }

  /** Order of the earliest event's block. */
  get order(): number {
    return (this.words[WORDS * this.heap.soonest + ORDER_AND_CPU] as number) & 0xff;
  }

  /** Cpu on which the earliest event happens. */
  get cpu(): number {
    return (this.words[WORDS * this.heap.soonest + ORDER_AND_CPU] as number) >>> 8;
  }

  /** Puts the free of a block in, `timeMs` from 0 on. */
  push(timeMs: number, holding: number, order: number, cpu: number): void {
    const slot = this.takeSlot();
    const { words } = this;
    this.doubles[DOUBLES * slot] = timeMs;
    words[WORDS * slot + HOLDING] = holding;
    words[WORDS * slot + ORDER_AND_CPU] = order | (cpu << 8);
    this.size++;
    const tick = this.tickOf(timeMs);
    if (tick < this.heapEnd) this.heap.push(timeMs, slot);
    else if (tick >>> FINE_BITS === this.spread) this.fine.add(tick & (FINE - 1), slot, words);
    else this.coarse.add(tick >>> FINE_BITS, slot, words);
    if (this.heap.size === 0) this.fillHeap();
  }

  /** Drops the earliest event. */
  pop(): void {
    if (this.size === 0) return;
    const slot = this.heap.soonest;
    this.heap.pop();
    this.words[WORDS * slot + NEXT] = this.freeSlot;
    this.freeSlot = slot;
    this.size--;
    if (this.heap.size === 0 && this.size > 0) this.fillHeap();
  }

  /** Later ticks are never of earlier times: floor and a product with a positive factor keep the order. */
  private tickOf(timeMs: number): number {
    return Math.min(Math.floor(timeMs * this.ticksPerMs), TICKS - 1);
  }

  /** Brings the earliest stretch into the empty heap; there is one. */
  private fillHeap(): void {
    if (this.heapEnd >>> FINE_BITS === this.spread) {
      const fine = this.fine.firstFrom(this.heapEnd & (FINE - 1));
      if (fine !== NONE) {
        this.toHeap(this.fine, fine, (this.spread << FINE_BITS) + fine + 1);
        return;
      }
    }
    const stretch = this.coarse.firstFrom(this.heapEnd >>> FINE_BITS);
    if ((this.coarse.counts[stretch] as number) <= SHORT) {
      this.toHeap(this.coarse, stretch, (stretch + 1) << FINE_BITS);
    } else {
      this.spreadOut(stretch);
      this.fillHeap();
    }
  }

  private toHeap(wheel: Wheel, stretch: number, heapEnd: number): void {
    let slot = wheel.heads[stretch] as number;
    for (let left = wheel.counts[stretch] as number; left > 0; left--) {
      this.heap.push(this.doubles[DOUBLES * slot] as number, slot);
      slot = this.words[WORDS * slot + NEXT] as number;
    }
    wheel.clear(stretch);
    this.heapEnd = heapEnd;
  }

  private spreadOut(stretch: number): void {
    const { coarse, words } = this;
    let slot = coarse.heads[stretch] as number;
    for (let left = coarse.counts[stretch] as number; left > 0; left--) {
      const next = words[WORDS * slot + NEXT] as number;
      this.fine.add(this.tickOf(this.doubles[DOUBLES * slot] as number) & (FINE - 1), slot, words);
      slot = next;
    }
    coarse.clear(stretch);
    this.spread = stretch;
    this.heapEnd = stretch << FINE_BITS;
  }

  private takeSlot(): number {
    const slot = this.freeSlot;
    if (slot !== NONE) {
      this.freeSlot = this.words[WORDS * slot + NEXT] as number;
      return slot;
    }
    if (DOUBLES * this.usedSlots === this.doubles.length) {
      const { doubles } = this;
      this.doubles = new Float64Array(2 * doubles.length);
      this.doubles.set(doubles);
      this.words = new Int32Array(this.doubles.buffer);
    }
    return this.usedSlots++;
  }
}
