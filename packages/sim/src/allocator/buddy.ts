/**
 * The buddy allocator over the free lists: blocks are cut when they are taken, and merge when they come back.
 * Source: mm/page_alloc.c __free_one_page(), __rmqueue_smallest(), expand(), move_freepages_block().
 */

import { BlockLists, type BuddyZones, type ListShape, listIndex, MIXED_ZONES } from "./block-lists";
import { ISOLATE, isMergeable, MOVABLE } from "./migratetype";
import { FREE, FREE_ORDER_MASK, freeType, isFree, isUsed, mobility, ORDER_MASK, USED } from "./page-state";

export interface BuddyShape extends ListShape {
  /** Blocks that change type go to the tail of their new list, else to the head. */
  movesToTail: boolean;
  /** Merging whole pageblocks retypes the ones taken in. */
  retypesOnMerge: boolean;
  /** Whole pageblocks of types that are not mergeable stay apart; else only isolated ones do. */
  keepsSpecialBlocksApart: boolean;
}

/** What was found in a pageblock, pages. */
export interface BlockCensus {
  free: number;
  movable: number;
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

export class Buddy extends BlockLists {
  /** Null: every block is freed. */
  guard: FreeGuard | null = null;
  /** What the last countBlock() or moveFreeBlocks() counted. */
  readonly census: BlockCensus = { free: 0, movable: 0 };

  private readonly movesToTail: boolean;
  private readonly retypesOnMerge: boolean;
  private readonly keepsSpecialBlocksApart: boolean;

