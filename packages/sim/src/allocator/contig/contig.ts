/**
 * Ranges of pages by address: what is in them is moved out, then they are taken off the free lists.
 * Source: mm/page_alloc.c alloc_contig_range(), __alloc_contig_migrate_range(), alloc_migration_target(), free_contig_range();
 * mm/compaction.c isolate_migratepages_range(), isolate_freepages_range(). One set of rules, v6.1's, serves every kernel.
 *
 * A pinned page is not isolated at all, as the kernel does with anonymous ones; for page cache it would try five times first.
 */

import { COMPACT_CLUSTER_MAX, HeldPages } from "../compaction/run";
import {
  __GFP_COMP,
  __GFP_DIRECT_RECLAIM,
  __GFP_HIGHMEM,
  __GFP_MOVABLE,
  __GFP_NOMEMALLOC,
  __GFP_NOWARN,
  __GFP_RECLAIM,
  __GFP_RETRY_MAYFAIL,
  GFP_HIGHUSER_MOVABLE,
  GFP_KERNEL,
} from "../gfp";
import { MOVABLE, UNMOVABLE } from "../migratetype";
import { freeType, isFree, isUsed, mobility, ORDER_MASK, USED } from "../page-state";
import type { ZoneAllocator } from "../zone-allocator";
import { ZONE_KINDS } from "../zone-levels";
import { PageIsolation } from "./isolation";
import type { ContigFailure, Obstacle } from "./result";

const HIGHMEM = ZONE_KINDS.indexOf("HighMem");

/** What a page is allocated with that takes another's contents, and what a huge page is. */
const TARGET = GFP_KERNEL | __GFP_MOVABLE | __GFP_RETRY_MAYFAIL;
const HUGE_TARGET =
  (TARGET & ~__GFP_RECLAIM) |
  (GFP_HIGHUSER_MOVABLE & ~__GFP_RECLAIM) |
  __GFP_COMP |
  __GFP_NOMEMALLOC |
  __GFP_NOWARN |
  __GFP_DIRECT_RECLAIM;

export class ContigAllocator {
  private readonly isolation: PageIsolation;
  private readonly sources = new HeldPages(COMPACT_CLUSTER_MAX);

  /** @param allocateOn alloc_pages_node(), for the blocks that contents move to */
  constructor(
    private readonly allocator: ZoneAllocator,
    private readonly allocateOn: (nid: number, order: number, gfp: number, cpu: number) => number,
  ) {
    this.isolation = new PageIsolation(allocator);
  }

  /**
   * Takes frames [start, end) of one zone, whose pageblocks are all of `type`, MOVABLE or CMA. They are the caller's then, as
   * single pages; null. Or says what was in the way; then everything else is as it was, but for what has been moved already.
   * @throws RangeError if the pageblocks of the range are not all of one zone
   */
  allocate(start: number, end: number, type: number, cpu: number): ContigFailure | null {
    const { allocator, isolation } = this;
    this.assertOneZone(start, end);
    const evict = (frame: number, order: number) => this.migrate(frame, frame + (1 << order), cpu);
    const failure = isolation.start(start, end, type, evict);
    if (failure !== null) return failure;
    allocator.pcp.drainZone(allocator.buddy.zoneOf(start));
    const result = this.migrate(start, end, cpu) ?? this.findBusy(start, end);
    if (result === null) this.take(start, end, cpu);
    isolation.undo(start, end, type);
    return result;
  }

  /**
   * The same for a range that is free as it stands, on the buddy's lists: nothing is isolated, no per-cpu list emptied, and what is left of
   * the blocks that it lies in stays on the buddy's lists. False if it is not free. Source: RFC v3 of the tag storage series (25 Jan 2024),
   * patch 10, cma_alloc_pages_fastpath(), whose test of the range's size is meant as end - start.
   */
  takeFree(start: number, end: number): boolean {
    const { buddy } = this.allocator;
    for (let at = start; at < end; ) {
      const frame = buddy.blockAt(at);
      const state = frame < 0 ? 0 : buddy.stateOf(frame);
      if (!isFree(state)) return false;
      at = frame + (1 << (state & ORDER_MASK));
    }
    for (let at = start; at < end; at++) buddy.takePage(at, USED | (UNMOVABLE << 4));
    return true;
  }

  /** Gives pages back one by one: free_contig_range(). */
  free(start: number, end: number, cpu: number): void {
    for (let frame = start; frame < end; frame++) this.allocator.free(frame, 0, cpu);
  }

  /** Empties a range as far as it can; a failure only for want of targets. */
  private migrate(start: number, end: number, cpu: number): ContigFailure | null {
    for (let at = start; at < end; ) {
      at = this.isolateCluster(at, end, cpu);
      const failure = this.migrateCluster(cpu);
      if (failure !== null) return failure;
    }
    return null;
  }

