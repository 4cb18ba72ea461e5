/**
 * Pageblocks nobody may allocate from while a range of pages is being emptied.
 * Source: mm/page_isolation.c start_isolate_page_range(), set_migratetype_isolate(), unset_migratetype_isolate(),
 * has_unmovable_pages(); mm/page_alloc.c split_free_page().
 */

import type { Buddy } from "../buddy";
import { CMA, ISOLATE, MOVABLE } from "../migratetype";
import { freeType, isFree, isInPcp, isUsed, mobility, ORDER_MASK, USED } from "../page-state";
import type { ZoneAllocator } from "../zone-allocator";
import { ZONE_KINDS } from "../zone-levels";
import type { ContigFailure, Obstacle } from "./result";

const MOVABLE_ZONE = ZONE_KINDS.indexOf("Movable");

/** Moves an allocated block that crosses the border of a range out of the way; null if that worked. */
export type Evict = (frame: number, order: number) => ContigFailure | null;

export class PageIsolation {
  private readonly buddy: Buddy;
  private readonly blockPages: number;
  /** First frames of the pageblocks that are isolated. */
  private readonly isolatedHere = new Set<number>();

  constructor(private readonly allocator: ZoneAllocator) {
    this.buddy = allocator.buddy;
    this.blockPages = 1 << this.buddy.pageblockOrder;
  }

  /** Isolates the pageblocks of a range whose pages are of one type; undoes what it did if one of them cannot be. */
  start(start: number, end: number, type: number, evict: Evict): ContigFailure | null {
    const first = this.buddy.startOfPageblock(start);
    const last = this.buddy.startOfPageblock(end - 1);
    const failure =
      this.isolate(first, start, end, type) ??
      this.splitAt(first, evict) ??
      (last === first ? null : this.isolate(last, start, end, type)) ??
      this.splitAt(last + this.blockPages, evict) ??
      this.isolateBetween(first + this.blockPages, last, start, end, type);
    if (failure !== null) this.undo(start, end, type);
    return failure;
  }

  /** Makes what is isolated available again. Only pageblocks that start() isolated for this range. */
  undo(start: number, end: number, type: number): void {
    for (let block = this.buddy.startOfPageblock(start); block < end; block += this.blockPages)
      if (this.isolatedHere.delete(block)) this.release(block, type);
  }

  private isolateBetween(
    first: number,
    last: number,
    start: number,
    end: number,
    type: number,
  ): ContigFailure | null {
    for (let block = first; block < last; block += this.blockPages) {
      const failure = this.isolate(block, start, end, type);
      if (failure !== null) return failure;
    }
    return null;
  }

  private isolate(block: number, start: number, end: number, type: number): ContigFailure | null {
    const { buddy } = this;
    const number = block >>> buddy.pageblockOrder;
    if (buddy.typeOfBlock[number] === ISOLATE) return { error: "EBUSY", obstacle: "isolated", frame: block };
    const zone = buddy.zoneOf(block);
    const from = Math.max(block, start);
    const failure = this.findUnmovable(from, Math.min(block + this.blockPages, end), type, zone);
    if (failure !== null) return failure;
    const { isolatedBlocks } = this.allocator.levels;
    isolatedBlocks[zone] = (isolatedBlocks[zone] as number) + 1;
    this.retype(block, zone, ISOLATE);
    this.isolatedHere.add(block);
    return null;
  }

  private release(block: number, type: number): void {
    const { buddy } = this;
    const zone = buddy.zoneOf(block);
    const { isolatedBlocks } = this.allocator.levels;
    const state = buddy.stateOf(block);
    const order = state & ORDER_MASK;
    const isMergeDue =
      isFree(state) && order >= buddy.pageblockOrder && this.hasFreeBuddy(block, order, zone);
    if (isMergeDue) {
      buddy.takeFrom(block, order, order, zone, ISOLATE, USED | order);
      buddy.typeOfBlock[block >>> buddy.pageblockOrder] = type;
      buddy.free(block, order, zone, type, true);
    } else {
      this.retype(block, zone, type);
    }
    isolatedBlocks[zone] = (isolatedBlocks[zone] as number) - 1;
  }

  /** A free buddy that was kept apart only because this block was isolated. */
  private hasFreeBuddy(block: number, order: number, zone: number): boolean {
    const { buddy } = this;
    if (order >= buddy.maxOrder) return false;
    const other = block + (block % (2 << order) === 0 ? 1 << order : -(1 << order));
    const state = buddy.stateOf(other);
    return (
      isFree(state) &&
      (state & ORDER_MASK) === order &&
      buddy.zoneOf(other) === zone &&
      buddy.typeOfBlock[other >>> buddy.pageblockOrder] !== ISOLATE
    );
  }

