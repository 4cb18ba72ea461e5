/**
 * Per-cpu lists: small blocks that one cpu keeps of a zone, not on the free lists and not merged.
 * Source: mm/page_alloc.c rmqueue_pcplist(), rmqueue_bulk(), free_unref_page_commit(), nr_pcp_free(), free_pcppages_bulk().
 *
 * Each list is a ring of frames, since it is taken from at both ends and buddies may lie in it side by side. A block in a list
 * is marked with the type it goes back to (IN_PCP).
 */

import { ALLOC_CMA } from "./alloc-flags";
import type { Buddy } from "./buddy";
import type { VmEvents } from "./events";
import type { KernelRules } from "./kernel";
import { CMA, ISOLATE, MOVABLE, PCP_TYPES } from "./migratetype";
import { IN_PCP } from "./page-state";
import type { Rmqueue } from "./rmqueue";
import type { ZoneLevels } from "./zone-levels";

/** Lists of one cpu and zone in the arrays: 3 types for orders 0 to 3, and at most three for the THP order. */
const LISTS = 16;

/** More than a list can hold beyond `high`: a refill or a block of the largest cached order. */
const SLACK = 64;

export class PcpLists {
  /**
   * A cpu that was interrupted while it held its lists, or -1: what runs on it then goes past them (v6.1, pcp_spin_trylock()).
   */
  busyCpu = -1;

  /** Lists in use of each LISTS. */
  private readonly lists: number;
  private readonly thpOrder: number;
  private readonly heads: Int32Array;
  private readonly lengths: Int32Array;
  private readonly ringStart: Float64Array;
  private readonly ringBits: Int32Array;
  private readonly ring: Uint32Array;
  /** Pages in all lists of a zone and cpu, index = zone * cpus + cpu. */
  private readonly counts: Int32Array;
  private readonly freeFactors: Uint8Array;

  constructor(
    private readonly buddy: Buddy,
    private readonly rmqueue: Rmqueue,
    private readonly levels: ZoneLevels,
    private readonly rules: KernelRules,
    private readonly events: VmEvents,
    readonly cpus: number,
    cachesThp: boolean,
  ) {
    const small = PCP_TYPES * (rules.pcpMaxOrder + 1);
    const thpLists = cachesThp ? rules.thpLists : 0;
    this.lists = small + thpLists;
    this.thpOrder = thpLists > 0 ? buddy.pageblockOrder : -1;
    const sets = levels.count * cpus;
    this.heads = new Int32Array(sets * LISTS);
    this.lengths = new Int32Array(sets * LISTS);
    this.counts = new Int32Array(sets);
    this.freeFactors = new Uint8Array(sets);
    this.ringStart = new Float64Array(levels.count);
    this.ringBits = new Int32Array(levels.count);
    let size = 0;
    for (let zone = 0; zone < levels.count; zone++) {
      const most = Math.max(levels.pcpHigh[zone] as number, levels.pcpBatch[zone] as number) + SLACK;
      let bits = 0;
      while (2 ** bits < most) bits++;
      this.ringBits[zone] = bits;
      this.ringStart[zone] = size;
      size += cpus * LISTS * 2 ** bits;
    }
    this.ring = new Uint32Array(size);
  }

  /** True if blocks of that order pass through the lists: pcp_allowed_order(). */
  caches(order: number): boolean {
    return order <= this.rules.pcpMaxOrder || order === this.thpOrder;
  }

  /** A block from the cpu's list, refilled from the zone if empty: its frame, still marked IN_PCP, or -1. */
  take(zone: number, cpu: number, order: number, type: number, flags: number): number {
    this.noteAllocation(zone, cpu);
    return this.takeInBulk(zone, cpu, order, type, flags);
  }

  /** The cpu does not only free: halves what its next drain gives back. */
  noteAllocation(zone: number, cpu: number): void {
    const set = zone * this.cpus + cpu;
    if (this.rules.pcpMaxOrder > 0) this.freeFactors[set] = (this.freeFactors[set] as number) >>> 1;
  }

