/**
 * The buddy allocator: free lists of every zone, order and migratetype, with the kernel's order inside each list.
 * Source: mm/page_alloc.c __free_one_page(), __rmqueue_smallest(), expand(), move_freepages_block().
 *
 * Two levels. A record for each pageblock holds the links and the state of blocks of pageblock order and above. Only while a
 * pageblock is cut has it a *room*: a state byte for each page and one list node for each pair of pages, for two free order-0
 * buddies never stand side by side and every larger block starts at an even page. Links inside rooms are room indices, so
 * they stay small on machines whose frames are not. A zone must not begin or end at an odd frame. Everything has its full size from the start: memory is committed where
 * it is touched, and code runs faster on arrays that are never replaced.
 */

import { ISOLATE, isMergeable, MIGRATETYPE_NAMES, MOVABLE } from "./migratetype";
import { FREE, FREE_ORDER_MASK, isFree, isUsed, isUsedBlock, mobility, ORDER_MASK, USED } from "./page-state";

/** In place of a zone's number, for a pageblock that more than one zone shares. */
export const MIXED_ZONES = -1;

/** Zones and their frames. Frames are below 2^32. */
export interface BuddyZones {
  count: number;
  /** Zone of any frame that holds memory. Called for frames of mixed pageblocks only. */
  zoneOf(frame: number): number;
  /** Writes the zone that each whole pageblock belongs to, MIXED_ZONES, or less for one that holds no memory. */
  zonesOfPageblocks(into: Int16Array): void;
  /** First frame that the zone spans, and the first behind it. */
  startFrame(zone: number): number;
  endFrame(zone: number): number;
}

export interface BuddyShape {
  frames: number;
  /** Largest order, inclusive; at most 13. */
  maxOrder: number;
  /** At most maxOrder. */
  pageblockOrder: number;
  /** Blocks that change type go to the tail of their new list, else to the head. */
  movesToTail: boolean;
  /** Merging whole pageblocks retypes the ones taken in. */
  retypesOnMerge: boolean;
  /** Whole pageblocks of types that are not mergeable stay apart; else only isolated ones do. */
  keepsSpecialBlocksApart: boolean;
}

/** Rooms that a machine may have at once: 8 TiB of 4 KiB pages in cut pageblocks. Room indices stay below 2^31. */
const MAX_CUT_PAGES = 0x7000_0000;

/** Zone, order and type in one index: of a count, and of a list's sentinel. */
export function listIndex(zone: number, order: number, type: number): number {
  return (zone << 7) | (order << 3) | type;
}

const LISTS_PER_ZONE = 128;

/** Which of a node's two links. */
const AFTER = 0;
const BEFORE = 1;

/** What move() found in a pageblock, pages. */
export interface BlockCensus {
  free: number;
  movable: number;
}

export class Buddy {
  readonly frames: number;
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  readonly zoneCount: number;
  /** Free blocks, index = listIndex(). */
  readonly counts: Int32Array;
  /** NR_FREE_PAGES of each zone: free pages but isolated ones. */
  readonly freeOf: Float64Array;
  /** Migratetype of each pageblock. */
  readonly typeOfBlock: Uint8Array;
  /** What the last census() or moveFreeBlocks() counted. */
  readonly census: BlockCensus = { free: 0, movable: 0 };

  private readonly blocks: number;
  private readonly pageMask: number;
  private readonly movesToTail: boolean;
  private readonly retypesOnMerge: boolean;
  private readonly keepsSpecialBlocksApart: boolean;
  /** Two words for each pageblock: index of its room's first page, 0 if it has none; its zone. */
  readonly places: Int32Array;
  private readonly blockLinks: Int32Array;
  private readonly blockState: Uint8Array;
  private readonly blockOf: Int32Array;
  private readonly links: Int32Array;
  /** State byte of each page of a room. */
  readonly states: Uint8Array;
  private readonly spareRooms: Int32Array;
  private spares = 0;
  private topRoom: number;

