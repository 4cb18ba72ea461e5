/**
 * The buddy allocator, block by block: one is cut when it is taken, and merges when it comes back.
 * Source: mm/page_alloc.c __free_one_page(), __rmqueue_smallest(), expand().
 */

import { type BuddyZones, listIndex, MIXED_ZONES } from "./block-lists";
import { BlockMoves, type MoveShape } from "./block-moves";
import { ISOLATE, isMergeable } from "./migratetype";
import { FREE, FREE_ORDER_MASK, freeType, ORDER_MASK } from "./page-state";

export interface BuddyShape extends MoveShape {
  /** Merging whole pageblocks retypes the ones taken in. */
  retypesOnMerge: boolean;
  /** Whole pageblocks of types that are not mergeable stay apart; else only isolated ones do. */
  keepsSpecialBlocksApart: boolean;
}

/** Keeps some of the freed blocks off the free lists. */
export interface FreeGuard {
  /** True if it keeps the block, which is on no list, and maybe more with it. */
  keeps(frame: number, order: number, zone: number): boolean;
  /** Buddy.freeMany() where some of the blocks may be kept. */
  freeMany(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void;
}

export class SingleBlocks extends BlockMoves {
  /** Null: every block is freed. */
  guard: FreeGuard | null = null;

  private readonly retypesOnMerge: boolean;
  private readonly keepsSpecialBlocksApart: boolean;

  constructor(shape: BuddyShape, zones: BuddyZones) {
    super(shape, zones);
    this.retypesOnMerge = shape.retypesOnMerge;
    this.keepsSpecialBlocksApart = shape.keepsSpecialBlocksApart;
  }

  /** Takes the first block of the smallest sufficient order off one type's lists: its first frame, marked, or -1. */
  take(zone: number, order: number, type: number, state: number): number {
    const { links, pageblockOrder } = this;
    for (let found = order; found < pageblockOrder; found++) {
      const list = listIndex(zone, found, type);
      const node = links[2 * list] as number;
      if (node === list) continue;
      let index = 2 * node;
      if (found === 0 && (this.states[index] as number) >>> 7 === 0) index++;
      this.unlink(index, list);
      if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - (1 << order);
      this.expand(index, found, order, zone, type);
      this.states[index] = state;
      return this.frameOf(index);
    }
    for (let found = Math.max(order, pageblockOrder); found <= this.maxOrder; found++) {
      const sentinel = this.blocks + listIndex(zone, found, type);
      const block = this.blockLinks[2 * sentinel] as number;
      if (block === sentinel) continue;
      this.unlinkBlock(block, listIndex(zone, found, type));
      return this.cut(block, found, order, zone, type, state);
    }
    return -1;
  }

  /** Takes one given free block off its list and cuts it: the remainder goes to lists of `type`. Its first frame, marked. */
  takeFrom(frame: number, found: number, order: number, zone: number, type: number, state: number): number {
    const block = frame >>> this.pageblockOrder;
    if (found >= this.pageblockOrder) {
      const old = ((this.blockState[block] as number) >>> 4) & 7;
      this.unlinkBlock(block, listIndex(zone, found, old));
      return this.cut(block, found, order, zone, type, state);
    }
    const index = this.indexOf(frame);
    const old = ((this.states[index] as number) >>> 4) & 7;
    this.unlink(index, listIndex(zone, found, old));
    if (old !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - (1 << order);
    this.expand(index, found, order, zone, type);
    this.states[index] = state;
    return frame;
  }

  /**
   * Takes one page out of the free block that holds it, marked; the halves without it go to the heads of the lists of the block's pageblock.
   * Source: mm/page_alloc.c take_page_off_buddy(), break_down_buddy_pages().
   */
  takePage(frame: number, state: number): void {
    const { pageblockOrder } = this;
    const head = this.blockAt(frame);
    const zone = this.zoneOf(head);
    let block = head >>> pageblockOrder;
    const type = this.typeOfBlock[block] as number;
    const headState = this.stateOf(head);
    let order = headState & ORDER_MASK;
    const list = listIndex(zone, order, freeType(headState));
    if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - 1;
    if (order < pageblockOrder) {
      this.unlink(this.indexOf(head), list);
    } else {
      this.unlinkBlock(block, list);
      this.blockState[block] = 0;
      const target = frame >>> pageblockOrder;
      while (order > pageblockOrder) {
        order--;
        const half = block + (1 << (order - pageblockOrder));
        this.linkBlock(target < half ? half : block, order, zone, type, false);
        if (target >= half) block = half;
      }
      this.newRoom(block);
    }
    const target = this.indexOf(frame);
    let index = target & (-1 << order);
    while (order > 0) {
      order--;
      const half = index + (1 << order);
      this.link(target < half ? half : index, order, zone, type, false);
      if (target >= half) index = half;
    }
    this.states[target] = state;
  }

  /**
   * Puts a block on the free lists and merges it with its buddies. The caller has checked that the block is its own.
   * `toTail` is FPI_TO_TAIL.
   */
  free(frame: number, order: number, zone: number, type: number, toTail: boolean): void {
    if (this.guard !== null && type !== ISOLATE && this.guard.keeps(frame, order, zone)) return;
    const { pageblockOrder, states } = this;
    const block = frame >>> pageblockOrder;
    if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) + (1 << order);
    if (order >= pageblockOrder) {
      this.blockState[block] = 0;
      this.freeBlock(block, order, zone, type, toTail);
      return;
    }
    let room = this.places[2 * block] as number;
    if (room === 0) room = this.newRoom(block);
    const isMixed = this.places[2 * block + 1] === MIXED_ZONES;
    let index = room | (frame & this.pageMask);
    states[index] = 0;
    let merged = order;
    while (merged < pageblockOrder) {
      const buddy = index ^ (1 << merged);
      const state = states[buddy] as number;
      if (
        (state & FREE_ORDER_MASK) !== (FREE | merged) ||
        (isMixed && this.zones.zoneOf(this.frameOf(buddy)) !== zone)
      ) {
        const atTail = toTail || this.isMergeLikely(index, merged, zone, block, isMixed);
        this.link(index, merged, zone, type, atTail);
        return;
      }
      this.unlink(buddy, listIndex(zone, merged, (state >>> 4) & 7));
      states[buddy] = 0;
      index &= buddy;
      merged++;
    }
    this.dropRoom(block, room);
    this.freeBlock(block, pageblockOrder, zone, type, toTail);
  }

