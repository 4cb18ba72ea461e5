/**
 * The buddy allocator: free lists of every zone and order, with the kernel's order inside each list.
 * Source: mm/page_alloc.c __free_one_page(), __rmqueue_smallest(), expand(), buddy_merge_likely().
 *
 * Layout. One state byte for each frame; one list node (next, previous) for each pair of frames, for two free
 * order-0 buddies never stand side by side and every larger block starts at an even frame. All arrays have their
 * full size from the start; the system commits memory only where blocks are cut.
 */

import { blockPages } from "./order";

/** State of a block's first frame: the order in the low bits, and one of these. 0 elsewhere. */
const FREE = 0x80;
const USED = 0x40;

/** In place of a zone's number, for a block of the largest order that more than one zone shares. */
export const MIXED_ZONES = -1;

export interface BuddyZones {
  count: number;
  /** Zone of any frame that holds memory. Called for frames near a zone's border only. */
  zoneOf(frame: number): number;
  /** The zone that a whole block of the largest order belongs to, or MIXED_ZONES. */
  zoneOfLargest(block: number): number;
}

export class Buddy {
  readonly orders: number;
  /** Free blocks, index zone * orders + order. */
  readonly freeBlocks: Int32Array;
  /** Free pages of all zones. */
  freePages = 0;

  private readonly state: Uint8Array;
  private readonly links: Int32Array;
  private readonly sentinels: number;
  private readonly zoneOfBlock: Int16Array;

  constructor(
    readonly frames: number,
    readonly maxOrder: number,
    private readonly zones: BuddyZones,
  ) {
    this.orders = maxOrder + 1;
    this.sentinels = frames / 2;
    const lists = zones.count * this.orders;
    this.freeBlocks = new Int32Array(lists);
    this.state = new Uint8Array(frames);
    this.links = new Int32Array(frames + 2 * lists);
    for (let list = 0; list < lists; list++) {
      const node = this.sentinels + list;
      this.links[2 * node] = node;
      this.links[2 * node + 1] = node;
    }
    this.zoneOfBlock = new Int16Array(Math.ceil(frames / blockPages(maxOrder)));
    for (let block = 0; block < this.zoneOfBlock.length; block++) {
      this.zoneOfBlock[block] = zones.zoneOfLargest(block);
    }
  }

  /** Zone that a frame belongs to. */
  zoneOf(frame: number): number {
    const zone = this.zoneOfBlock[frame >>> this.maxOrder] as number;
    return zone === MIXED_ZONES ? this.zones.zoneOf(frame) : zone;
  }

  /** Takes a block of 2^order frames out of one zone: its first frame, or -1. */
  take(zone: number, order: number): number {
    for (let found = order; found <= this.maxOrder; found++) {
      const list = zone * this.orders + found;
      if (this.freeBlocks[list] === 0) continue;
      const node = this.links[2 * (this.sentinels + list)] as number;
      const frame = this.frameOf(node, found);
      this.unlink(frame, list);
      for (let o = found - 1; o >= order; o--) this.link(frame + blockPages(o), zone, o, false);
      this.state[frame] = USED | order;
      this.freePages -= blockPages(order);
      return frame;
    }
    return -1;
  }

  /**
   * Gives back a block that take() gave out. `toTail` is the boot's FPI_TO_TAIL.
   * Throws RangeError if the block is not the head of a used block of that order.
   */
  free(frame: number, order: number, toTail = false): void {
    if (this.state[frame] !== (USED | order)) {
      throw new RangeError(`frame ${frame} is no allocated block of order ${order}`);
    }
    this.state[frame] = 0;
    this.insert(frame, order, toTail);
  }

  /** Frees a block that was never given out: boot, and pages that were reserved until now. */
  add(frame: number, order: number, toTail: boolean): void {
    if (this.state[frame] !== 0) throw new RangeError(`frame ${frame} is already known to the allocator`);
    this.insert(frame, order, toTail);
  }

  /** Turns a used block into used blocks of order 0, as split_page(). */
  split(frame: number, order: number): void {
    if (this.state[frame] !== (USED | order)) {
      throw new RangeError(`frame ${frame} is no allocated block of order ${order}`);
    }
    this.state.fill(USED, frame, frame + blockPages(order));
  }

  /** Free blocks of all zones, written into `sums`, index = order. */
  sumFreeBlocks(sums: Int32Array): void {
    sums.fill(0);
    for (let list = 0, order = 0; list < this.freeBlocks.length; list++) {
      sums[order] = (sums[order] as number) + (this.freeBlocks[list] as number);
      order = order === this.maxOrder ? 0 : order + 1;
    }
  }

  /** First frames of the free blocks of one list, head first. */
  *freeList(zone: number, order: number): Generator<number> {
    const sentinel = this.sentinels + zone * this.orders + order;
    let node = this.links[2 * sentinel] as number;
    while (node !== sentinel) {
      yield this.frameOf(node, order);
      node = this.links[2 * node] as number;
    }
  }

  /** True if a free block of exactly that order starts at the frame. */
  isFree(frame: number, order: number): boolean {
    return this.state[frame] === (FREE | order);
  }

  private insert(start: number, startOrder: number, toTail: boolean): void {
    let frame = start;
    let order = startOrder;
    const block = this.zoneOfBlock[frame >>> this.maxOrder] as number;
    const zone = block === MIXED_ZONES ? this.zones.zoneOf(frame) : block;
    this.freePages += blockPages(order);
    while (order < this.maxOrder) {
      const buddy = frame ^ (1 << order);
      if (!this.isMergeable(buddy, order, zone, block)) break;
      this.unlink(buddy, zone * this.orders + order);
      frame &= buddy;
      order++;
    }
    this.link(frame, zone, order, toTail || this.isMergeLikely(frame, order, zone, block));
  }

  /** The merge of the next order is near: keep the block at the tail, so that it stays free longest. */
  private isMergeLikely(frame: number, order: number, zone: number, block: number): boolean {
    if (order >= this.maxOrder - 1) return false;
    const parent = frame & ~(1 << order);
    return this.isMergeable(parent ^ (2 << order), order + 1, zone, block);
  }

  private isMergeable(buddy: number, order: number, zone: number, block: number): boolean {
    if (this.state[buddy] !== (FREE | order)) return false;
    return block !== MIXED_ZONES || this.zones.zoneOf(buddy) === zone;
  }

  private frameOf(node: number, order: number): number {
    const frame = node * 2;
    return order === 0 && this.state[frame] !== FREE ? frame + 1 : frame;
  }

  private link(frame: number, zone: number, order: number, atTail: boolean): void {
    const list = zone * this.orders + order;
    const sentinel = this.sentinels + list;
    const node = frame >>> 1;
    const before = atTail ? (this.links[2 * sentinel + 1] as number) : sentinel;
    const after = this.links[2 * before] as number;
    this.links[2 * node] = after;
    this.links[2 * node + 1] = before;
    this.links[2 * before] = node;
    this.links[2 * after + 1] = node;
    this.state[frame] = FREE | order;
    this.freeBlocks[list] = (this.freeBlocks[list] as number) + 1;
  }

  private unlink(frame: number, list: number): void {
    const node = frame >>> 1;
    const next = this.links[2 * node] as number;
    const previous = this.links[2 * node + 1] as number;
    this.links[2 * previous] = next;
    this.links[2 * next + 1] = previous;
    this.state[frame] = 0;
    this.freeBlocks[list] = (this.freeBlocks[list] as number) - 1;
  }
}
