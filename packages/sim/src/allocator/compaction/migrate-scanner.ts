/**
 * The migrate scanner: goes up through a zone and takes movable pages out of it, a cluster at a time.
 * Source: mm/compaction.c isolate_migratepages(), isolate_migratepages_block(), fast_find_migrateblock().
 *
 * Pages under writeback and unevictable ones are not told apart from others: what cannot be moved is the owner's word.
 */

import type { Buddy } from "../buddy";
import { CMA, MOVABLE, UNMOVABLE } from "../migratetype";
import { isFree, isUsed, mobility, ORDER_MASK, USED } from "../page-state";
import type { ZoneAllocator } from "../zone-allocator";
import type { BlockHints } from "./block-hints";
import { COMPACT_CLUSTER_MAX, type CompactionRun, NO_FAST_START } from "./run";

/** Smallest order for which pageblocks with free pages are looked for first: above PAGE_ALLOC_COSTLY_ORDER. */
const COSTLY_ORDER = 3;

/** A movable page of order 0, and the same while it is off its owner's lists. */
const AT_REST = USED | (MOVABLE << 4);
const ISOLATED = USED | (UNMOVABLE << 4);

export class MigrateScanner {
  private readonly buddy: Buddy;
  private readonly blockPages: number;

  constructor(
    private readonly allocator: ZoneAllocator,
    private readonly hints: BlockHints,
  ) {
    this.buddy = allocator.buddy;
    this.blockPages = 1 << this.buddy.pageblockOrder;
  }

  /** Takes pages from the next pageblock that has some into `run.sources`. */
  isolate(run: CompactionRun): void {
    const { buddy, hints } = this;
    const { zone } = run.request;
    let low = this.findFast(run);
    let start = Math.max(buddy.startOfPageblock(low), buddy.startOfZone(zone));
    let end = buddy.startOfPageblock(low) + this.blockPages;
    let isFound = low !== run.migrateFrame && run.fastSearchFail === 0;
    for (; end <= run.freeFrame; end += this.blockPages) {
      if (buddy.zoneOf(start) === zone && buddy.zoneOf(end - 1) === zone) {
        const isAligned = low === buddy.startOfPageblock(low);
        if (!isAligned || isFound || run.request.ignoresSkipHints || !hints.isSkipped(low)) {
          if (this.isSource(run, start)) {
            this.isolateBlock(run, low, end);
            return;
          }
          this.advanceCached(run, end);
        }
      }
      isFound = false;
      run.migrateFrame = end;
      low = end;
      start = end;
    }
  }

  /** Puts pages that were not moved back where they were: putback_movable_pages(). */
  putBack(run: CompactionRun): void {
    const { sources } = run;
    while (sources.count > 0) this.buddy.mark(sources.pop(), 0, AT_REST);
  }

  /** A direct asynchronous run takes from pageblocks of the request's own kind only: suitable_migration_source(). */
  private isSource(run: CompactionRun, frame: number): boolean {
    const { type, isAsync, isDirect } = run.request;
    if (this.hints.isHugeBlock(frame)) return false;
    if (!isAsync || !isDirect) return true;
    const blockType = this.buddy.typeOfBlock[frame >>> this.buddy.pageblockOrder] as number;
    return blockType === type || (type === MOVABLE && blockType === CMA);
  }