  /**
   * Puts blocks of the largest order, one behind the other and all of one migratetype, on a list: in their order at its tail, or one
   * after the other at its head. Nothing can merge.
   */
  freeRun(frame: number, blocks: number, zone: number, toTail: boolean): void {
    const { blockLinks, blockState } = this;
    const step = 1 << (this.maxOrder - this.pageblockOrder);
    const first = frame >>> this.pageblockOrder;
    const list = listIndex(zone, this.maxOrder, this.typeOfBlock[first] as number);
    const state = FREE | ((list & 7) << 4) | this.maxOrder;
    const sentinel = this.blocks + list;
    const ahead = toTail ? 0 : 1;
    const behind = 1 - ahead;
    // With `ahead` and `behind` changed places the same loop builds the list from its other end.
    let last = blockLinks[2 * sentinel + behind] as number;
    for (let i = 0, block = first; i < blocks; i++, block += step) {
      blockLinks[2 * block + behind] = last;
      blockLinks[2 * last + ahead] = block;
      blockState[block] = state;
      last = block;
    }
    blockLinks[2 * last + ahead] = sentinel;
    blockLinks[2 * sentinel + behind] = last;
    this.counts[list] = (this.counts[list] as number) + blocks;
    this.freeOf[zone] = (this.freeOf[zone] as number) + blocks * (1 << this.maxOrder);
  }

  /** A whole block that is on no list, of pageblock order or more. */
  protected freeBlock(first: number, startOrder: number, zone: number, type: number, toTail: boolean): void {
    const { blockState, maxOrder, pageblockOrder } = this;
    let block = first;
    let order = startOrder;
    while (order < maxOrder) {
      const buddy = block ^ (1 << (order - pageblockOrder));
      if (((blockState[buddy] as number) & FREE_ORDER_MASK) !== (FREE | order)) break;
      if (this.zoneOfBlock(buddy) !== zone) break;
      const buddyType = this.typeOfBlock[buddy] as number;
      if (buddyType !== type && this.staysApart(type, buddyType)) break;
      this.unlinkBlock(buddy, listIndex(zone, order, ((blockState[buddy] as number) >>> 4) & 7));
      blockState[buddy] = 0;
      if (this.retypesOnMerge && buddyType !== type) this.setType(buddy, order, type);
      block &= buddy;
      order++;
    }
    this.linkBlock(block, order, zone, type, toTail || this.isBlockMergeLikely(block, order, zone));
  }

  private staysApart(type: number, other: number): boolean {
    if (this.keepsSpecialBlocksApart) return !isMergeable(type) || !isMergeable(other);
    return type === ISOLATE || other === ISOLATE;
  }

  /** The merge of the next order is near: the block goes to the tail, so that it stays free longest. */
  protected isMergeLikely(
    index: number,
    order: number,
    zone: number,
    block: number,
    isMixed: boolean,
  ): boolean {
    if (order >= this.maxOrder - 1) return false;
    const next = order + 1;
    if (next === this.pageblockOrder) {
      const state = this.blockState[block ^ 1] as number;
      return (state & FREE_ORDER_MASK) === (FREE | next) && this.zoneOfBlock(block ^ 1) === zone;
    }
    const uncle = (index & ~(1 << order)) ^ (1 << next);
    if (((this.states[uncle] as number) & FREE_ORDER_MASK) !== (FREE | next)) return false;
    return !isMixed || this.zones.zoneOf(this.frameOf(uncle)) === zone;
  }

  private isBlockMergeLikely(block: number, order: number, zone: number): boolean {
    if (order >= this.maxOrder - 1) return false;
    const uncle = (block & ~(1 << (order - this.pageblockOrder))) ^ (1 << (order + 1 - this.pageblockOrder));
    const state = this.blockState[uncle] as number;
    return (state & FREE_ORDER_MASK) === (FREE | (order + 1)) && this.zoneOfBlock(uncle) === zone;
  }

  /** Cuts a whole block that is off its list; what is left over goes to the heads of the lists of `type`. */
  private cut(
    block: number,
    found: number,
    order: number,
    zone: number,
    type: number,
    state: number,
  ): number {
    const { pageblockOrder } = this;
    if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - (1 << order);
    this.blockState[block] = 0;
    let at = found;
    while (at > order && at > pageblockOrder) {
      at--;
      this.linkBlock(block + (1 << (at - pageblockOrder)), at, zone, type, false);
    }
    if (order >= pageblockOrder) {
      this.blockState[block] = state;
    } else {
      const index = this.newRoom(block);
      this.expand(index, pageblockOrder, order, zone, type);
      this.states[index] = state;
    }
    return block * (1 << pageblockOrder);
  }

  private expand(index: number, found: number, order: number, zone: number, type: number): void {
    for (let at = found - 1; at >= order; at--) this.link(index + (1 << at), at, zone, type, false);
  }
}