  constructor(
    shape: BuddyShape,
    private readonly zones: BuddyZones,
  ) {
    const { frames, maxOrder, pageblockOrder } = shape;
    this.frames = frames;
    this.maxOrder = maxOrder;
    this.pageblockOrder = pageblockOrder;
    this.movesToTail = shape.movesToTail;
    this.retypesOnMerge = shape.retypesOnMerge;
    this.keepsSpecialBlocksApart = shape.keepsSpecialBlocksApart;
    this.zoneCount = zones.count;
    this.pageMask = (1 << pageblockOrder) - 1;
    const blocks = Math.ceil(frames / (1 << pageblockOrder));
    this.blocks = blocks;
    const lists = zones.count * LISTS_PER_ZONE;
    this.counts = new Int32Array(lists);
    this.freeOf = new Float64Array(zones.count);
    this.typeOfBlock = new Uint8Array(blocks);
    this.places = new Int32Array(2 * blocks);
    this.blockState = new Uint8Array(blocks);
    this.blockLinks = new Int32Array(2 * (blocks + lists));
    // The lists' sentinels are nodes of the first rooms. Room 0 means "no room", so at least one is theirs.
    this.topRoom = Math.ceil((2 * lists) / (1 << pageblockOrder));
    const rooms = this.topRoom + Math.min(blocks, MAX_CUT_PAGES >>> pageblockOrder);
    this.blockOf = new Int32Array(rooms);
    this.spareRooms = new Int32Array(rooms);
    this.links = new Int32Array(rooms * (1 << pageblockOrder));
    this.states = new Uint8Array(rooms * (1 << pageblockOrder));
    for (let list = 0; list < lists; list++) {
      this.links[2 * list] = list;
      this.links[2 * list + 1] = list;
      this.blockLinks[2 * (blocks + list)] = blocks + list;
      this.blockLinks[2 * (blocks + list) + 1] = blocks + list;
    }
    this.typeOfBlock.fill(MOVABLE);
    const zoneOfBlock = new Int16Array(blocks);
    zones.zonesOfPageblocks(zoneOfBlock);
    for (let block = 0; block < blocks; block++) this.places[2 * block + 1] = zoneOfBlock[block] as number;
  }

  get freePages(): number {
    let pages = 0;
    for (let zone = 0; zone < this.zoneCount; zone++) pages += this.freeOf[zone] as number;
    return pages;
  }

  /** Bytes of the arrays that hold something: what the machine costs the host. */
  get heldBytes(): number {
    const perRoom = this.links.BYTES_PER_ELEMENT + this.states.BYTES_PER_ELEMENT;
    const tables = [this.typeOfBlock, this.places, this.blockState, this.blockLinks];
    const rooms =
      this.topRoom *
      ((perRoom << this.pageblockOrder) + this.blockOf.BYTES_PER_ELEMENT + this.spareRooms.BYTES_PER_ELEMENT);
    return tables.reduce((sum, table) => sum + table.byteLength, rooms);
  }

  zoneOf(frame: number): number {
    const zone = this.zoneOfBlock(frame >>> this.pageblockOrder);
    return zone === MIXED_ZONES ? this.zones.zoneOf(frame) : zone;
  }

  /** State byte of a page: see page-state.ts. */
  stateOf(frame: number): number {
    const block = frame >>> this.pageblockOrder;
    const room = this.places[2 * block] as number;
    if (room !== 0) return this.states[room | (frame & this.pageMask)] as number;
    return (frame & this.pageMask) === 0 ? (this.blockState[block] as number) : 0;
  }

  /** Writes the state byte of the first page of a block that is not free. The order must be the one it was taken with. */
  mark(frame: number, order: number, state: number): void {
    const block = frame >>> this.pageblockOrder;
    if (order >= this.pageblockOrder) this.blockState[block] = state;
    else this.states[this.indexOf(frame)] = state;
  }

  /**
   * Writes another state to the first page of a block that its owner gives back.
   * @throws RangeError if there is no allocated block of that order
   */
  unuse(frame: number, order: number, state: number): void {
    const block = frame >>> this.pageblockOrder;
    if (order < this.pageblockOrder) {
      const index = this.indexOf(frame);
      if (!isUsedBlock(this.states[index] as number, order)) throw noSuchBlock(frame, order);
      this.states[index] = state;
    } else {
      if (!isUsedBlock(this.blockState[block] as number, order)) throw noSuchBlock(frame, order);
      this.blockState[block] = state;
    }
  }

  /** Makes a block that was never free an allocated one: reserved memory that is about to be freed, a machine met running. */
  adopt(frame: number, order: number, state: number): void {
    const block = frame >>> this.pageblockOrder;
    if (order < this.pageblockOrder && !this.isCut(block)) this.newRoom(block);
    this.mark(frame, order, state);
  }

