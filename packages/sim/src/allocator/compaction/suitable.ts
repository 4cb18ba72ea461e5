/**
 * Whether compacting a zone can help a request.
 * Source: mm/compaction.c compaction_suitable(), __compaction_suitable(), fragmentation_score_zone(); include/linux/compaction.h compact_gap().
 */

import { ALLOC_CMA, ALLOC_WMARK_MASK } from "../alloc-flags";
import { extfragPercent, fragmentationIndex } from "../fragmentation";
import type { ZoneAllocator } from "../zone-allocator";
import { COMPACT_CONTINUE, COMPACT_SKIPPED, COMPACT_SUCCESS, WHOLE_ZONE } from "./run";

/** Requests above this order compact only where memory is fragmented rather than short: PAGE_ALLOC_COSTLY_ORDER. */
export const COSTLY_ORDER = 3;

/** Permille of the fragmentation index below which a failure is for lack of memory: vm.extfrag_threshold. */
const EXTFRAG_THRESHOLD = 500;

/** Free pages that compaction needs for copies before it can give any back: compact_gap(). */
export function compactGap(order: number): number {
  return 2 << order;
}

export class Suitability {
  private readonly freeBlocks: Int32Array;

  constructor(private readonly allocator: ZoneAllocator) {
    this.freeBlocks = new Int32Array(allocator.buddy.maxOrder + 1);
  }

  /** COMPACT_SUCCESS if the request needs no compaction, COMPACT_SKIPPED if that would not help, else COMPACT_CONTINUE. */
  of(zone: number, order: number, flags: number, highest: number): number {
    const { allocator } = this;
    const result = this.withFree(zone, order, flags, highest, allocator.buddy.freeOf[zone] as number);
    if (result !== COMPACT_CONTINUE || order <= COSTLY_ORDER) return result;
    this.countFreeBlocks(zone);
    const index = fragmentationIndex(this.freeBlocks, order);
    return index >= 0 && index <= EXTFRAG_THRESHOLD ? COMPACT_SKIPPED : COMPACT_CONTINUE;
  }

  /** The same without the fragmentation index, if that many pages were free to copy to. */
  withFree(zone: number, order: number, flags: number, highest: number, freePages: number): number {
    const { allocator } = this;
    if (order === WHOLE_ZONE) return COMPACT_CONTINUE;
    const mark = allocator.mark(zone, flags & ALLOC_WMARK_MASK);
    if (allocator.isAbove(zone, order, mark, highest, flags)) return COMPACT_SUCCESS;
    const least = allocator.mark(zone, order > COSTLY_ORDER ? 1 : 0) + compactGap(order);
    return allocator.isAbove(zone, 0, least, highest, ALLOC_CMA, freePages)
      ? COMPACT_CONTINUE
      : COMPACT_SKIPPED;
  }

  /** Percent of a zone's free memory that lies in blocks below an order. */
  fragmentationScore(zone: number, order: number): number {
    this.countFreeBlocks(zone);
    return extfragPercent(this.freeBlocks, order);
  }

  private countFreeBlocks(zone: number): void {
    this.freeBlocks.fill(0);
    this.allocator.buddy.addFreeBlocks(zone, this.freeBlocks);
  }
}
