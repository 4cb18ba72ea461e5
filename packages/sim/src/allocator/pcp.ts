/**
 * Per-cpu lists: small blocks that one cpu keeps of a zone, not on the free lists and not merged.
 * Source: mm/page_alloc.c rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(), free_pcppages_bulk().
 *
 * Each list is a row of frames, since it is taken from at both ends and buddies may lie in it side by side. A block in a list
 * is marked with the type it goes back to (IN_PCP). All that is known of the lists of one zone and cpu, a *set*, stands in 64
 * words of one table, and the rows behind all sets: nine of ten requests end here, and what they read and write is one array
 * and two or three cache lines.
 */

import { ALLOC_CMA } from "./alloc-flags";
import type { Buddy } from "./buddy";
import type { VmEvents } from "./events";
import type { KernelRules } from "./kernel";
import { MOVABLE, PCP_TYPES } from "./migratetype";
import { IN_PCP } from "./page-state";
import { BATCH, BOTTOM, FREE_FACTOR, LEFT, LIMIT, LIST_BITS, MIDDLE, SET_BITS, START, TOP } from "./pcp-set";
import type { Rmqueue } from "./rmqueue";
import type { ZoneLevels } from "./zone-levels";

/** What stands below a list's last block, for the shortcut to see that it was the last. */
const NONE = -1;