  /** True if the pageblock is cut, that is, holds blocks below the pageblock order (or parts that were never free). */
  isCut(block: number): boolean {
    return this.places[2 * block] !== 0;
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
   * Puts a block on the free lists and merges it with its buddies. The caller has checked that the block is its own.
   * `toTail` is FPI_TO_TAIL.
   */
  free(frame: number, order: number, zone: number, type: number, toTail: boolean): void {
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
   * Takes up to `wanted` blocks of one type, as take() one after the other, and writes their first frames to `into` from `start`
   * on: how many there were. The loop of rmqueue_bulk() with its arrays at hand, for the engine fetches and checks them again
   * after every call.
   */
  takeMany(
    zone: number,
    order: number,
    type: number,
    state: number,
    wanted: number,
    into: Int32Array | Uint32Array,
    start: number,
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
        into[start + taken] = frame;
        taken++;
        found = order;
        continue;
      }
      let index = 2 * node;
      if (found === 0 && (states[index] as number) < FREE) index++;
      const after = links[2 * node] as number;
      links[2 * list] = after;
      links[2 * after + 1] = list;
      counts[list] = (counts[list] as number) - 1;
      while (found > order) {
        found--;
        const half = index + (1 << found);
        const halfList = firstList + ((found - order) << 3);
        const next = links[2 * halfList] as number;
        const halfNode = half >>> 1;
        links[2 * halfNode] = next;
        links[2 * halfNode + 1] = halfList;
        links[2 * halfList] = halfNode;
        links[2 * next + 1] = halfNode;
        states[half] = FREE | (type << 4) | found;
        counts[halfList] = (counts[halfList] as number) + 1;
      }
      states[index] = state;
      into[start + taken] =
        (blockOf[index >>> pageblockOrder] as number) * (1 << pageblockOrder) + (index & pageMask);
      taken++;
      listed++;
    }
    if (type !== ISOLATE) this.freeOf[zone] = (this.freeOf[zone] as number) - (listed << order);
    return taken;
  }

