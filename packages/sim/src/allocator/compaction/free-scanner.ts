/**
 * The free scanner: goes down through a zone and takes free pages out of it, for others to be moved to.
 * Source: mm/compaction.c isolate_freepages(), isolate_freepages_block(), fast_isolate_freepages(); mm/page_alloc.c __isolate_free_page().
 */

import { ALLOC_CMA } from "../alloc-flags";
import { listIndex } from "../block-lists";
import type { Buddy } from "../buddy";
import { CMA, ISOLATE, isMergeable, MIGRATETYPE_NAMES, MOVABLE, UNMOVABLE } from "../migratetype";
import { freeType, isFree, isUsed, ORDER_MASK, USED } from "../page-state";
import type { ZoneAllocator } from "../zone-allocator";
import type { BlockHints } from "./block-hints";
import { searchLimit } from "./migrate-scanner";
import { COMPACT_CLUSTER_MAX, type CompactionRun } from "./run";

export class FreeScanner {
  private readonly buddy: Buddy;
  private readonly blockPages: number;
  /** Where the last isolateBlock() stopped. */
  private stoppedAt = 0;

  constructor(
    private readonly allocator: ZoneAllocator,
    private readonly hints: BlockHints,
  ) {
    this.buddy = allocator.buddy;
    this.blockPages = 1 << this.buddy.pageblockOrder;
  }

  /** Takes free pages until there are as many targets as sources, or nothing is left above the migrate scanner. */
  isolate(run: CompactionRun): void {
    const { buddy, hints } = this;
    const { zone, isAsync, ignoresSkipHints } = run.request;
    this.isolateFast(run);
    if (run.targets.count > 0) return;
    let restart = run.freeFrame;
    let block = buddy.startOfPageblock(restart);
    let end = Math.min(block + this.blockPages, buddy.endOfZone(zone));
    const lowest = buddy.startOfPageblock(run.migrateFrame) + this.blockPages;
    let stride = isAsync ? COMPACT_CLUSTER_MAX : 1;
    for (; block >= lowest; end = block, block -= this.blockPages, restart = block) {
      if (buddy.zoneOf(block) !== zone || buddy.zoneOf(end - 1) !== zone) continue;
      if (!this.isTarget(run, block)) continue;
      if (!ignoresSkipHints && hints.isSkipped(block)) continue;
      const isolated = this.isolateBlock(run, restart, end, stride);
      restart = this.stoppedAt;
      if (restart === end) {
        hints.setSkip(block);
        const zoneHints = hints.of(zone);
        zoneHints.cachedFree = Math.min(zoneHints.cachedFree, block);
      }
      if (run.targets.count >= run.clusterPages) {
        if (restart >= end) restart = block - this.blockPages;
        break;
      }
      if (restart < end) break;
      stride = isolated > 0 ? 1 : Math.min(COMPACT_CLUSTER_MAX, stride << 1);
    }
    run.freeFrame = restart;
  }

  /** Gives back what was not needed, as any page is freed; the highest frame among it. */
  release(run: CompactionRun): number {
    let highest = 0;
    while (run.targets.count > 0) {
      const frame = run.targets.pop();
      highest = Math.max(highest, frame);
      this.allocator.free(frame, 0, run.request.cpu);
    }
    return highest;
  }

  /** Not what is free as a whole, and movable or CMA: suitable_migration_target(). */
  private isTarget(run: CompactionRun, frame: number): boolean {
    const state = this.buddy.stateOf(frame);
    if (isFree(state) && (state & ORDER_MASK) >= this.buddy.pageblockOrder) return false;
    if (run.request.ignoresBlockTypes) return true;
    const type = this.buddy.typeOfBlock[frame >>> this.buddy.pageblockOrder] as number;
    return type === MOVABLE || type === CMA;
  }

  /** Pages taken between two frames of one pageblock. */
  private isolateBlock(run: CompactionRun, start: number, end: number, stride: number): number {
    const { buddy } = this;
    let scanned = 0;
    let isolated = 0;
    let at = start;
    for (; at < end; at += stride) {
      scanned++;
      const state = buddy.stateOf(at);
      if (isUsed(state)) at += (1 << (state & ORDER_MASK)) - 1;
      if (!isFree(state)) continue;
      const order = state & ORDER_MASK;
      if (!this.takeBlock(run, at, order)) break;
      const pages = 1 << order;
      scanned += pages - 1;
      isolated += pages;
      if (run.clusterPages <= run.targets.count) {
        at += pages;
        break;
      }
      at += pages - 1;
    }
    this.stoppedAt = Math.min(at, end);
    run.freeScanned += scanned;
    this.allocator.events.compactIsolated += isolated;
    return isolated;
  }

  /** A free block into `run.targets`, page by page; false if the zone is too low on memory for that. */
  private takeBlock(run: CompactionRun, frame: number, order: number): boolean {
    const { allocator, buddy } = this;
    const { zone } = run.request;
    const type = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
    if (type !== ISOLATE) {
      const mark = (allocator.levels.marks[4 * zone] as number) + (1 << order);
      if (!allocator.isAbove(zone, 0, mark, 0, ALLOC_CMA)) return false;
    }
    const state = USED | (UNMOVABLE << 4);
    buddy.takeFrom(frame, order, order, zone, freeType(buddy.stateOf(frame)), state | order);
    if (order > 0) buddy.split(frame, order);
    if (order >= buddy.pageblockOrder - 1) this.claimBlocks(frame, order);
    for (let page = frame; page < frame + (1 << order); page++) run.targets.push(page);
    return true;
  }

