/**
 * Per-cpu lists: small blocks that one cpu keeps of a zone, not on the free lists and not merged.
 * Source: mm/page_alloc.c rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(), free_pcppages_bulk().
 *
 * Each list is a ring of frames, since it is taken from at both ends and buddies may lie in it side by side. A block in a list
 * is marked with the type it goes back to (IN_PCP). All that is known of the lists of one zone and cpu, a *set*, stands in 64
 * words of one table: nine of ten requests end here, and what they read and write is one array and one or two cache lines.
 */

import { ALLOC_CMA } from "./alloc-flags";
import type { Buddy } from "./buddy";
import type { VmEvents } from "./events";
import type { KernelRules } from "./kernel";
import { MOVABLE, PCP_TYPES } from "./migratetype";
import { IN_PCP } from "./page-state";
import { BATCH, COUNT, FREE_FACTOR, HEAD, HIGH, LENGTH, LIST_BITS, MASK, RING, SET_BITS } from "./pcp-set";
import type { Rmqueue } from "./rmqueue";
import type { ZoneLevels } from "./zone-levels";

/** Blocks that fit in a list beyond `high`: it is exceeded by what one refill brings. */
const SLACK = 64;

export class PcpLists {
  /** Largest order below the THP's that is kept. */
  readonly maxOrder: number;
  /**
   * A cpu that was interrupted while it held its lists, or -1: what runs on it then goes past them (v6.1, pcp_spin_trylock()).
   */
  busyCpu = -1;

  private readonly thpOrder: number;
  private readonly thpLists: number;
  /** Lists for orders up to maxOrder, and all lists. */
  private readonly smallLists: number;
  private readonly lists: number;
  /** Shared with the shortcut, as is the ring. */
  readonly table: Int32Array;
  readonly ring: Int32Array | Uint32Array;
  private readonly isReclaimed: Uint8Array;

  /** @param levels with batch and high of every zone, which stay as they are */
  constructor(
    private readonly buddy: Buddy,
    private readonly rmqueue: Rmqueue,
    private readonly levels: ZoneLevels,
    private readonly rules: KernelRules,
    private readonly events: VmEvents,
    readonly cpus: number,
    cachesThp: boolean,
  ) {
    this.maxOrder = rules.pcpMaxOrder;
    this.smallLists = PCP_TYPES * (rules.pcpMaxOrder + 1);
    this.thpLists = cachesThp ? rules.thpLists : 0;
    this.thpOrder = this.thpLists > 0 ? buddy.pageblockOrder : -1;
    this.lists = this.smallLists + this.thpLists;
    this.isReclaimed = levels.isReclaimed;
    this.table = new Int32Array((levels.count * cpus) << SET_BITS);
    let size = 0;
    for (let zone = 0; zone < levels.count; zone++) {
      const high = levels.pcpHigh[zone] as number;
      const batch = levels.pcpBatch[zone] as number;
      for (let cpu = 0; cpu < cpus; cpu++) {
        const set = this.setOf(zone, cpu);
        this.table[set | HIGH] = high;
        this.table[set | BATCH] = batch;
        for (let index = 0; index < this.lists; index++) {
          const most = (Math.max(high, batch) >>> this.orderOf(index)) + SLACK;
          const fits = 2 ** (32 - Math.clz32(most - 1));
          this.table[set | (index << LIST_BITS) | RING] = size;
          this.table[set | (index << LIST_BITS) | MASK] = fits - 1;
          size += fits;
        }
      }
    }
    // Where frames fit, numbers that may be negative spare the engine floating point at every merge with -1.
    this.ring = buddy.frames <= 2 ** 31 ? new Int32Array(size) : new Uint32Array(size);
  }

  /** True if blocks of that order pass through the lists: pcp_allowed_order(). */
  caches(order: number): boolean {
    return order <= this.maxOrder || order === this.thpOrder;
  }

  /** A block from the cpu's list, refilled from the zone if empty: its frame, still marked IN_PCP, or -1. */
  take(zone: number, cpu: number, order: number, type: number, flags: number): number {
    this.noteAllocation(zone, cpu);
    return this.takeInBulk(zone, cpu, order, type, flags);
  }

  /** The cpu does not only free: halves what its next drain gives back. */
  noteAllocation(zone: number, cpu: number): void {
    const set = this.setOf(zone, cpu);
    this.table[set | FREE_FACTOR] = (this.table[set | FREE_FACTOR] as number) >> 1;
  }

  /** As take() for callers of alloc_pages_bulk(), who leave the count of drains alone: __rmqueue_pcplist(). */
  takeInBulk(zone: number, cpu: number, order: number, type: number, flags: number): number {
    const { table } = this;
    const set = this.setOf(zone, cpu);
    const list = set | (this.indexOf(order, type) << LIST_BITS);
    if (table[list | LENGTH] === 0 && !this.refill(zone, set, list, order, type, flags)) return -1;
    const head = table[list | HEAD] as number;
    table[list | HEAD] = (head + 1) & (table[list | MASK] as number);
    table[list | LENGTH] = (table[list | LENGTH] as number) - 1;
    table[set | COUNT] = (table[set | COUNT] as number) - (1 << order);
    return this.ring[(table[list | RING] as number) + head] as number;
  }

