/**
 * Blocks that stay where they are and become something else: of another migratetype, single pages, one block again.
 * Source: mm/page_alloc.c move_freepages_block(), split_page().
 */

import { BlockLists, type BuddyZones, type ListShape, listIndex } from "./block-lists";
import { ISOLATE, MOVABLE } from "./migratetype";
import { isFree, isUsed, mobility, ORDER_MASK, USED } from "./page-state";

export interface MoveShape extends ListShape {
  /** Blocks that change type go to the tail of their new list, else to the head. */
  movesToTail: boolean;
}

/** What was found in a pageblock, pages. */
export interface BlockCensus {
  free: number;
  movable: number;
}

export class BlockMoves extends BlockLists {
  /** What the last countBlock() or moveFreeBlocks() counted. */
  readonly census: BlockCensus = { free: 0, movable: 0 };

  private readonly movesToTail: boolean;

  constructor(shape: MoveShape, zones: BuddyZones) {
    super(shape, zones);
    this.movesToTail = shape.movesToTail;
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
}