  /** As take() for callers of alloc_pages_bulk(), who leave the count of drains alone: __rmqueue_pcplist(). */
  takeInBulk(zone: number, cpu: number, order: number, type: number, flags: number): number {
    const set = zone * this.cpus + cpu;
    const list = set * LISTS + this.indexOf(order, type);
    if (this.lengths[list] === 0 && !this.refill(zone, cpu, set, list, order, type, flags)) return -1;
    const bits = this.ringBits[zone] as number;
    const head = this.heads[list] as number;
    const at = this.ringBase(zone, cpu, list) + head;
    this.heads[list] = (head + 1) & ((1 << bits) - 1);
    this.lengths[list] = (this.lengths[list] as number) - 1;
    this.counts[set] = (this.counts[set] as number) - (1 << order);
    return this.ring[at] as number;
  }

  /** Takes a freed block in and, if the lists are full, gives some back to the zone. Not for types that go straight back. */
  put(frame: number, order: number, zone: number, cpu: number, blockType: number): void {
    const set = zone * this.cpus + cpu;
    const index = this.indexOf(order, blockType < PCP_TYPES ? blockType : MOVABLE);
    const list = set * LISTS + index;
    const bits = this.ringBits[zone] as number;
    const head = ((this.heads[list] as number) - 1) & ((1 << bits) - 1);
    this.buddy.mark(frame, order, IN_PCP | blockType);
    this.ring[this.ringBase(zone, cpu, list) + head] = frame;
    this.heads[list] = head;
    this.lengths[list] = (this.lengths[list] as number) + 1;
    const count = (this.counts[set] as number) + (1 << order);
    this.counts[set] = count;
    if (count >= this.high(zone, set, order)) this.drainSome(zone, cpu, set, index, order);
  }

  /** Pages in the lists of a zone and cpu. */
  count(zone: number, cpu: number): number {
    return this.counts[zone * this.cpus + cpu] as number;
  }

  /** Pages in all lists of a zone. */
  countOfZone(zone: number): number {
    let pages = 0;
    for (let cpu = 0; cpu < this.cpus; cpu++) pages += this.count(zone, cpu);
    return pages;
  }

  /** Frames in one list, head first. */
  list(zone: number, cpu: number, order: number, type: number): Generator<number> {
    return this.framesOf(zone, cpu, this.indexOf(order, type));
  }

  /** All blocks in the lists of a zone and cpu. */
  *blocks(zone: number, cpu: number): Generator<{ frame: number; order: number }> {
    for (let index = 0; index < this.lists; index++) {
      const order = this.orderOf(index);
      for (const frame of this.framesOf(zone, cpu, index)) yield { frame, order };
    }
  }

  /** Names every block in the lists. */
  eachBlock(tell: (frame: number, order: number) => void): void {
    for (let set = 0; set < this.counts.length; set++) {
      const zone = Math.floor(set / this.cpus);
      const mask = (1 << (this.ringBits[zone] as number)) - 1;
      for (let index = 0; index < this.lists; index++) {
        const list = set * LISTS + index;
        const base = this.ringBase(zone, set % this.cpus, list);
        for (let i = 0; i < (this.lengths[list] as number); i++) {
          const at = ((this.heads[list] as number) + i) & mask;
          tell(this.ring[base + at] as number, this.orderOf(index));
        }
      }
    }
  }

  /** Puts a block at the tail of a list, as a snapshot of a running machine shows it. The block is marked. */
  restore(frame: number, order: number, zone: number, cpu: number, type: number): void {
    const set = zone * this.cpus + cpu;
    const list = set * LISTS + this.indexOf(order, type);
    this.append(frame, order, zone, cpu, set, list, type);
  }

