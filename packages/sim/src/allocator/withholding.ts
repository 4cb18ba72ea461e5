/**
 * Somebody keeps freed blocks off the free lists until something else is done. Beside the buddy allocator, not a kind of it: with two kinds
 * the engine would check at every place which one it has, on machines without as well.
 * Source: J. Kim, mm/kasan: support on-demand shadow allocation/mapping, 16 May 2017: a hook in __free_one_page().
 */

import type { Buddy } from "./buddy";
import { ISOLATE } from "./migratetype";
import { freeType, isFree, orderOf, USED } from "./page-state";
import type { FreeGuard } from "./single-blocks";

export interface Withholder {
  /** Order of the aligned groups of pages that it decides about. */
  readonly order: number;
  /** True if a group that the block of 2^order pages touches must not become free in one piece yet. */
  isMarked(frame: number, order: number): boolean;
  /**
   * The block is whole and on no list: at least a group, marked as allocated. It goes back through PageAllocator.free(), later; the
   * caller is in the middle of its work.
   */
  withhold(frame: number, order: number): void;
}

export class Withholding implements FreeGuard {
  constructor(
    private readonly buddy: Buddy,
    private readonly withholder: Withholder,
  ) {}

  keeps(frame: number, order: number, zone: number): boolean {
    if (!this.withholder.isMarked(frame, order)) return false;
    if (order < this.withholder.order) return this.gather(frame, order, zone);
    this.keep(frame, order);
    return true;
  }

  freeMany(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    const { buddy } = this;
    const end = start + blocks;
    let from = start;
    for (let at = start; at < end; at++) {
      const frame = (row[at] as number) >>> 0;
      if (!this.withholder.isMarked(frame, order)) continue;
      if (at > from) buddy.freeRow(zone, order, row, from, at - from, rereadsType);
      const type = rereadsType
        ? (buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number)
        : buddy.stateOf(frame) & 7;
      buddy.free(frame, order, zone, type, false);
      from = at + 1;
    }
    if (from < end) buddy.freeRow(zone, order, row, from, end - from, rereadsType);
  }

  /** Takes the rest of the block's group off the lists and keeps all of it; false if some of it is not free. */
  private gather(frame: number, order: number, zone: number): boolean {
    const { buddy } = this;
    const groupOrder = this.withholder.order;
    const first = frame - (frame & ((1 << groupOrder) - 1));
    const end = first + (1 << groupOrder);
    for (let at = first; at < end; ) {
      if (at === frame) {
        at += 1 << order;
        continue;
      }
      const state = buddy.stateOf(at);
      if (!isFree(state) || freeType(state) === ISOLATE || buddy.zoneOf(at) !== zone) return false;
      at += 1 << orderOf(state);
    }
    buddy.mark(frame, order, 0);
    for (let at = first; at < end; ) {
      if (at === frame) {
        at += 1 << order;
        continue;
      }
      const part = orderOf(buddy.stateOf(at));
      buddy.takeFrom(at, part, part, zone, 0, 0);
      at += 1 << part;
    }
    this.keep(first, groupOrder);
    return true;
  }

  private keep(frame: number, order: number): void {
    const { buddy } = this;
    if (order >= buddy.pageblockOrder) buddy.join(frame, order, USED | order);
    else buddy.mark(frame, order, USED | order);
    this.withholder.withhold(frame, order);
  }
}