/** Blocks that fit in a list beyond `high`: it is exceeded by what one refill brings, and by what a snapshot shows. */
const SLACK = 128;

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
  /** Shared with the shortcut. Frames from 2^31 on stand in it as negative numbers: frameAt() tells. */
  readonly table: Int32Array;
  /** Pages from which on each set of a zone drains while kswapd does not work on the zone. Index = zone. */
  private readonly high: Int32Array;

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
    this.high = levels.pcpHigh.slice();
    /** A row has a place for NONE, and twice the places that its list can need. */
    const half = (zone: number, index: number) => {
      const pages = Math.max(levels.pcpHigh[zone] as number, levels.pcpBatch[zone] as number);
      return (pages >>> this.orderOf(index)) + SLACK;
    };
    let row = (levels.count * cpus) << SET_BITS;
    let size = row;
    for (let zone = 0; zone < levels.count; zone++)
      for (let index = 0; index < this.lists; index++) size += cpus * (1 + 2 * half(zone, index));
    this.table = new Int32Array(size);
    for (let zone = 0; zone < levels.count; zone++) {
      for (let cpu = 0; cpu < cpus; cpu++) {
        const set = this.setOf(zone, cpu);
        this.table[set | LEFT] = this.high[zone] as number;
        this.table[set | LIMIT] = this.high[zone] as number;
        this.table[set | BATCH] = levels.pcpBatch[zone] as number;
        for (let index = 0; index < this.lists; index++) {
          const list = set | (index << LIST_BITS);
          const start = row + 1;
          this.table[list | TOP] = start;
          this.table[list | START] = start;
          this.table[list | MIDDLE] = start + half(zone, index);
          this.setBottom(list, start);
          row = start + 2 * half(zone, index);
        }
      }
    }
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
    if (table[list | TOP] === table[list | BOTTOM] && !this.refill(zone, set, list, order, type, flags))
      return -1;
    const top = (table[list | TOP] as number) - 1;
    table[list | TOP] = top;
    table[set | LEFT] = (table[set | LEFT] as number) + (1 << order);
    return this.frameAt(top);
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
    const top = table[list | TOP] as number;
    table[top] = frame;
    table[list | TOP] = top + 1;
    const left = (table[set | LEFT] as number) - (1 << order);
    table[set | LEFT] = left;
    if (left <= 0 || (order > 0 && table[set | FREE_FACTOR] !== 0)) this.drainSome(zone, set, index, order);
  }

  /** Pages in the lists of a zone and cpu. */
  count(zone: number, cpu: number): number {
    return this.countOf(this.setOf(zone, cpu));
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

  /** Names every block in the lists. Curves are made of it, so that it is plain loops. */
  eachBlock(tell: (frame: number, order: number) => void): void {
    const { table } = this;
    const end = (this.levels.count * this.cpus) << SET_BITS;
    for (let set = 0; set < end; set += 1 << SET_BITS) {
      for (let index = 0; index < this.lists; index++) {
        const list = set | (index << LIST_BITS);
        const order = this.orderOf(index);
        for (let at = (table[list | TOP] as number) - 1; at >= (table[list | BOTTOM] as number); at--)
          tell(this.frameAt(at), order);
      }
    }
  }

  /**
   * Puts a block at the tail of a list, as a snapshot of a running machine shows it. The block is marked.
   * @throws RangeError if the list holds more than `high` allows by far
   */
  restore(frame: number, order: number, zone: number, cpu: number, type: number): void {
    const set = this.setOf(zone, cpu);
    const list = set | (this.indexOf(order, type) << LIST_BITS);
    const { table } = this;
    const middle = table[list | MIDDLE] as number;
    const length = (table[list | TOP] as number) - (table[list | BOTTOM] as number);
    if (table[list | BOTTOM] === table[list | START]) this.move(list, middle);
    const bottom = table[list | BOTTOM] as number;
    if (length >= middle - (table[list | START] as number) - SLACK / 2) {
      throw new RangeError(`a per-cpu list of order ${order} cannot hold more than ${length} blocks`);
    }
    this.buddy.mark(frame, order, IN_PCP | type);
    table[bottom - 1] = frame;
    this.setBottom(list, bottom - 1);
    table[set | LEFT] = (table[set | LEFT] as number) - (1 << order);
  }

  /** Lists of the zone keep nothing from now on: zone_pcp_disable(). */
  disable(zone: number): void {
    this.high[zone] = 0;
    this.setLimit(zone, 0);
    for (let cpu = 0; cpu < this.cpus; cpu++) this.table[this.setOf(zone, cpu) | BATCH] = 1;
    this.drainZone(zone);
  }

  /** The zone's lists drain earlier while kswapd works on it (ZONE_RECLAIM_ACTIVE): nr_pcp_high(), not before v5.13. */
  setReclaimed(zone: number, isReclaimed: boolean): void {
    if (this.maxOrder === 0) return;
    const high = this.high[zone] as number;
    const batch = this.table[this.setOf(zone, 0) | BATCH] as number;
    this.setLimit(zone, isReclaimed ? Math.min(batch << 2, high) : high);
  }

  /** Pages from which on a cpu's lists of a zone drain. */
  limit(zone: number): number {
    return this.table[this.setOf(zone, 0) | LIMIT] as number;
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
      : this.countOf(set);
    while (this.countOf(set) > 0) this.bulk(zone, set, atOnce, 0);
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
    const bottom = this.table[list | BOTTOM] as number;
    for (let at = (this.table[list | TOP] as number) - 1; at >= bottom; at--) yield this.frameAt(at);
  }

  private frameAt(at: number): number {
    const frame = this.table[at] as number;
    return frame >= 0 ? frame : frame + 2 ** 32;
  }

  /** Pages in all lists of a set. */
  private countOf(set: number): number {
    return (this.table[set | LIMIT] as number) - (this.table[set | LEFT] as number);
  }

  private setLimit(zone: number, limit: number): void {
    for (let cpu = 0; cpu < this.cpus; cpu++) {
      const set = this.setOf(zone, cpu);
      this.table[set | LEFT] = limit - this.countOf(set);
      this.table[set | LIMIT] = limit;
    }
  }

  /** Moves a list's blocks within its row, the last one to `bottom`. */
  private move(list: number, bottom: number): void {
    const { table } = this;
    const from = table[list | BOTTOM] as number;
    const to = table[list | TOP] as number;
    table.copyWithin(bottom, from, to);
    table[list | TOP] = bottom + to - from;
    this.setBottom(list, bottom);
  }

  /** Says where a list's last block stands. */
  private setBottom(list: number, bottom: number): void {
    this.table[list | BOTTOM] = bottom;
    this.table[bottom - 1] = NONE;
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
    const { rmqueue, table } = this;
    const batch = table[set | BATCH] as number;
    const wanted = batch > 1 && this.maxOrder > 0 ? Math.max(batch >>> order, 2) : batch;
    const top = (table[list | START] as number) + wanted;
    const taken = rmqueue.takeMany(zone, order, type, flags, wanted, table, top);
    table[list | TOP] = top;
    this.setBottom(list, top - taken);
    table[set | LEFT] = (table[set | LEFT] as number) - (taken << order);
    this.events.pcpRefills += taken;
    return taken > 0;
  }

  /** Gives pages back if there are too many after a block of that order came in: nr_pcp_high(), nr_pcp_free(). */
  private drainSome(zone: number, set: number, index: number, order: number): void {
    const left = this.table[set | LEFT] as number;
    const batch = this.table[set | BATCH] as number;
    if (this.maxOrder === 0) {
      if (left <= 0) this.bulk(zone, set, batch, index);
      return;
    }
    // Blocks above order 0 are not kept while the cpu only frees.
    if (order > 0 && order <= this.maxOrder && this.table[set | FREE_FACTOR] !== 0) {
      this.bulk(zone, set, this.countOf(set), index);
      return;
    }
    if (left <= 0) this.bulk(zone, set, this.drainCount(set, batch), index);
  }

  /** Doubles with every drain that no allocation came between: nr_pcp_free(). */
  private drainCount(set: number, batch: number): number {
    const high = this.table[set | LIMIT] as number;
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
    let left = Math.min(wanted, this.countOf(set));
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
      } while (table[list | TOP] === table[list | BOTTOM]);
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
    const { buddy, table } = this;
    const bottom = table[list | BOTTOM] as number;
    const blocks = Math.min((table[list | TOP] as number) - bottom, atOnce, Math.ceil(wanted / (1 << order)));
    const rereads = this.rules.keepsListsClean || (this.levels.isolatedBlocks[zone] as number) > 0;
    buddy.freeMany(zone, order, table, bottom, blocks, rereads);
    this.events.pcpDrains += blocks;
    this.setBottom(list, bottom + blocks);
    if (bottom + blocks > (table[list | MIDDLE] as number)) this.move(list, table[list | START] as number);
    table[set | LEFT] = (table[set | LEFT] as number) + (blocks << order);
    return wanted - (blocks << order);
  }

  /** With CMA in the zone, a movable list may hold CMA pages, which not every movable request may have. */
  static serves(type: number, flags: number, hasCma: boolean): boolean {
    return !hasCma || type !== MOVABLE || (flags & ALLOC_CMA) !== 0;
  }
}