  /** Gives every block of a zone's lists back: drain_all_pages(). */
  drainZone(zone: number): void {
    for (let cpu = 0; cpu < this.cpus; cpu++) this.drainCpu(zone, cpu);
  }

  /** Gives every block of one cpu's lists back: drain_pages_zone(). */
  drainCpu(zone: number, cpu: number): void {
    const set = zone * this.cpus + cpu;
    // v6.1 stable lets go of the zone's lock now and then, and begins at the first list each time.
    const atOnce = this.rules.asksBuddyAfterPcp
      ? (this.levels.pcpBatch[zone] as number) * 2 ** this.rules.maxFreeFactor
      : Number.POSITIVE_INFINITY;
    while ((this.counts[set] as number) > 0)
      this.bulk(zone, cpu, set, Math.min(this.counts[set] as number, atOnce), 0);
  }

  private indexOf(order: number, type: number): number {
    if (order <= this.rules.pcpMaxOrder) return PCP_TYPES * order + type;
    const small = PCP_TYPES * (this.rules.pcpMaxOrder + 1);
    if (this.rules.thpLists === 3) return small + type;
    return type === MOVABLE ? small + 1 : small;
  }

  private orderOf(index: number): number {
    const small = PCP_TYPES * (this.rules.pcpMaxOrder + 1);
    return index < small ? Math.floor(index / PCP_TYPES) : this.thpOrder;
  }

  private *framesOf(zone: number, cpu: number, index: number): Generator<number> {
    const list = (zone * this.cpus + cpu) * LISTS + index;
    const mask = (1 << (this.ringBits[zone] as number)) - 1;
    for (let i = 0; i < (this.lengths[list] as number); i++) {
      yield this.ring[this.ringBase(zone, cpu, list) + (((this.heads[list] as number) + i) & mask)] as number;
    }
  }

  /** Where the list's ring begins. */
  private ringBase(zone: number, cpu: number, list: number): number {
    const inZone = cpu * LISTS + (list & (LISTS - 1));
    return (this.ringStart[zone] as number) + inZone * (1 << (this.ringBits[zone] as number));
  }

  /** Source: mm/page_alloc.c __rmqueue_pcplist(), rmqueue_bulk(). */
  private refill(
    zone: number,
    cpu: number,
    set: number,
    list: number,
    order: number,
    type: number,
    flags: number,
  ): boolean {
    const batch = this.levels.pcpBatch[zone] as number;
    const wanted = batch > 1 && this.rules.pcpMaxOrder > 0 ? Math.max(batch >>> order, 2) : batch;
    let taken = 0;
    this.rmqueue.begin();
    for (; taken < wanted; taken++) {
      if (!this.rules.keepsListsClean) this.rmqueue.unaccountedPages = taken << order;
      const frame = this.rmqueue.take(zone, order, type, flags, IN_PCP | type, IN_PCP | CMA);
      if (frame < 0) break;
      this.events.pcpRefills++;
      this.append(frame, order, zone, cpu, set, list, -1);
    }
    return taken > 0;
  }

  /** At the tail; marked with the type unless that is -1. */
  private append(
    frame: number,
    order: number,
    zone: number,
    cpu: number,
    set: number,
    list: number,
    type: number,
  ): void {
    const mask = (1 << (this.ringBits[zone] as number)) - 1;
    const length = this.lengths[list] as number;
    if (type >= 0) this.buddy.mark(frame, order, IN_PCP | type);
    this.ring[this.ringBase(zone, cpu, list) + (((this.heads[list] as number) + length) & mask)] = frame;
    this.lengths[list] = length + 1;
    this.counts[set] = (this.counts[set] as number) + (1 << order);
  }

  /** Pages from which on a free drains: nr_pcp_high(). */
  private high(zone: number, set: number, order: number): number {
    const high = this.levels.pcpHigh[zone] as number;
    if (this.freesHighOrders(set, order)) return 0;
    if (this.levels.isReclaimed[zone] === 0 || this.rules.pcpMaxOrder === 0) return high;
    return Math.min((this.levels.pcpBatch[zone] as number) << 2, high);
  }