  /** What is about to be filled with movable pages becomes movable. */
  private claimBlocks(frame: number, order: number): void {
    const { buddy } = this;
    const first = frame >>> buddy.pageblockOrder;
    const end = first + (1 << Math.max(0, order - buddy.pageblockOrder));
    for (let block = first; block < end; block++)
      if (isMergeable(buddy.typeOfBlock[block] as number)) buddy.typeOfBlock[block] = MOVABLE;
  }

  /**
   * Looks through the movable free lists, from the tail, for a block high up in the zone, before any pageblock is scanned.
   * Lists are turned so that the next search sees other blocks.
   */
  private isolateFast(run: CompactionRun): void {
    const { buddy } = this;
    const { zone, order: wanted, isDirect } = run.request;
    if (wanted <= 0) return;
    const hints = this.hints.of(zone);
    let limit = Math.max(1, searchLimit(run) >>> 1);
    const isStart = run.freeFrame >= hints.initialFree;
    if (isStart) limit = this.blockPages >>> 1;
    // The top quarter of what lies between the scanners is best, its top half will do.
    const distance = run.freeFrame - run.migrateFrame;
    const preferred = buddy.startOfPageblock(run.freeFrame - Math.floor(distance / 4));
    const least = buddy.startOfPageblock(run.freeFrame - Math.floor(distance / 2));
    let scanned = 0;
    let highestBlock = 0;
    let found = -1;
    run.searchOrder = Math.min(wanted - 1, run.searchOrder);
    for (let order = run.searchOrder; found < 0 && order >= 0; order = nextOrder(run, order)) {
      if (this.isEmpty(zone, order)) continue;
      let seen = 0;
      let candidate = 0;
      let last = -1;
      let frame = buddy.tail(zone, order, MOVABLE);
      for (; frame >= 0; frame = buddy.previousInList(frame, order, zone, MOVABLE)) {
        seen++;
        scanned++;
        last = frame;
        if (frame >= highestBlock)
          highestBlock = Math.max(buddy.startOfPageblock(frame), buddy.startOfZone(zone));
        if (frame >= preferred) {
          run.fastSearchFail = 0;
          run.searchOrder = order;
          found = frame;
          break;
        }
        if (frame >= least && frame > candidate) {
          candidate = frame;
          limit >>>= 1;
        }
        if (seen >= limit) break;
      }
      if (found < 0 && candidate > 0) {
        found = candidate;
        last = candidate;
      }
      // Having gone through the whole list, the search leaves its order alone.
      if (last >= 0 && (frame >= 0 || found >= 0)) buddy.rotate(last, order, zone, MOVABLE, true);
      if (found >= 0) {
        if (this.takeBlock(run, found, order)) {
          scanned += (1 << order) - 1;
          this.allocator.events.compactIsolated += 1 << order;
        } else {
          order = run.searchOrder + 1;
          found = -1;
        }
      }
      if (seen >= limit) limit = Math.max(1, limit >>> 1);
    }
    if (found < 0) {
      run.fastSearchFail++;
      if (isStart && highestBlock >= least) {
        found = highestBlock;
        run.freeFrame = highestBlock;
      } else if (isStart && isDirect) {
        run.freeFrame = least;
        if (this.isInZone(zone, least)) found = least;
      }
    }
    if (highestBlock > 0 && highestBlock >= hints.cachedFree)
      hints.cachedFree = highestBlock - this.blockPages;
    run.freeScanned += scanned;
    if (found >= 0) this.isolateAround(run, found);
  }

  /** The rest of the pageblock in which the fast search found something: fast_isolate_around(). */
  private isolateAround(run: CompactionRun, frame: number): void {
    const { buddy } = this;
    const { zone, isAsync, isDirect } = run.request;
    if (run.targets.count >= run.clusterPages || (isDirect && isAsync)) return;
    if (!this.isInZone(zone, frame)) return;
    const start = Math.max(buddy.startOfPageblock(frame), buddy.startOfZone(zone));
    const end = Math.min(buddy.startOfPageblock(frame) + this.blockPages, buddy.endOfZone(zone));
    this.isolateBlock(run, start, end, 1);
    if (run.targets.count < run.clusterPages) this.hints.setSkip(frame);
  }

  /** True if the part of the pageblock that the zone spans is the zone's at both its ends: pageblock_pfn_to_page(). */
  private isInZone(zone: number, frame: number): boolean {
    const { buddy } = this;
    const start = Math.max(buddy.startOfPageblock(frame), buddy.startOfZone(zone));
    const end = Math.min(buddy.startOfPageblock(frame) + this.blockPages, buddy.endOfZone(zone));
    return start < end && buddy.zoneOf(start) === zone && buddy.zoneOf(end - 1) === zone;
  }

  private isEmpty(zone: number, order: number): boolean {
    const first = listIndex(zone, order, 0);
    for (let type = 0; type < MIGRATETYPE_NAMES.length; type++)
      if (this.buddy.counts[first + type] !== 0) return false;
    return true;
  }
}

/** The fast search goes down from the order that last had something, then on from the top; -1 once round. */
function nextOrder(run: CompactionRun, order: number): number {
  const top = run.request.order - 1;
  const next = order === 0 ? top : order - 1;
  if (next !== run.searchOrder) return next;
  run.searchOrder = run.searchOrder === 0 ? top : run.searchOrder - 1;
  return -1;
}