  /**
   * Frees blocks of one order that stand in a ring, the one before `end` first, as free() one after the other. Each goes back to
   * the type it was marked with, or to its pageblock's. The loop of free_pcppages_bulk(), written out as takeMany() is.
   */
  freeMany(
    zone: number,
    order: number,
    ring: Int32Array | Uint32Array,
    start: number,
    mask: number,
    end: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    const { counts, links, pageblockOrder, pageMask, places, states, typeOfBlock } = this;
    const zoneLists = zone << 7;
    let listed = 0;
    for (let at = end - 1; at >= end - blocks; at--) {
      const frame = ring[start + (at & mask)] as number;
      const block = frame >>> pageblockOrder;
      const room = places[2 * block] as number;
      let index = room | (frame & pageMask);
      if (order >= pageblockOrder || places[2 * block + 1] !== zone) {
        const type = rereadsType ? (typeOfBlock[block] as number) : this.stateOf(frame) & 7;
        this.free(frame, order, zone, type, false);
        continue;
      }
      const type = rereadsType ? (typeOfBlock[block] as number) : (states[index] as number) & 7;
      if (type !== ISOLATE) listed++;
      states[index] = 0;
      let merged = order;
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
      const atTail =
        merged + 1 < pageblockOrder
          ? ((states[(index & ~(1 << merged)) ^ (2 << merged)] as number) & FREE_ORDER_MASK) ===
            (FREE | (merged + 1))
          : this.isMergeLikely(index, merged, zone, block, false);
      const before = atTail ? (links[2 * list + 1] as number) : list;
      const after = atTail ? list : (links[2 * list] as number);
      const node = index >>> 1;
      links[2 * node] = after;
      links[2 * node + 1] = before;
      links[2 * before] = node;
      links[2 * after + 1] = node;
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

  /** First frame of a list's first block, or -1 if it is empty. */
  head(zone: number, order: number, type: number): number {
    return this.neighbour(-1, order, zone, type, AFTER);
  }

  /** First frames of the blocks of one list, head first. */
  *list(zone: number, order: number, type: number): Generator<number> {
    const list = listIndex(zone, order, type);
    if (order >= this.pageblockOrder) {
      const sentinel = this.blocks + list;
      for (
        let b = this.blockLinks[2 * sentinel] as number;
        b !== sentinel;
        b = this.blockLinks[2 * b] as number
      )
        yield b * (1 << this.pageblockOrder);
      return;
    }
    for (let node = this.links[2 * list] as number; node !== list; node = this.links[2 * node] as number)
      yield this.frameOf(this.indexOfNode(node, order));
  }

  /** Last block of a list, or -1 if it is empty. */
  tail(zone: number, order: number, type: number): number {
    return this.neighbour(-1, order, zone, type, BEFORE);
  }

  /** The block behind a free one in its list, or -1. */
  nextInList(frame: number, order: number, zone: number, type: number): number {
    return this.neighbour(frame, order, zone, type, AFTER);
  }

  /** The block before a free one in its list, or -1. */
  previousInList(frame: number, order: number, zone: number, type: number): number {
    return this.neighbour(frame, order, zone, type, BEFORE);
  }

  /** Turns a list round until this block is its first, or its last. */
  rotate(frame: number, order: number, zone: number, type: number, toHead: boolean): void {
    const isBlock = order >= this.pageblockOrder;
    const links = isBlock ? this.blockLinks : this.links;
    const sentinel = this.sentinelOf(order, zone, type);
    const node = isBlock ? frame >>> this.pageblockOrder : this.indexOf(frame) >>> 1;
    const first = links[2 * sentinel + AFTER] as number;
    const last = links[2 * sentinel + BEFORE] as number;
    if (node === (toHead ? first : last)) return;
    links[2 * last + AFTER] = first;
    links[2 * first + BEFORE] = last;
    const before = toHead ? (links[2 * node + BEFORE] as number) : node;
    const after = links[2 * before + AFTER] as number;
    links[2 * before + AFTER] = sentinel;
    links[2 * after + BEFORE] = sentinel;
    links[2 * sentinel + AFTER] = after;
    links[2 * sentinel + BEFORE] = before;
  }

  /** From the sentinel if the frame is -1. */
  private neighbour(frame: number, order: number, zone: number, type: number, which: 0 | 1): number {
    const sentinel = this.sentinelOf(order, zone, type);
    if (order >= this.pageblockOrder) {
      const node = frame < 0 ? sentinel : frame >>> this.pageblockOrder;
      const found = this.blockLinks[2 * node + which] as number;
      return found === sentinel ? -1 : found * (1 << this.pageblockOrder);
    }
    const node = frame < 0 ? sentinel : this.indexOf(frame) >>> 1;
    const found = this.links[2 * node + which] as number;
    return found === sentinel ? -1 : this.frameOf(this.indexOfNode(found, order));
  }

  private sentinelOf(order: number, zone: number, type: number): number {
    return (order >= this.pageblockOrder ? this.blocks : 0) + listIndex(zone, order, type);
  }

  /** First frames of the free blocks of an order, type by type, head first. */
  *freeBlocks(zone: number, order: number): Generator<number> {
    for (let type = 0; type < MIGRATETYPE_NAMES.length; type++) yield* this.list(zone, order, type);
  }

  /** Adds the free blocks of a zone to `sums`, index = order. */
  addFreeBlocks(zone: number, sums: Int32Array): void {
    for (let order = 0; order <= this.maxOrder; order++) {
      const first = listIndex(zone, order, 0);
      for (let type = 0; type < MIGRATETYPE_NAMES.length; type++)
        sums[order] = (sums[order] as number) + (this.counts[first + type] as number);
    }
  }

  /** Free blocks of all zones, written into `sums`, index = order. */
  sumFreeBlocks(sums: Int32Array): void {
    sums.fill(0);
    for (let zone = 0; zone < this.zoneCount; zone++) this.addFreeBlocks(zone, sums);
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

  /** First frame that the zone spans. */
  startOfZone(zone: number): number {
    return this.zones.startFrame(zone);
  }

  /** First frame behind the zone. */
  endOfZone(zone: number): number {
    return this.zones.endFrame(zone);
  }

  /** First frame of the free or allocated block that holds this page, or -1: reserved, absent, or in a per-cpu list. */
  blockAt(frame: number): number {
    for (let order = 0; order <= this.maxOrder; order++) {
      const first = frame - (frame % (1 << order));
      const state = this.stateOf(first);
      if (state === 0) continue;
      return (isFree(state) || isUsed(state)) && (state & ORDER_MASK) >= order ? first : -1;
    }
    return -1;
  }

  /** True if the zone spans the first page of the frame's pageblock. */
  spansStart(frame: number, zone: number): boolean {
    return frame - (frame & this.pageMask) >= this.zones.startFrame(zone);
  }

  /** True if the zone spans the last page of the frame's pageblock. */
  spansEnd(frame: number, zone: number): boolean {
    return frame - (frame & this.pageMask) + this.pageMask < this.zones.endFrame(zone);
  }

  /** First frame of the frame's pageblock. */
  startOfPageblock(frame: number): number {
    return frame - (frame & this.pageMask);
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

  /** Sets the migratetype of the pageblocks of one block of that order. Moves nothing between the lists. */
  setType(block: number, order: number, type: number): void {
    const end = block + (1 << Math.max(0, order - this.pageblockOrder));
    for (let b = block; b < end; b++) this.typeOfBlock[b] = type;
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

  /** Index of the room's first page. */
  private newRoom(block: number): number {
    let room: number;
    if (this.spares > 0) {
      this.spares--;
      room = this.spareRooms[this.spares] as number;
    } else {
      room = this.topRoom;
      if (room === this.blockOf.length)
        throw new RangeError("more pageblocks are cut than the simulation has room for");
      this.topRoom++;
    }
    this.blockOf[room] = block;
    this.places[2 * block] = room << this.pageblockOrder;
    return room << this.pageblockOrder;
  }

  /** The room's states are all 0 again: every block in it has merged away. */
  private dropRoom(block: number, room: number): void {
    this.places[2 * block] = 0;
    this.spareRooms[this.spares] = room >>> this.pageblockOrder;
    this.spares++;
  }

  private zoneOfBlock(block: number): number {
    return this.places[2 * block + 1] as number;
  }

  private indexOf(frame: number): number {
    return (this.places[2 * (frame >>> this.pageblockOrder)] as number) | (frame & this.pageMask);
  }

  private frameOf(index: number): number {
    const block = this.blockOf[index >>> this.pageblockOrder] as number;
    return block * (1 << this.pageblockOrder) + (index & this.pageMask);
  }

  private indexOfNode(node: number, order: number): number {
    return order === 0 && ((this.states[2 * node] as number) & FREE) === 0 ? 2 * node + 1 : 2 * node;
  }

  private link(index: number, order: number, zone: number, type: number, atTail: boolean): void {
    const { links } = this;
    const list = (zone << 7) | (order << 3) | type;
    const before = atTail ? (links[2 * list + 1] as number) : list;
    const after = links[2 * before] as number;
    const node = index >>> 1;
    links[2 * node] = after;
    links[2 * node + 1] = before;
    links[2 * before] = node;
    links[2 * after + 1] = node;
    this.states[index] = FREE | (type << 4) | order;
    this.counts[list] = (this.counts[list] as number) + 1;
  }

  private unlink(index: number, list: number): void {
    const { links } = this;
    const after = links[index & ~1] as number;
    const before = links[index | 1] as number;
    links[2 * before] = after;
    links[2 * after + 1] = before;
    this.counts[list] = (this.counts[list] as number) - 1;
  }

  private linkBlock(block: number, order: number, zone: number, type: number, atTail: boolean): void {
    const { blockLinks } = this;
    const list = (zone << 7) | (order << 3) | type;
    const sentinel = this.blocks + list;
    const before = atTail ? (blockLinks[2 * sentinel + 1] as number) : sentinel;
    const after = blockLinks[2 * before] as number;
    blockLinks[2 * block] = after;
    blockLinks[2 * block + 1] = before;
    blockLinks[2 * before] = block;
    blockLinks[2 * after + 1] = block;
    this.blockState[block] = FREE | (type << 4) | order;
    this.counts[list] = (this.counts[list] as number) + 1;
  }

  private unlinkBlock(block: number, list: number): void {
    const { blockLinks } = this;
    const after = blockLinks[2 * block] as number;
    const before = blockLinks[2 * block + 1] as number;
    blockLinks[2 * before] = after;
    blockLinks[2 * after + 1] = before;
    this.counts[list] = (this.counts[list] as number) - 1;
  }
}

function noSuchBlock(frame: number, order: number): RangeError {
  return new RangeError(`frame ${frame} is no allocated block of order ${order}`);
}
