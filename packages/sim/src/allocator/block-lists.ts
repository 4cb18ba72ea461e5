/**
 * The free lists of every zone, order and migratetype, and what every page is.
 *
 * Two levels. A record for each pageblock holds the links and the state of blocks of pageblock order and above. Only while a
 * pageblock is cut has it a *room*: a state byte for each page and one list node for each pair of pages, for two free order-0
 * buddies never stand side by side and every larger block starts at an even page. Links inside rooms are room indices, so
 * they stay small on machines whose frames are not. A zone must not begin or end at an odd frame. Everything has its full size from the start: memory is committed where
 * it is touched, and code runs faster on arrays that are never replaced.
 */

import { MIGRATETYPE_NAMES, MOVABLE } from "./migratetype";
import { FREE, isFree, isUsed, isUsedBlock, ORDER_MASK } from "./page-state";

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

export interface ListShape {
  frames: number;
  /** Largest order, inclusive; at most 13. */
  maxOrder: number;
  /** At most maxOrder. */
  pageblockOrder: number;
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

export class BlockLists {
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

  protected readonly blocks: number;
  protected readonly pageMask: number;
  /** Two words for each pageblock: index of its room's first page, 0 if it has none; its zone once it has had a room. */
  readonly places: Int32Array;
  private readonly zoneOfBlocks: Int16Array;
  protected readonly blockLinks: Int32Array;
  protected readonly blockState: Uint8Array;
  protected readonly blockOf: Int32Array;
  protected readonly links: Int32Array;
  /** State byte of each page of a room. */
  readonly states: Uint8Array;
  private readonly spareRooms: Int32Array;
  private spares = 0;
  private topRoom: number;

  constructor(
    shape: ListShape,
    protected readonly zones: BuddyZones,
  ) {
    const { frames, maxOrder, pageblockOrder } = shape;
    this.frames = frames;
    this.maxOrder = maxOrder;
    this.pageblockOrder = pageblockOrder;
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
    this.zoneOfBlocks = new Int16Array(blocks);
    zones.zonesOfPageblocks(this.zoneOfBlocks);
  }

  get freePages(): number {
    let pages = 0;
    for (let zone = 0; zone < this.zoneCount; zone++) pages += this.freeOf[zone] as number;
    return pages;
  }

  /** Bytes of the arrays that hold something: what the machine costs the host. */
  get heldBytes(): number {
    const perRoom = this.links.BYTES_PER_ELEMENT + this.states.BYTES_PER_ELEMENT;
    const tables = [this.typeOfBlock, this.zoneOfBlocks, this.places, this.blockState, this.blockLinks];
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

  /** Reads what is known of the first pages of blocks, the first `count` of these, and returns something of it. */
  fetch(frames: Uint32Array, count: number): number {
    const { pageblockOrder, pageMask, places, states } = this;
    let read = 0;
    for (let i = 0; i < count; i++) {
      const frame = frames[i] as number;
      read ^= states[(places[2 * (frame >>> pageblockOrder)] as number) | (frame & pageMask)] as number;
    }
    return read;
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

  /** Sets the migratetype of the pageblocks of one block of that order. Moves nothing between the lists. */
  setType(block: number, order: number, type: number): void {
    const end = block + (1 << Math.max(0, order - this.pageblockOrder));
    for (let b = block; b < end; b++) this.typeOfBlock[b] = type;
  }

  /** Index of the room's first page. */
  protected newRoom(block: number): number {
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
    this.places[2 * block + 1] = this.zoneOfBlock(block);
    return room << this.pageblockOrder;
  }

  /** The room's states are all 0 again: every block in it has merged away. */
  protected dropRoom(block: number, room: number): void {
    this.places[2 * block] = 0;
    this.spareRooms[this.spares] = room >>> this.pageblockOrder;
    this.spares++;
  }

  protected zoneOfBlock(block: number): number {
    return this.zoneOfBlocks[block] as number;
  }

  protected indexOf(frame: number): number {
    return (this.places[2 * (frame >>> this.pageblockOrder)] as number) | (frame & this.pageMask);
  }

  protected frameOf(index: number): number {
    const block = this.blockOf[index >>> this.pageblockOrder] as number;
    return block * (1 << this.pageblockOrder) + (index & this.pageMask);
  }

  private indexOfNode(node: number, order: number): number {
    return order === 0 && ((this.states[2 * node] as number) & FREE) === 0 ? 2 * node + 1 : 2 * node;
  }

  protected link(index: number, order: number, zone: number, type: number, atTail: boolean): void {
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

  protected unlink(index: number, list: number): void {
    const { links } = this;
    const after = links[index & ~1] as number;
    const before = links[index | 1] as number;
    links[2 * before] = after;
    links[2 * after + 1] = before;
    this.counts[list] = (this.counts[list] as number) - 1;
  }

  protected linkBlock(block: number, order: number, zone: number, type: number, atTail: boolean): void {
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

  protected unlinkBlock(block: number, list: number): void {
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