  constructor(shape: BuddyShape, zones: BuddyZones) {
    super(shape, zones);
    this.movesToTail = shape.movesToTail;
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
   * Takes up to `wanted` blocks of one type, as take() one after the other, and writes their first frames to `into`, each below
   * the one before and the first below `top`: how many there were. The loop of rmqueue_bulk() with its arrays at hand, for the engine fetches and checks them again
   * after every call.
   */
  takeMany(
    zone: number,
    order: number,
    type: number,
    state: number,
    wanted: number,
    into: Int32Array,
    top: number,
  ): number {
    const { blockOf, counts, links, pageblockOrder, pageMask, states } = this;
    const firstList = listIndex(zone, order, type);
    let taken = 0;
    let listed = 0;
    let found = order;
    while (taken < wanted) {
      const list = firstList + ((found - order) << 3);
      const node = links[2 * list] as number;
      if (node === list) {
        found++;
        if (found < pageblockOrder) continue;
        // The first block beyond comes with a pageblock to be cut.
        const frame = this.take(zone, order, type, state);
        if (frame < 0) break;
        taken++;
        into[top - taken] = frame;
        found = order;
        continue;
      }
      // A node stands for two pages, and which of them is free is as good as tossed.
      const index = found === 0 ? 2 * node + (((states[2 * node] as number) >>> 7) ^ 1) : 2 * node;
      const after = links[2 * node] as number;
      links[2 * list] = after;
      links[2 * after + 1] = list;
      counts[list] = (counts[list] as number) - 1;
      // The lists below are empty: one by one, the block's parts would come next, in their order.
      const parts = 1 << (found - order);
      const used = Math.min(parts, wanted - taken);
      const first = (blockOf[index >>> pageblockOrder] as number) << pageblockOrder;
      for (let part = 0; part < used; part++) {
        const at = index + (part << order);
        states[at] = state;
        taken++;
        into[top - taken] = first | (at & pageMask);
      }
      listed += used;
      for (let part = used; part < parts; part += part & -part) {
        const rest = index + (part << order);
        const restOrder = order + 31 - Math.clz32(part & -part);
        const restList = firstList + ((restOrder - order) << 3);
        const restNode = rest >>> 1;
        links[2 * restNode] = restList;
        links[2 * restNode + 1] = restList;
        links[2 * restList] = restNode;
        links[2 * restList + 1] = restNode;
        states[rest] = FREE | (type << 4) | restOrder;
        counts[restList] = 1;
      }
    }
    if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - (listed << order);
    return taken;
  }

  /** Frees blocks of one order that stand in a row, as free() one after the other. */
  freeMany(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    if (this.guard === null) this.freeRow(zone, order, row, start, blocks, rereadsType);
    else this.guard.freeMany(zone, order, row, start, blocks, rereadsType);
  }

  /**
   * The same without a guard. Each goes back to the type it was marked with,
   * or to its pageblock's. The loop of free_pcppages_bulk(), written out as takeMany() is.
   */
  freeRow(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    const { counts, links, pageblockOrder, pageMask, places, states, typeOfBlock } = this;
    const zoneLists = zone << 7;
    const end = start + blocks;
    let listed = 0;
    for (let at = start; at < end; at++) {
      const frame = row[at] as number;
      const block = frame >>> pageblockOrder;
      const room = places[2 * block] as number;
      let index = room | (frame & pageMask);
      if (order >= pageblockOrder || places[2 * block + 1] !== zone) {
        const type = rereadsType ? (typeOfBlock[block] as number) : this.stateOf(frame) & 7;
        this.free(frame >>> 0, order, zone, type, false);
        continue;
      }
      const type = rereadsType ? (typeOfBlock[block] as number) : (states[index] as number) & 7;
      // Neighbours that come one after the other merge into their whole, whatever was on the lists for a moment.
      let merged = order;
      for (let next = at + 1; merged < pageblockOrder; merged++) {
        const stop = next + (next - at);
        if (stop > end) break;
        const other = (frame >>> merged) ^ 1;
        while (next < stop) {
          const neighbour = row[next] as number;
          if (neighbour >>> merged !== other) break;
          if (!rereadsType && ((states[room | (neighbour & pageMask)] as number) & 7) !== type) break;
          next++;
        }
        if (next < stop) break;
      }
      const parts = 1 << (merged - order);
      if (type !== ISOLATE) listed += parts;
      index &= -1 << merged;
      for (let part = 0; part < parts; part++) states[index + (part << order)] = 0;
      at += parts - 1;
      while (merged < pageblockOrder) {
        const buddy = index ^ (1 << merged);
        const state = states[buddy] as number;
        if ((state & FREE_ORDER_MASK) !== (FREE | merged)) break;
        const list = zoneLists | (merged << 3) | ((state >>> 4) & 7);
        const after = links[buddy & ~1] as number;
        const before = links[buddy | 1] as number;
        links[2 * before] = after;
        links[2 * after + 1] = before;
        counts[list] = (counts[list] as number) - 1;
        states[buddy] = 0;
        index &= buddy;
        merged++;
      }
      if (merged === pageblockOrder) {
        this.dropRoom(block, room);
        this.freeBlock(block, pageblockOrder, zone, type, false);
        continue;
      }
      const list = zoneLists | (merged << 3) | type;
      // Head or tail is as good as tossed: 0 or 1, worked out without a branch for the processor to guess wrong.
      const uncle = (index & ~(1 << merged)) ^ (2 << merged);
      const side =
        merged + 1 < pageblockOrder
          ? ((((states[uncle] as number) & FREE_ORDER_MASK) ^ (FREE | (merged + 1))) - 1) >>> 31
          : Number(this.isMergeLikely(index, merged, zone, block, false));
      const neighbour = links[2 * list + side] as number;
      const node = index >>> 1;
      links[2 * node + side] = neighbour;
      links[2 * node + 1 - side] = list;
      links[2 * neighbour + 1 - side] = node;
      links[2 * list + side] = node;
      states[index] = FREE | (type << 4) | merged;
      counts[list] = (counts[list] as number) + 1;
    }
    this.freeOf[zone] = (this.freeOf[zone] as number) + listed * (1 << order);
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

  /** Moves one free block to the lists of another type; the pageblock keeps its own. */
  moveBlock(frame: number, order: number, zone: number, type: number): void {
    const block = frame >>> this.pageblockOrder;
    if (order >= this.pageblockOrder) {
      const old = ((this.blockState[block] as number) >>> 4) & 7;
      this.accountMove(zone, order, old, type);
      this.unlinkBlock(block, listIndex(zone, order, old));
      this.linkBlock(block, order, zone, type, this.movesToTail);
      return;
    }
    const index = this.indexOf(frame);
    const old = ((this.states[index] as number) >>> 4) & 7;
    this.accountMove(zone, order, old, type);
    this.unlink(index, listIndex(zone, order, old));
    this.link(index, order, zone, type, this.movesToTail);
  }

  /**
   * Counts free pages and allocated movable pages of a cut pageblock into `census`, from a frame in it on.
   * Pages of per-cpu lists and reserved pages count as neither.
   */
  countBlock(fromFrame: number): void {
    const base = this.indexOf(fromFrame);
    const end = (base | this.pageMask) + 1;
    let free = 0;
    let movable = 0;
    for (let index = base; index < end; ) {
      const state = this.states[index] as number;
      const pages = isFree(state) || isUsed(state) ? 1 << (state & ORDER_MASK) : 1;
      if (isFree(state)) free += pages;
      else if (isUsed(state) && mobility(state) === MOVABLE) movable += pages;
      index += pages;
    }
    this.census.free = free;
    this.census.movable = movable;
  }

  /** Moves all free blocks of a cut pageblock, from a frame in it on, to the lists of a type, ascending. Fills `census`. */
  moveFreeBlocks(fromFrame: number, zone: number, type: number): void {
    const base = this.indexOf(fromFrame);
    const end = (base | this.pageMask) + 1;
    let free = 0;
    let movable = 0;
    for (let index = base; index < end; ) {
      const state = this.states[index] as number;
      const order = state & ORDER_MASK;
      const pages = isFree(state) || isUsed(state) ? 1 << order : 1;
      if (isFree(state)) {
        free += pages;
        this.accountMove(zone, order, (state >>> 4) & 7, type);
        this.unlink(index, listIndex(zone, order, (state >>> 4) & 7));
        this.link(index, order, zone, type, this.movesToTail);
      } else if (isUsed(state) && mobility(state) === MOVABLE) {
        movable += pages;
      }
      index += pages;
    }
    this.census.free = free;
    this.census.movable = movable;
  }

  /** Turns an allocated block into allocated blocks of order 0, as split_page(). */
  split(frame: number, order: number): void {
    const state = this.stateOf(frame);
    const page = USED | (mobility(state) << 4);
    if (order < this.pageblockOrder) {
      const index = this.indexOf(frame);
      this.states.fill(page, index, index + (1 << order));
      return;
    }
    const first = frame >>> this.pageblockOrder;
    for (let block = first; block < first + (1 << (order - this.pageblockOrder)); block++) {
      this.blockState[block] = 0;
      const index = this.newRoom(block);
      this.states.fill(page, index, index + this.pageMask + 1);
    }
  }

  /** The reverse of split() for a block of pageblock order or more: it becomes one allocated block again, marked. */
  join(frame: number, order: number, state: number): void {
    const first = frame >>> this.pageblockOrder;
    for (let block = first; block < first + (1 << (order - this.pageblockOrder)); block++) {
      const room = this.places[2 * block] as number;
      if (room === 0) continue;
      this.states.fill(0, room, room + this.pageMask + 1);
      this.dropRoom(block, room);
    }
    this.blockState[first] = state;
  }

  private accountMove(zone: number, order: number, from: number, to: number): void {
    if (from === to || (from !== ISOLATE && to !== ISOLATE)) return;
    const pages = from === ISOLATE ? 1 << order : -(1 << order);
    this.freeOf[zone] = (this.freeOf[zone] as number) + pages;
  }

  /** A whole block that is on no list, of pageblock order or more. */
  private freeBlock(first: number, startOrder: number, zone: number, type: number, toTail: boolean): void {
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
  private isMergeLikely(
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
