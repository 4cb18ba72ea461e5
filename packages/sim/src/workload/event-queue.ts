/**
 * Frees to come, earliest first; of equal times the one that was put in first.
 *
 * The span of time is cut into stretches. What falls into one is written down in the order of arrival, in chunks, so that memory is read
 * in a row when its time has come, not in a place of its own for each event: then the events are sorted by counting, and what falls
 * together by insertion. Those that still come for that stretch wait in a small heap beside it, as do those behind the span.
 */

import { SoonestHeap } from "./soonest-heap";

const STRETCHES = 2 ** 12;
/** Parts of a stretch that its events are sorted into: as many as there are events, within these bounds; powers of two. */
const FEWEST_PARTS = 16;
const MOST_PARTS = 2 ** 12;
const NONE = -1;

/** Events of a chunk: 256 bytes. */
const CHUNK_BITS = 4;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
/** An event takes 16 bytes that lie together: time (a double), then as words of 32 bits the holding, and order and cpu. */
const DOUBLES = 2;
const WORDS = 4;
const HOLDING = 2;
const ORDER_AND_CPU = 3;

/** Events by stretch, and a bit for each stretch that has some. */
class Stretches {
  /** Events in all stretches. */
  size = 0;
  readonly counts = new Int32Array(STRETCHES);
  readonly heads = new Int32Array(STRETCHES);
  private readonly tails = new Int32Array(STRETCHES);
  private readonly filled = new Int32Array(STRETCHES / 32);
  /** The events by chunk, twice the same memory; and the chunk behind each. */
  doubles: Float64Array;
  words: Int32Array;
  nextChunk: Int32Array;
  private freeChunk = NONE;
  private usedChunks = 0;

  constructor(chunks: number) {
    this.doubles = new Float64Array((DOUBLES * chunks) << CHUNK_BITS);
    this.words = new Int32Array(this.doubles.buffer);
    this.nextChunk = new Int32Array(chunks);
  }

  add(stretch: number, timeMs: number, holding: number, orderAndCpu: number): void {
    const count = this.counts[stretch] as number;
    if ((count & CHUNK_MASK) === 0) this.addChunk(stretch, count);
    const at = ((this.tails[stretch] as number) << CHUNK_BITS) | (count & CHUNK_MASK);
    this.doubles[DOUBLES * at] = timeMs;
    this.words[WORDS * at + HOLDING] = holding;
    this.words[WORDS * at + ORDER_AND_CPU] = orderAndCpu;
    this.counts[stretch] = count + 1;
    this.size++;
  }

  /** The first stretch from `from` on that is not empty; there is one. */
  firstFrom(from: number): number {
    let word = from >>> 5;
    let bits = (this.filled[word] as number) & (-1 << (from & 31));
    while (bits === 0) bits = this.filled[++word] as number;
    return 32 * word + 31 - Math.clz32(bits & -bits);
  }

  /** Gives the stretch's chunks back. Their events stay where they are until the next add(). */
  clear(stretch: number): void {
    this.size -= this.counts[stretch] as number;
    this.counts[stretch] = 0;
    this.filled[stretch >>> 5] = (this.filled[stretch >>> 5] as number) & ~(1 << (stretch & 31));
    this.nextChunk[this.tails[stretch] as number] = this.freeChunk;
    this.freeChunk = this.heads[stretch] as number;
  }

  private addChunk(stretch: number, count: number): void {
    const chunk = this.takeChunk();
    if (count === 0) {
      this.heads[stretch] = chunk;
      this.filled[stretch >>> 5] = (this.filled[stretch >>> 5] as number) | (1 << (stretch & 31));
    } else this.nextChunk[this.tails[stretch] as number] = chunk;
    this.tails[stretch] = chunk;
  }

  private takeChunk(): number {
    const chunk = this.freeChunk;
    if (chunk !== NONE) {
      this.freeChunk = this.nextChunk[chunk] as number;
      return chunk;
    }
    if (this.usedChunks === this.nextChunk.length) {
      const { doubles, nextChunk } = this;
      this.doubles = new Float64Array(2 * doubles.length);
      this.doubles.set(doubles);
      this.words = new Int32Array(this.doubles.buffer);
      this.nextChunk = new Int32Array(2 * nextChunk.length);
      this.nextChunk.set(nextChunk);
    }
    return this.usedChunks++;
  }
}

export class EventQueue {
  /** Time of the earliest event, ms; Infinity if there is none. */
  timeMs = Number.POSITIVE_INFINITY;

  private readonly stretches: Stretches;
  private readonly stretchesPerMs: number;
  /** Stretches below it are over, but for the one whose events stand in `times`. */
  private reached = 0;

  /** The events of a stretch, sorted; those from `next` on are still to come. */
  private times = new Float64Array(64);
  private holdings = new Uint32Array(64);
  private ordersAndCpus = new Uint32Array(64);
  private next = 0;
  private end = 0;
  /** Where each part of the stretch begins, while it is sorted. */
  private readonly starts = new Int32Array(MOST_PARTS);

  /** Those that came when their stretch had been sorted, and those behind the span, by slot. */
  private readonly late = new SoonestHeap();
  private lateHoldings = new Uint32Array(64);
  private lateOrdersAndCpus = new Uint32Array(64);
  private readonly spareSlots: number[] = [];
  /** The earliest event is one of them. */
  private isLate = false;

  /**
   * @param spanMs the time that is cut into stretches, more than 0; later events come in order too, only not as fast
   * @param announce hears of the holdings of events some time before these are the earliest, many at once: the first `count` of the array. Not of
   * those that come too late for that
   */
  constructor(
    spanMs: number,
    private readonly announce: (holdings: Uint32Array, count: number) => void = () => {},
    capacity = 1024,
  ) {
    this.stretchesPerMs = STRETCHES / spanMs;
    this.stretches = new Stretches(Math.ceil(capacity / (CHUNK_MASK + 1)));
  }