  /**
   * Takes a freed block in and, if the lists are full, gives some back to the zone. The block is marked IN_PCP | blockType.
   * Not for types that go straight back.
   */
  put(frame: number, order: number, zone: number, cpu: number, blockType: number): void {
    const { table } = this;
    const set = this.setOf(zone, cpu);
    const index = this.indexOf(order, blockType < PCP_TYPES ? blockType : MOVABLE);
    const list = set | (index << LIST_BITS);
    const head = ((table[list | HEAD] as number) - 1) & (table[list | MASK] as number);
    this.ring[(table[list | RING] as number) + head] = frame;
    table[list | HEAD] = head;
    table[list | LENGTH] = (table[list | LENGTH] as number) + 1;
    const count = (table[set | COUNT] as number) + (1 << order);
    table[set | COUNT] = count;
    if (
      count >= (table[set | HIGH] as number) ||
      (order > 0 && table[set | FREE_FACTOR] !== 0) ||
      this.isReclaimed[zone] !== 0
    ) {
      this.drainSome(zone, set, index, order);
    }
  }

  /** Pages in the lists of a zone and cpu. */
  count(zone: number, cpu: number): number {
    return this.table[this.setOf(zone, cpu) | COUNT] as number;
  }

  /** Pages in all lists of a zone. */
  countOfZone(zone: number): number {
    let pages = 0;
    for (let cpu = 0; cpu < this.cpus; cpu++) pages += this.count(zone, cpu);
    return pages;
  }

  /** Frames in one list, head first. */
  list(zone: number, cpu: number, order: number, type: number): Generator<number> {
    return this.framesOf(this.setOf(zone, cpu) | (this.indexOf(order, type) << LIST_BITS));
  }

  /** All blocks in the lists of a zone and cpu. */
  *blocks(zone: number, cpu: number): Generator<{ frame: number; order: number }> {
    for (let index = 0; index < this.lists; index++) {
      const order = this.orderOf(index);
      for (const frame of this.framesOf(this.setOf(zone, cpu) | (index << LIST_BITS))) yield { frame, order };
    }
  }

  /** Names every block in the lists. */
  eachBlock(tell: (frame: number, order: number) => void): void {
    for (let zone = 0; zone < this.levels.count; zone++)
      for (let cpu = 0; cpu < this.cpus; cpu++)
        for (const { frame, order } of this.blocks(zone, cpu)) tell(frame, order);
  }

  /**
   * Puts a block at the tail of a list, as a snapshot of a running machine shows it. The block is marked.
   * @throws RangeError if the list holds more than `high` allows by far
   */
  restore(frame: number, order: number, zone: number, cpu: number, type: number): void {
    const set = this.setOf(zone, cpu);
    const list = set | (this.indexOf(order, type) << LIST_BITS);
    const length = this.table[list | LENGTH] as number;
    if (length > (this.table[list | MASK] as number)) {
      throw new RangeError(`a per-cpu list of order ${order} cannot hold more than ${length} blocks`);
    }
    this.buddy.mark(frame, order, IN_PCP | type);
    this.ring[this.placeIn(list, length)] = frame;
    this.table[list | LENGTH] = length + 1;
    this.table[set | COUNT] = (this.table[set | COUNT] as number) + (1 << order);
  }

