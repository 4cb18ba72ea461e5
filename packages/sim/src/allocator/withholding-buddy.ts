/**
 * A buddy allocator in which somebody may keep freed blocks off the free lists until something else is done.
 * Source: J. Kim, mm/kasan: support on-demand shadow allocation/mapping, 16 May 2017: a hook in __free_one_page().
 */

import type { BuddyZones } from "./block-lists";
import { Buddy, type BuddyShape } from "./buddy";
import { ISOLATE } from "./migratetype";
import { isFree, orderOf, USED } from "./page-state";

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

export class WithholdingBuddy extends Buddy {
  constructor(
    shape: BuddyShape,
    zones: BuddyZones,
    private readonly withholder: Withholder,
  ) {
    super(shape, zones);
  }

  override free(frame: number, order: number, zone: number, type: number, toTail: boolean): void {
    if (type !== ISOLATE && this.withholder.isMarked(frame, order)) {
      if (order >= this.withholder.order) {
        this.keep(frame, order);
        return;
      }
      if (this.gather(frame, order, zone)) return;
    }
    super.free(frame, order, zone, type, toTail);
  }

  override freeMany(
    zone: number,
    order: number,
    row: Int32Array,
    start: number,
    blocks: number,
    rereadsType: boolean,
  ): void {
    const end = start + blocks;
    let from = start;
    for (let at = start; at < end; at++) {
      const frame = (row[at] as number) >>> 0;
      if (!this.withholder.isMarked(frame, order)) continue;
      if (at > from) super.freeMany(zone, order, row, from, at - from, rereadsType);
      const type = rereadsType
        ? (this.typeOfBlock[frame >>> this.pageblockOrder] as number)
        : this.stateOf(frame) & 7;
      this.free(frame, order, zone, type, false);
      from = at + 1;
    }
    if (from < end) super.freeMany(zone, order, row, from, end - from, rereadsType);
  }

  /** Takes the rest of the block's group off the lists and keeps all of it; false if some of it is not free. */
  private gather(frame: number, order: number, zone: number): boolean {
    const groupOrder = this.withholder.order;
    const first = frame - (frame & ((1 << groupOrder) - 1));
    const end = first + (1 << groupOrder);
    for (let at = first; at < end; ) {
      if (at === frame) {
        at += 1 << order;
        continue;
      }
      const state = this.stateOf(at);
      if (!isFree(state) || ((state >>> 4) & 7) === ISOLATE || this.zoneOf(at) !== zone) return false;
      at += 1 << orderOf(state);
    }
    this.mark(frame, order, 0);
    for (let at = first; at < end; ) {
      if (at === frame) {
        at += 1 << order;
        continue;
      }
      const part = orderOf(this.stateOf(at));
      this.takeFrom(at, part, part, zone, 0, 0);
      at += 1 << part;
    }
    this.keep(first, groupOrder);
    return true;
  }

  private keep(frame: number, order: number): void {
    if (order >= this.pageblockOrder) this.join(frame, order, USED | order);
    else this.mark(frame, order, USED | order);
    this.withholder.withhold(frame, order);
  }
}