  private isolateBlock(run: CompactionRun, first: number, end: number): void {
    const { buddy, hints } = this;
    const { events, owner } = this.allocator;
    const { order, isAsync, isDirect, ignoresSkipHints } = run.request;
    const { sources } = run;
    // A block of the wanted order cannot come of a range with an immovable page in it: leave the rest of the range alone.
    const skipsOnFailure = isDirect && isAsync;
    let rangeEnd = skipsOnFailure ? endOfRange(first, order) : 0;
    let isolated = 0;
    let scanned = 0;
    let scannedBlock = -1;
    let hasMarked = false;
    let low = first;
    for (; low < end; low++) {
      if (skipsOnFailure && low >= rangeEnd) {
        if (isolated > 0) break;
        rangeEnd = endOfRange(low, order);
      }
      scanned++;
      if (scannedBlock < 0 && low === buddy.startOfPageblock(low)) {
        if (!ignoresSkipHints && hints.isSkipped(low)) {
          low = end;
          break;
        }
        scannedBlock = low;
      }
      const state = buddy.stateOf(low);
      if (isFree(state)) {
        low += (1 << (state & ORDER_MASK)) - 1;
        continue;
      }
      const isCompound = isUsed(state) && (state & ORDER_MASK) > 0;
      if (isCompound) low += (1 << (state & ORDER_MASK)) - 1;
      else if (isUsed(state) && mobility(state) === MOVABLE && !owner.isPinned(low)) {
        if (!hasMarked) {
          hasMarked = true;
          if (!ignoresSkipHints && low === buddy.startOfPageblock(low)) hints.setSkip(low);
        }
        buddy.mark(low, 0, ISOLATED);
        sources.push(low);
        isolated++;
        if (sources.count < COMPACT_CLUSTER_MAX || run.isRescan) continue;
        low++;
        break;
      }
      if (!skipsOnFailure) continue;
      this.putBack(run);
      isolated = 0;
      if (low < rangeEnd) {
        low = rangeEnd - 1;
        rangeEnd += 1 << order;
      }
    }
    low = Math.min(low, end);
    if (low === end && (isolated === 0 || run.isRescan)) {
      if (scannedBlock >= 0 && !hasMarked) hints.setSkip(scannedBlock);
      this.advanceCached(run, low);
    }
    run.migrateScanned += scanned;
    events.compactIsolated += isolated;
    run.migrateFrame = low;
  }

  /** The next run need not look below: update_cached_migrate(), which leaves out one pageblock more than was scanned. */
  private advanceCached(run: CompactionRun, frame: number): void {
    const hints = this.hints.of(run.request.zone);
    const next = this.buddy.startOfPageblock(frame) + this.blockPages;
    hints.cachedMigrateAsync = Math.max(hints.cachedMigrateAsync, next);
    if (!run.request.isAsync) hints.cachedMigrateSync = Math.max(hints.cachedMigrateSync, next);
  }

  /**
   * Looks in the free lists for a pageblock that is partly free already. As in v6.1 the block found is marked to be skipped
   * before it is scanned, so that a success makes the scanner go on behind it.
   */
  private findFast(run: CompactionRun): number {
    const { buddy, hints } = this;
    const { zone, order: wanted, ignoresSkipHints, isDirect, type } = run.request;
    const at = run.migrateFrame;
    const isInside = at !== buddy.startOfZone(zone) && at !== buddy.startOfPageblock(at);
    if (ignoresSkipHints || isInside || wanted <= COSTLY_ORDER || (isDirect && type !== MOVABLE)) return at;
    const limit = searchLimit(run);
    const half = Math.floor((run.freeFrame - at) / 2);
    const distance = at === buddy.startOfZone(zone) ? half : half >>> 2;
    const highest = buddy.startOfPageblock(at + distance);
    let scanned = 0;
    for (let order = wanted - 1; order >= COSTLY_ORDER && scanned < limit; order--) {
      let frame = buddy.head(zone, order, MOVABLE);
      for (; frame >= 0; frame = buddy.nextInList(frame, order, zone, MOVABLE)) {
        if (scanned++ >= limit) {
          buddy.rotate(frame, order, zone, MOVABLE, false);
          break;
        }
        if (frame >= highest || hints.isSkipped(frame)) continue;
        buddy.rotate(frame, order, zone, MOVABLE, false);
        if (run.fastStart !== NO_FAST_START)
          run.fastStart = run.fastStart === 0 ? frame : Math.min(run.fastStart, frame);
        run.fastSearchFail = 0;
        hints.setSkip(frame);
        run.migrateScanned += scanned;
        return Math.max(buddy.startOfPageblock(frame), buddy.startOfZone(zone));
      }
    }
    run.migrateScanned += scanned;
    run.fastSearchFail++;
    if (run.fastStart > 0) {
      run.migrateFrame = run.fastStart;
      run.fastStart = NO_FAST_START;
    }
    return run.migrateFrame;
  }
}

/** Blocks that a fast search looks at; fewer after each that found nothing: freelist_scan_limit(). */
export function searchLimit(run: CompactionRun): number {
  return (COMPACT_CLUSTER_MAX >>> Math.min(31, run.fastSearchFail)) + 1;
}

/** First frame behind the aligned range of 2^order pages that holds this one. */
export function endOfRange(frame: number, order: number): number {
  return (Math.floor(frame / (1 << order)) + 1) * (1 << order);
}