  /** Lists of the zone keep nothing from now on: zone_pcp_disable(). */
  disable(zone: number): void {
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      this.table[this.setOf(zone, cpu) | HIGH] = 0;
      this.table[this.setOf(zone, cpu) | BATCH] = 1;
    }
    this.drainZone(zone);
  }

  /** Gives every block of a zone's lists back: drain_all_pages(). */
  drainZone(zone: number): void {
    for (let cpu = 0; cpu < this.cpus; cpu++) this.drainCpu(zone, cpu);
  }

  /** Gives every block of one cpu's lists back: drain_pages_zone(). */
  drainCpu(zone: number, cpu: number): void {
    const set = this.setOf(zone, cpu);
    // v6.1 stable lets go of the zone's lock now and then, and begins at the first list each time.
    const atOnce = this.rules.asksBuddyAfterPcp
      ? (this.table[set | BATCH] as number) << this.rules.maxFreeFactor
      : (this.table[set | COUNT] as number);
    while ((this.table[set | COUNT] as number) > 0) this.bulk(zone, set, atOnce, 0);
  }

  private setOf(zone: number, cpu: number): number {
    return (zone * this.cpus + cpu) << SET_BITS;
  }

  private indexOf(order: number, type: number): number {
    if (order <= this.maxOrder) return PCP_TYPES * order + type;
    if (this.thpLists === PCP_TYPES) return this.smallLists + type;
    return type === MOVABLE ? this.smallLists + 1 : this.smallLists;
  }

  private orderOf(index: number): number {
    return index < this.smallLists ? Math.floor(index / PCP_TYPES) : this.thpOrder;
  }

  private *framesOf(list: number): Generator<number> {
    for (let i = 0; i < (this.table[list | LENGTH] as number); i++) {
      yield this.ring[this.placeIn(list, i)] as number;
    }
  }

  /** Where the list's i-th block stands in the ring. */
  private placeIn(list: number, i: number): number {
    const { table } = this;
    return (
      (table[list | RING] as number) + (((table[list | HEAD] as number) + i) & (table[list | MASK] as number))
    );
  }

  /** Fills an empty list. False if the zone has nothing. Source: mm/page_alloc.c __rmqueue_pcplist(), rmqueue_bulk(). */
  private refill(
    zone: number,
    set: number,
    list: number,
    order: number,
    type: number,
    flags: number,
  ): boolean {
    const { ring, rmqueue, table } = this;
    const batch = table[set | BATCH] as number;
    const wanted = batch > 1 && this.maxOrder > 0 ? Math.max(batch >>> order, 2) : batch;
    const start = table[list | RING] as number;
    const taken = rmqueue.takeMany(zone, order, type, flags, wanted, ring, start);
    table[list | HEAD] = 0;
    table[list | LENGTH] = taken;
    table[set | COUNT] = (table[set | COUNT] as number) + (taken << order);
    this.events.pcpRefills += taken;
    return taken > 0;
  }

  /** Gives pages back if there are too many after a block of that order came in: nr_pcp_high(), nr_pcp_free(). */
  private drainSome(zone: number, set: number, index: number, order: number): void {
    const count = this.table[set | COUNT] as number;
    const batch = this.table[set | BATCH] as number;
    let high = this.table[set | HIGH] as number;
    if (this.maxOrder === 0) {
      if (count >= high) this.bulk(zone, set, batch, index);
      return;
    }
    // Blocks above order 0 are not kept while the cpu only frees.
    if (order > 0 && order <= this.maxOrder && this.table[set | FREE_FACTOR] !== 0) {
      this.bulk(zone, set, count, index);
      return;
    }
    if (this.isReclaimed[zone] !== 0) high = Math.min(batch << 2, high);
    if (count >= high) this.bulk(zone, set, this.drainCount(set, batch, high), index);
  }

  /** Doubles with every drain that no allocation came between: nr_pcp_free(). */
  private drainCount(set: number, batch: number, high: number): number {
    if (high < batch) return 1;
    const most = high - batch;
    const factor = this.table[set | FREE_FACTOR] as number;
    const wanted = batch << factor;
    if (wanted < most && factor < this.rules.maxFreeFactor) this.table[set | FREE_FACTOR] = factor + 1;
    return Math.max(batch, Math.min(wanted, most));
  }

  /** Gives back that many pages, from the given list on. Source: mm/page_alloc.c free_pcppages_bulk(). */
  private bulk(zone: number, set: number, wanted: number, first: number): void {
    const { lists, table } = this;
    let left = Math.min(wanted, table[set | COUNT] as number);
    // Before v5.13 the first list looked at was the second, and each gave a page for every list visited so far.
    const isFair = this.maxOrder === 0;
    let index = isFair ? 0 : first - 1;
    let fairShare = 0;
    while (left > 0) {
      let list: number;
      do {
        fairShare++;
        index = index === lists - 1 ? 0 : index + 1;
        list = set | (index << LIST_BITS);
      } while (table[list | LENGTH] === 0);
      if (isFair && fairShare === lists) fairShare = left;
      const before = left;
      left = this.drainList(zone, set, list, this.orderOf(index), left, isFair ? fairShare : left);
      if (isFair) fairShare -= before - left;
    }
  }

  /** Gives back from the tail while there is something to give, at most that many blocks; pages still to be drained. */
  private drainList(
    zone: number,
    set: number,
    list: number,
    order: number,
    wanted: number,
    atOnce: number,
  ): number {
    const { buddy, ring, table } = this;
    const start = table[list | RING] as number;
    const mask = table[list | MASK] as number;
    const length = table[list | LENGTH] as number;
    const blocks = Math.min(length, atOnce, Math.ceil(wanted / (1 << order)));
    const rereads = this.rules.keepsListsClean || (this.levels.isolatedBlocks[zone] as number) > 0;
    const end = (table[list | HEAD] as number) + length;
    buddy.freeMany(zone, order, ring, start, mask, end, blocks, rereads);
    this.events.pcpDrains += blocks;
    table[list | LENGTH] = length - blocks;
    table[set | COUNT] = (table[set | COUNT] as number) - (blocks << order);
    return wanted - (blocks << order);
  }

  /** With CMA in the zone, a movable list may hold CMA pages, which not every movable request may have. */
  static serves(type: number, flags: number, hasCma: boolean): boolean {
    return !hasCma || type !== MOVABLE || (flags & ALLOC_CMA) !== 0;
  }
}