  /** Blocks above order 0 are not kept while the cpu only frees. */
  private freesHighOrders(set: number, order: number): boolean {
    return order > 0 && order <= this.rules.pcpMaxOrder && this.freeFactors[set] !== 0;
  }

  private drainSome(zone: number, cpu: number, set: number, index: number, order: number): void {
    const batch = this.levels.pcpBatch[zone] as number;
    if (this.rules.pcpMaxOrder === 0) {
      this.bulk(zone, cpu, set, batch, index);
      return;
    }
    if (this.freesHighOrders(set, order)) {
      this.bulk(zone, cpu, set, this.counts[set] as number, index);
      return;
    }
    this.bulk(zone, cpu, set, this.drainCount(set, batch, this.high(zone, set, order)), index);
  }

  /** Doubles with every drain that no allocation came between: nr_pcp_free(). */
  private drainCount(set: number, batch: number, high: number): number {
    if (high < batch) return 1;
    const most = high - batch;
    const factor = this.freeFactors[set] as number;
    const wanted = batch * 2 ** factor;
    if (wanted < most && factor < this.rules.maxFreeFactor) this.freeFactors[set] = factor + 1;
    return Math.max(batch, Math.min(wanted, most));
  }

  /** Gives back that many pages, from the given list on. Source: mm/page_alloc.c free_pcppages_bulk(). */
  private bulk(zone: number, cpu: number, set: number, wanted: number, first: number): void {
    let left = Math.min(wanted, this.counts[set] as number);
    // Before v5.13 the first list looked at was the second, and each gave a page for every list visited so far.
    const isFair = this.rules.pcpMaxOrder === 0;
    let index = isFair ? 0 : first - 1;
    let fairShare = 0;
    while (left > 0) {
      let list: number;
      do {
        fairShare++;
        index = index === this.lists - 1 ? 0 : index + 1;
        list = set * LISTS + index;
      } while (this.lengths[list] === 0);
      if (isFair && fairShare === this.lists) fairShare = left;
      const before = left;
      left = this.drainList(zone, cpu, set, list, this.orderOf(index), left, isFair ? fairShare : left);
      if (isFair) fairShare -= before - left;
    }
  }

  /** Gives back from the tail while there is something to give; pages still to be drained. */
  private drainList(
    zone: number,
    cpu: number,
    set: number,
    list: number,
    order: number,
    wanted: number,
    atOnce: number,
  ): number {
    const { buddy } = this;
    const mask = (1 << (this.ringBits[zone] as number)) - 1;
    const base = this.ringBase(zone, cpu, list);
    const head = this.heads[list] as number;
    const rereads = this.rules.keepsListsClean || (this.levels.isolatedBlocks[zone] as number) > 0;
    let length = this.lengths[list] as number;
    let left = wanted;
    for (let given = 0; left > 0 && length > 0 && given < atOnce; given++) {
      length--;
      const frame = this.ring[base + ((head + length) & mask)] as number;
      const type = rereads
        ? (buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number)
        : buddy.stateOf(frame) & 7;
      left -= 1 << order;
      this.events.pcpDrains++;
      buddy.free(frame, order, zone, type, false);
    }
    this.counts[set] = (this.counts[set] as number) - (((this.lengths[list] as number) - length) << order);
    this.lengths[list] = length;
    return left;
  }

  /** True if a freed block of that pageblock type goes through the lists at all. */
  static takes(blockType: number): boolean {
    return blockType !== ISOLATE;
  }

  /** With CMA in the zone, a movable list may hold CMA pages, which not every movable request may have. */
  static serves(type: number, flags: number, hasCma: boolean): boolean {
    return !hasCma || type !== MOVABLE || (flags & ALLOC_CMA) !== 0;
  }
}