  /** Events that wait. */
  get size(): number {
    return this.stretches.size + this.end - this.next + this.late.size;
  }

  /** What the earliest event frees, a slot of the holder's books. */
  get holding(): number {
    return (this.isLate ? this.lateHoldings[this.late.soonest] : this.holdings[this.next]) as number;
  }

  /** Order of the earliest event's block. */
  get order(): number {
    return this.orderAndCpu & 0xff;
  }

  /** Cpu on which the earliest event happens. */
  get cpu(): number {
    return this.orderAndCpu >>> 8;
  }

  private get orderAndCpu(): number {
    return (
      this.isLate ? this.lateOrdersAndCpus[this.late.soonest] : this.ordersAndCpus[this.next]
    ) as number;
  }

  /** Puts the free of a block in, `timeMs` from 0 on. */
  push(timeMs: number, holding: number, order: number, cpu: number): void {
    const stretch = this.stretchOf(timeMs);
    if (this.reached <= stretch && stretch < STRETCHES) {
      this.stretches.add(stretch, timeMs, holding, order | (cpu << 8));
    } else {
      const slot = this.spareSlots.length > 0 ? (this.spareSlots.pop() as number) : this.late.size;
      if (slot === this.lateHoldings.length) this.growLate();
      this.lateHoldings[slot] = holding;
      this.lateOrdersAndCpus[slot] = order | (cpu << 8);
      this.late.push(timeMs, slot);
    }
    if (timeMs < this.timeMs) this.lead();
  }

  /** Drops the earliest event, if there is one. */
  pop(): void {
    if (this.isLate) {
      this.spareSlots.push(this.late.soonest);
      this.late.pop();
    } else if (this.next < this.end) this.next++;
    this.lead();
  }

  private stretchOf(timeMs: number): number {
    return Math.floor(timeMs * this.stretchesPerMs);
  }

  /** Finds the earliest event. Of equal times the sorted one was put in before its stretch came up, and a late one after that. */
  private lead(): void {
    const lateMs = this.late.soonestMs;
    if (this.next === this.end && this.stretches.size > 0 && this.stretchOf(lateMs) >= this.reached)
      this.sortNext();
    const sortedMs = this.next < this.end ? (this.times[this.next] as number) : Number.POSITIVE_INFINITY;
    this.isLate = lateMs < sortedMs;
    this.timeMs = this.isLate ? lateMs : sortedMs;
  }

  /** Sorts the next stretch that has events. */
  private sortNext(): void {
    const { starts, stretches, stretchesPerMs } = this;
    const { doubles, nextChunk, words } = stretches;
    const stretch = stretches.firstFrom(this.reached);
    const count = stretches.counts[stretch] as number;
    const head = stretches.heads[stretch] as number;
    if (count > this.times.length) this.growSorted(count);
    const { times, holdings, ordersAndCpus } = this;
    let parts = FEWEST_PARTS;
    while (parts < count && parts < MOST_PARTS) parts *= 2;
    starts.fill(0, 0, parts);
    for (let i = 0, chunk = head; i < count; i++) {
      const at = (chunk << CHUNK_BITS) | (i & CHUNK_MASK);
      const part = (((doubles[DOUBLES * at] as number) * stretchesPerMs - stretch) * parts) | 0;
      starts[part] = (starts[part] as number) + 1;
      holdings[i] = words[WORDS * at + HOLDING] as number;
      if ((i & CHUNK_MASK) === CHUNK_MASK) chunk = nextChunk[chunk] as number;
    }
    this.announce(holdings, count);
    for (let part = 0, start = 0; part < parts; part++) {
      const size = starts[part] as number;
      starts[part] = start;
      start += size;
    }
    for (let i = 0, chunk = head; i < count; i++) {
      const at = (chunk << CHUNK_BITS) | (i & CHUNK_MASK);
      const timeMs = doubles[DOUBLES * at] as number;
      const part = ((timeMs * stretchesPerMs - stretch) * parts) | 0;
      let place = starts[part] as number;
      starts[part] = place + 1;
      // Those of this part that came before it and are later move on by one. What stands there from earlier stretches is earlier.
      for (; place > 0 && (times[place - 1] as number) > timeMs; place--) {
        times[place] = times[place - 1] as number;
        holdings[place] = holdings[place - 1] as number;
        ordersAndCpus[place] = ordersAndCpus[place - 1] as number;
      }
      times[place] = timeMs;
      holdings[place] = words[WORDS * at + HOLDING] as number;
      ordersAndCpus[place] = words[WORDS * at + ORDER_AND_CPU] as number;
      if ((i & CHUNK_MASK) === CHUNK_MASK) chunk = nextChunk[chunk] as number;
    }
    stretches.clear(stretch);
    this.next = 0;
    this.end = count;
    this.reached = stretch + 1;
  }

  /** What stood there is over. */
  private growSorted(count: number): void {
    let size = this.times.length;
    while (size < count) size *= 2;
    this.times = new Float64Array(size);
    this.holdings = new Uint32Array(size);
    this.ordersAndCpus = new Uint32Array(size);
  }

  private growLate(): void {
    const { lateHoldings, lateOrdersAndCpus } = this;
    this.lateHoldings = new Uint32Array(2 * lateHoldings.length);
    this.lateHoldings.set(lateHoldings);
    this.lateOrdersAndCpus = new Uint32Array(2 * lateOrdersAndCpus.length);
    this.lateOrdersAndCpus.set(lateOrdersAndCpus);
  }
}
