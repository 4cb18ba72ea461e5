/**
 * Reclaim, in outline: which pages go is the owner's choice; when and how many is decided here.
 * Source: mm/vmscan.c do_try_to_free_pages(), shrink_zones(), should_continue_reclaim(), compaction_ready().
 */

import type { Compaction } from "../compaction/compaction";
import { COMPACT_SKIPPED, COMPACT_SUCCESS } from "../compaction/run";
import { COSTLY_ORDER, compactGap } from "../compaction/suitable";
import { __GFP_IO } from "../gfp";
import type { Reclaimed, ReclaimRequest } from "../page-owner";
import type { ZoneAllocator } from "../zone-allocator";
import type { SlowRequest } from "./request";

/** Pages that are reclaimed at a time: SWAP_CLUSTER_MAX. Source: include/linux/swap.h. */
export const SWAP_CLUSTER_MAX = 32;

/** Attempts without progress after which a request, or kswapd, gives up: MAX_RECLAIM_RETRIES. Source: mm/internal.h. */
export const MAX_RECLAIM_RETRIES = 16;

export class Reclaim {
  /** Times in a row that kswapd freed nothing, index = nid: kswapd_failures. */
  readonly kswapdFailures: Int32Array;

  constructor(
    private readonly allocator: ZoneAllocator,
    private readonly compaction: Compaction,
  ) {
    this.kswapdFailures = new Int32Array(1 + Math.max(0, ...allocator.levels.nid));
  }

  /** Pages that a request could free for itself; 1 if it should compact instead, 0 if there is nothing left. */
  direct(request: SlowRequest): number {
    const { order, gfp, highest, cpu } = request;
    this.allocator.events.allocStall++;
    const mayCompact = order > COSTLY_ORDER && (gfp & __GFP_IO) !== 0;
    let pages = 0;
    let isReady = false;
    for (const { nid, zones } of request.nodes) {
      const short = mayCompact ? zones.filter((zone) => !this.isReadyToCompact(zone, request)) : zones;
      if (short.length < zones.length) isReady = true;
      if (short.length > 0) pages += this.shrink(nid, order, highest, cpu);
    }
    return pages === 0 && isReady ? 1 : pages;
  }

  /** One step of kswapd; pages freed. */
  background(nid: number, highest: number, mayWrite: boolean, cpu: number): number {
    const { events } = this.allocator;
    const done = this.ask({ nid, highest, pages: SWAP_CLUSTER_MAX, mayWrite, maySwap: mayWrite, cpu });
    events.pgscanKswapd += done.scanned;
    events.pgstealKswapd += done.pages;
    return done.pages;
  }

  /** What reclaim could still free of a zone; its free pages if that is nothing, as the kernel counts it. */
  reclaimablePages(zone: number): number {
    const pages = this.allocator.owner.reclaimablePages(zone);
    return pages > 0 ? pages : (this.allocator.buddy.freeOf[zone] as number);
  }

  /** A cluster, and for large blocks further ones until compaction has room. */
  private shrink(nid: number, order: number, highest: number, cpu: number): number {
    const { events } = this.allocator;
    let pages = 0;
    let freed: number;
    do {
      const request = { nid, highest, pages: SWAP_CLUSTER_MAX, mayWrite: true, maySwap: true, cpu };
      const done = this.ask(request);
      events.pgscanDirect += done.scanned;
      events.pgstealDirect += done.pages;
      freed = done.pages;
      pages += freed;
    } while (order > COSTLY_ORDER && freed > 0 && this.isWorthContinuing(nid, order, highest));
    return pages;
  }

  private ask(request: ReclaimRequest): Reclaimed {
    const { events, owner } = this.allocator;
    const done = owner.reclaim(request);
    events.reclaimWritten += done.written;
    events.pswpout += done.swapped;
    events.reclaimSlab += done.slab;
    if (done.pages > 0) this.kswapdFailures[request.nid] = 0;
    return done;
  }

  /** No zone has room for compaction yet, and enough is left to make some. */
  private isWorthContinuing(nid: number, order: number, highest: number): boolean {
    const { owner } = this.allocator;
    let left = 0;
    for (const zone of this.allocator.zonesOfNode(nid, highest)) {
      if (this.compaction.suitability.of(zone, order, 0, highest) !== COMPACT_SKIPPED) return false;
      left += owner.reclaimablePages(zone);
    }
    return left > compactGap(order);
  }

  private isReadyToCompact(zone: number, { order, highest }: SlowRequest): boolean {
    const { allocator } = this;
    const suitable = this.compaction.suitability.of(zone, order, 0, highest);
    if (suitable === COMPACT_SUCCESS) return true;
    if (suitable === COMPACT_SKIPPED) return false;
    return allocator.isAbove(zone, 0, allocator.mark(zone, 2) + compactGap(order), highest, 0);
  }
}