  /**
   * The pageblock and what is free in it change type. Since v6.10 a larger free block is taken apart for that, so that none lies
   * on two types' pageblocks: move_freepages_block_isolate().
   */
  private retype(block: number, zone: number, type: number): void {
    const { buddy } = this;
    const number = block >>> buddy.pageblockOrder;
    const frame = this.allocator.rules.keepsListsClean ? buddy.blockAt(block) : -1;
    const state = frame < 0 ? 0 : buddy.stateOf(frame);
    const order = state & ORDER_MASK;
    if (!isFree(state) || order <= buddy.pageblockOrder) {
      this.moveFree(block, zone, type);
      buddy.typeOfBlock[number] = type;
      return;
    }
    buddy.takeFrom(frame, order, order, zone, freeType(state), USED | order);
    buddy.typeOfBlock[number] = type;
    for (let at = frame; at < frame + (1 << order); at += this.blockPages) {
      const own = buddy.typeOfBlock[at >>> buddy.pageblockOrder] as number;
      buddy.free(at, buddy.pageblockOrder, zone, own, false);
    }
  }

  /** Free blocks that begin in the pageblock change lists; what a block larger than it covers goes with it. */
  private moveFree(block: number, zone: number, type: number): void {
    const { buddy } = this;
    const state = buddy.stateOf(block);
    if (buddy.isCut(block >>> buddy.pageblockOrder)) buddy.moveFreeBlocks(block, zone, type);
    else if (isFree(state)) buddy.moveBlock(block, state & ORDER_MASK, zone, type);
  }

  /** Leaves no block that reaches from one side of a pageblock border to the other. */
  private splitAt(border: number, evict: Evict): ContigFailure | null {
    const { buddy } = this;
    if (border >= buddy.frames) return null;
    const frame = buddy.blockAt(border);
    if (frame < 0 || frame === border) return null;
    const state = buddy.stateOf(frame);
    const order = state & ORDER_MASK;
    if (isUsed(state)) {
      const obstacle = mobility(state) === MOVABLE ? "pinned" : "unmovable";
      const failure = evict(frame, order);
      if (failure !== null) return { ...failure, error: "EBUSY" };
      if (isUsed(buddy.stateOf(frame))) return { error: "EBUSY", obstacle, frame };
      return this.splitAt(border, evict);
    }
    this.splitFree(frame, order, border);
    return null;
  }

  /** Frees the two sides again, each pageblock on the lists of its own type. */
  private splitFree(frame: number, order: number, border: number): void {
    const { buddy } = this;
    const zone = buddy.zoneOf(frame);
    buddy.takeFrom(frame, order, order, zone, freeType(buddy.stateOf(frame)), USED | order);
    const end = frame + (1 << order);
    for (let at = frame; at < end; ) {
      const room = (at < border ? border : end) - at;
      let part = order;
      while (1 << part > room || at % (1 << part) !== 0) part--;
      const type = buddy.typeOfBlock[at >>> buddy.pageblockOrder] as number;
      buddy.free(at, part, zone, type, false);
      at += 1 << part;
    }
  }

  /** CMA is taken as it is where CMA is asked for: only taking the pages will tell. */
  private findUnmovable(start: number, end: number, type: number, zone: number): ContigFailure | null {
    const { buddy } = this;
    const fail = (obstacle: Obstacle, frame: number): ContigFailure => ({ error: "EBUSY", obstacle, frame });
    if (buddy.typeOfBlock[start >>> buddy.pageblockOrder] === CMA)
      return type === CMA ? null : fail("cma", start);
    for (let at = start; at < end; ) {
      const frame = buddy.blockAt(at);
      if (frame < 0) {
        if (!this.isCached(at)) return fail("reserved", at);
        at++;
        continue;
      }
      const state = buddy.stateOf(frame);
      const isStuck = isUsed(state) && mobility(state) !== MOVABLE;
      if (isStuck && this.allocator.levels.kind[zone] !== MOVABLE_ZONE) return fail("unmovable", frame);
      at = frame + (1 << (state & ORDER_MASK));
    }
    return null;
  }

  /** In a per-cpu list. The order of such a block is not kept with it, so a reserved page right behind it counts as well. */
  private isCached(frame: number): boolean {
    for (let order = 0; order <= this.buddy.pageblockOrder; order++) {
      const state = this.buddy.stateOf(frame - (frame % (1 << order)));
      if (state !== 0) return isInPcp(state);
    }
    return false;
  }
}