  /** Takes up to a cluster of movable pages off their owners' lists, or drops them at once; where to go on. */
  private isolateCluster(start: number, end: number, cpu: number): number {
    const { buddy, events, owner } = this.allocator;
    let clusterPages = 0;
    let at = start;
    while (at < end && clusterPages < COMPACT_CLUSTER_MAX) {
      const state = buddy.stateOf(at);
      const isBlock = isFree(state) || isUsed(state);
      const order = state & ORDER_MASK;
      if (isUsed(state) && mobility(state) === MOVABLE && !owner.isPinned(at)) {
        clusterPages += 1 << order;
        events.compactIsolated += 1 << order;
        if (owner.dropIfClean(at, order)) {
          this.allocator.free(at, order, cpu);
        } else {
          buddy.mark(at, order, USED | (UNMOVABLE << 4) | order);
          this.sources.push(at);
        }
      }
      at += isBlock ? 1 << order : 1;
    }
    return at;
  }

  private migrateCluster(cpu: number): ContigFailure | null {
    const { allocator, sources } = this;
    const { buddy, events, owner } = allocator;
    while (sources.count > 0) {
      const from = sources.pop();
      const state = buddy.stateOf(from);
      if (!isIsolated(state)) continue;
      const order = state & ORDER_MASK;
      const to = this.target(from, order, cpu);
      if (buddy.stateOf(from) !== state) {
        // Reclaim has freed the page while it looked for a target.
        if (to >= 0) allocator.free(to, order, cpu);
        continue;
      }
      buddy.mark(from, order, USED | (MOVABLE << 4) | order);
      if (to < 0) {
        events.pgmigrateFail += 1 << order;
        this.putBack();
        return { error: "ENOMEM", obstacle: "no-target", frame: from };
      }
      owner.moved(from, to, order);
      events.pgmigrateSuccess += 1 << order;
      allocator.free(from, order, cpu);
    }
    return null;
  }

  /** A free block on the page's node, or where that has none, elsewhere; -1 if nowhere. */
  private target(from: number, order: number, cpu: number): number {
    const { buddy, levels } = this.allocator;
    const zone = buddy.zoneOf(from);
    const gfp = order === 0 ? TARGET : HUGE_TARGET;
    const mayBeHigh = (levels.kind[zone] as number) >= HIGHMEM;
    return this.allocateOn(levels.nid[zone] as number, order, mayBeHigh ? gfp | __GFP_HIGHMEM : gfp, cpu);
  }

  private putBack(): void {
    const { buddy } = this.allocator;
    while (this.sources.count > 0) {
      const frame = this.sources.pop();
      const state = buddy.stateOf(frame);
      const order = state & ORDER_MASK;
      if (isIsolated(state)) buddy.mark(frame, order, USED | (MOVABLE << 4) | order);
    }
  }

  /** The first block that is not free: test_pages_isolated(). */
  private findBusy(start: number, end: number): ContigFailure | null {
    const { buddy } = this.allocator;
    for (let at = start; at < end; ) {
      const frame = buddy.blockAt(at);
      const state = frame < 0 ? 0 : buddy.stateOf(frame);
      if (frame < 0) return { error: "EBUSY", obstacle: "reserved", frame: at };
      if (!isFree(state)) {
        return { error: "EBUSY", obstacle: this.obstacle(frame, state, start), frame };
      }
      at = frame + (1 << (state & ORDER_MASK));
    }
    return null;
  }

  /** Why an allocated block is still there. */
  private obstacle(frame: number, state: number, start: number): Obstacle {
    if (mobility(state) !== MOVABLE) return "unmovable";
    if (this.allocator.owner.isPinned(frame)) return "pinned";
    return frame < start ? "tail" : "unmovable";
  }

  /** Off the free lists as single pages; what the first and the last block have too much goes back. */
  private take(start: number, end: number, cpu: number): void {
    const { buddy, events } = this.allocator;
    const zone = buddy.zoneOf(start);
    const first = buddy.blockAt(start);
    let at = first;
    while (at < end) {
      const state = buddy.stateOf(at);
      const order = state & ORDER_MASK;
      buddy.takeFrom(at, order, order, zone, freeType(state), USED | (UNMOVABLE << 4) | order);
      if (order > 0) buddy.split(at, order);
      events.compactIsolated += 1 << order;
      at += 1 << order;
    }
    this.free(first, start, cpu);
    this.free(end, at, cpu);
  }

  private assertOneZone(start: number, end: number): void {
    const { buddy } = this.allocator;
    const zone = buddy.zoneOf(start);
    const isInside = start < end && buddy.spansStart(start, zone) && buddy.spansEnd(end - 1, zone);
    if (!isInside || buddy.zoneOf(end - 1) !== zone)
      throw new RangeError(`frames ${start} to ${end} do not lie in whole pageblocks of one zone`);
  }
}

/** As isolateCluster() marks a block; whoever frees it leaves another mark. */
function isIsolated(state: number): boolean {
  return isUsed(state) && mobility(state) === UNMOVABLE;
}
