/**
 * Pageblocks that compaction leaves out because nothing was to be had there, and how they come back.
 * Source: mm/compaction.c isolation_suitable(), __reset_isolation_suitable(), __reset_isolation_pfn().
 */

import type { Buddy } from "../buddy";
import { MOVABLE } from "../migratetype";
import { isFree, isUsed, mobility, ORDER_MASK } from "../page-state";
import { ZoneHints } from "./zone-hints";

/** A pageblock is sampled at every eighth page: 2^PAGE_ALLOC_COSTLY_ORDER. */
const SAMPLE_STEP = 8;

export class BlockHints {
  readonly zones: ZoneHints[];
  private readonly skip: Uint8Array;

  constructor(private readonly buddy: Buddy) {
    this.skip = new Uint8Array(Math.ceil(buddy.frames / (1 << buddy.pageblockOrder)));
    this.zones = Array.from(
      { length: buddy.zoneCount },
      (_, zone) =>
        new ZoneHints(
          buddy.startOfZone(zone),
          buddy.startOfPageblock(Math.max(0, buddy.endOfZone(zone) - 1)),
        ),
    );
  }

  of(zone: number): ZoneHints {
    return this.zones[zone] as ZoneHints;
  }

  isSkipped(frame: number): boolean {
    return this.skip[frame >>> this.buddy.pageblockOrder] === 1;
  }

  setSkip(frame: number): void {
    this.skip[frame >>> this.buddy.pageblockOrder] = 1;
  }

  /** True if the page lies in an allocated block of a pageblock or more: nothing is to be gained by moving that. */
  isHugeBlock(frame: number): boolean {
    const { buddy } = this;
    const block = buddy.blockAt(frame);
    if (block < 0) return false;
    const state = buddy.stateOf(block);
    return isUsed(state) && (state & ORDER_MASK) >= buddy.pageblockOrder;
  }

  /** Takes the skip hints back where sampling finds free or movable pages, and has both scanners begin at the first such. */
  reset(zone: number): void {
    const { buddy } = this;
    const hints = this.of(zone);
    if (!hints.isFlushDue) return;
    hints.isFlushDue = false;
    const pages = 1 << buddy.pageblockOrder;
    const start = buddy.startOfZone(zone);
    let migrate = start;
    let free = buddy.endOfZone(zone) - 1;
    let firstMigrate = free;
    let firstFree = start;
    let hasSource = false;
    let hasTarget = false;
    for (; migrate < free; migrate += pages, free -= pages) {
      if (this.resetBlock(zone, migrate, true, hasSource) && migrate < firstMigrate) {
        hasSource = true;
        firstMigrate = migrate;
        hints.initialMigrate = migrate;
        hints.cachedMigrateAsync = migrate;
        hints.cachedMigrateSync = migrate;
      }
      if (this.resetBlock(zone, free, hasTarget, true) && free > firstFree) {
        hasTarget = true;
        firstFree = free;
        hints.initialFree = free;
        hints.cachedFree = free;
      }
    }
    if (firstMigrate < firstFree) return;
    hints.cachedMigrateAsync = migrate;
    hints.cachedMigrateSync = migrate;
    hints.cachedFree = free;
  }

  /** True if the pageblock may be scanned (again). */
  private resetBlock(zone: number, frame: number, asSource: boolean, asTarget: boolean): boolean {
    const { buddy } = this;
    if (buddy.zoneOf(frame) !== zone || this.isHugeBlock(frame)) return false;
    if (asSource && asTarget && !this.isSkipped(frame)) return true;
    const block = frame >>> buddy.pageblockOrder;
    if (!asSource && asTarget && buddy.typeOfBlock[block] !== MOVABLE) return false;
    const first = Math.max(buddy.startOfPageblock(frame), buddy.startOfZone(zone));
    const end = Math.min(buddy.startOfPageblock(frame) + (1 << buddy.pageblockOrder), buddy.endOfZone(zone));
    for (let at = first; at < end; at += SAMPLE_STEP) {
      if ((asSource && this.isMovable(at)) || (asTarget && isFree(buddy.stateOf(at)))) {
        this.skip[block] = 0;
        return true;
      }
    }
    return false;
  }

  private isMovable(frame: number): boolean {
    const block = this.buddy.blockAt(frame);
    if (block < 0) return false;
    const state = this.buddy.stateOf(block);
    return isUsed(state) && mobility(state) === MOVABLE;
  }
}
