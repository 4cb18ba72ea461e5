/**
 * What a request does that finds no zone above LOW: reserves, compaction, reclaim, the OOM killer.
 * Source: mm/page_alloc.c __alloc_pages_slowpath() and what it calls.
 *
 * Left out: memory policies and cpusets, tasks that reclaim already (PF_MEMALLOC) or are being killed, throttling.
 */

import {
  ALLOC_CMA,
  ALLOC_KSWAPD,
  ALLOC_MIN_RESERVE,
  ALLOC_NO_WATERMARKS,
  ALLOC_WMARK_HIGH,
} from "../alloc-flags";
import {
  type Compaction,
  PRIORITY_ASYNC,
  PRIORITY_SYNC_FULL,
  PRIORITY_SYNC_LIGHT,
} from "../compaction/compaction";
import {
  COMPACT_COMPLETE,
  COMPACT_CONTENDED,
  COMPACT_CONTINUE,
  COMPACT_DEFERRED,
  COMPACT_PARTIAL_SKIPPED,
  COMPACT_SKIPPED,
  COMPACT_SUCCESS,
} from "../compaction/run";
import { COSTLY_ORDER } from "../compaction/suitable";
import {
  __GFP_DIRECT_RECLAIM,
  __GFP_FS,
  __GFP_IO,
  __GFP_MEMALLOC,
  __GFP_NOFAIL,
  __GFP_NOMEMALLOC,
  __GFP_NORETRY,
  __GFP_RETRY_MAYFAIL,
  __GFP_THISNODE,
} from "../gfp";
import { MOVABLE } from "../migratetype";
import type { ZoneAllocator } from "../zone-allocator";
import { ZONE_KINDS } from "../zone-levels";
import { type Failure, failureOf, type Stop } from "./failure";
import { unreserveHighatomic } from "./highatomic";
import { Kswapd } from "./kswapd";
import { type MemoryReport, memoryReport } from "./memory-report";
import { MAX_RECLAIM_RETRIES, Reclaim } from "./reclaim";
import { type SlowRequest, slowRequest } from "./request";

/** Compactions that may report success before the OOM killer's turn comes: MAX_COMPACT_RETRIES. */
const MAX_COMPACT_RETRIES = 16;

const NORMAL = ZONE_KINDS.indexOf("Normal");

/** How one request is getting on. */
interface Effort {
  /** Attempts in a row that reclaimed nothing. */
  noProgress: number;
  compactions: number;
  /** How hard compaction tries: a PRIORITY_ value. */
  priority: number;
  /** How the last compaction ended: a COMPACT_ value. */
  compacted: number;
  /** Pages that the last reclaim freed, and those that it looked at. */
  reclaimed: number;
  scanned: number;
}

export class SlowPath {
  /** The last request that failed, or null. Its numbers are those of that moment, until the next one fails. */
  failure: Failure | null = null;
  /** Failed requests by what stopped them. */
  readonly stops: Record<Stop, number> = {
    "cannot-wait": 0,
    "no-retry": 0,
    costly: 0,
    "may-fail": 0,
    "nobody-to-kill": 0,
    endless: 0,
  };
  /** Calls of the OOM killer. */
  oomCalls = 0;
  /** What memory looked like at the last of them that was to be reported, or null. */
  oom: MemoryReport | null = null;
  /** Whether the next call is: a run out of memory calls ten thousand times. */
  reportsOom = true;

  /** The last one, whoever has dealt with it: the next is written over it. */
  private lastFailure: Failure | null = null;
  private readonly reclaim: Reclaim;
  private readonly kswapd: Kswapd;

  constructor(
    private readonly allocator: ZoneAllocator,
    private readonly compaction: Compaction,
  ) {
    this.reclaim = new Reclaim(allocator, compaction);
    this.kswapd = new Kswapd(allocator, this.reclaim, compaction);
  }

  /** A block for a request that the fast path failed: its first frame, or -1 with the reason in `failure`. */
  allocate(order: number, gfp: number, cpu: number, nid: number): number {
    const request = slowRequest(this.allocator, order, gfp, cpu, nid);
    const result = this.serve(request);
    if (typeof result === "string") {
      this.lastFailure = failureOf(this.allocator, request, result, this.lastFailure);
      this.failure = this.lastFailure;
      this.stops[result]++;
    }
    if ((request.flags & ALLOC_KSWAPD) !== 0) this.kswapd.serve(request);
    return typeof result === "string" ? -1 : result;
  }

  /** The frame, or why the request gives up. */
  private serve(request: SlowRequest): number | Stop {
    const { order, gfp } = request;
    const mayReclaim = (gfp & __GFP_DIRECT_RECLAIM) !== 0;
    const mayCompact = (gfp & __GFP_IO) !== 0;
    const isCostly = order > COSTLY_ORDER;
    const effort: Effort = {
      noProgress: 0,
      compactions: 0,
      priority: PRIORITY_SYNC_LIGHT,
      compacted: COMPACT_SKIPPED,
      reclaimed: 0,
      scanned: 0,
    };
    const first = this.tryWith(request, request.flags);
    if (first >= 0) return first;
    const hasReserves = (gfp & __GFP_MEMALLOC) !== 0 && (gfp & __GFP_NOMEMALLOC) === 0;
    const compactsFirst = isCostly || (order > 0 && request.type !== MOVABLE);
    if (mayReclaim && mayCompact && compactsFirst && !hasReserves) {
      effort.priority = PRIORITY_ASYNC;
      const frame = this.compact(request, effort);
      if (frame >= 0) return frame;
      if (!isCostly || (gfp & __GFP_NORETRY) === 0) effort.priority = PRIORITY_SYNC_LIGHT;
      else if (effort.compacted <= COMPACT_DEFERRED || (gfp & __GFP_THISNODE) !== 0) return "no-retry";
    }
    const round = hasReserves
      ? { ...request, flags: ALLOC_NO_WATERMARKS | (request.flags & (ALLOC_CMA | ALLOC_KSWAPD)) }
      : request;
    const { events } = this.allocator;
    for (;;) {
      const freedBefore = events.pgstealDirect;
      const stop = this.tryOnce(round, effort);
      if (stop === "retry") continue;
      if (typeof stop === "number" || (gfp & __GFP_NOFAIL) === 0 || !mayReclaim) return stop;
      const frame = this.tryWith(request, ALLOC_MIN_RESERVE);
      if (frame >= 0) return frame;
      // The kernel tries for ever. Nobody else works here, so without progress nothing will change.
      if (events.pgstealDirect === freedBefore) return "endless";
    }
  }

  /** One round: allocate, reclaim, compact, and the decision whether another round can help. */
  private tryOnce(request: SlowRequest, effort: Effort): number | Stop | "retry" {
    const { order, gfp } = request;
    const mayCompact = (gfp & __GFP_IO) !== 0;
    const isCostly = order > COSTLY_ORDER;
    let frame = this.tryWith(request, request.flags);
    if (frame >= 0) return frame;
    if ((gfp & __GFP_DIRECT_RECLAIM) === 0) return "cannot-wait";
    frame = this.reclaimAndTry(request, effort);
    if (frame >= 0) return frame;
    frame = this.compact(request, effort);
    if (frame >= 0) return frame;
    if ((gfp & __GFP_NORETRY) !== 0) return "no-retry";
    if (isCostly && (!mayCompact || (gfp & __GFP_RETRY_MAYFAIL) === 0)) return "costly";
    if (this.isReclaimWorthRetry(request, effort)) {
      this.skipEqualRounds(request, effort);
      return "retry";
    }
    if (unreserveHighatomic(this.allocator, request.zones, request.type, true)) return "retry";
    if (effort.reclaimed > 0 && mayCompact && this.isCompactionWorthRetry(request, effort)) return "retry";
    return this.outOfMemory(request, effort);
  }

  /**
   * The rounds to come find what the last one found, if that freed nothing, compacted nothing and no zone passes: no time passes between them.
   * All but the last, which gives up, are counted only.
   */
  private skipEqualRounds(request: SlowRequest, effort: Effort): void {
    const { order, gfp, zones, highest, flags } = request;
    const rounds = MAX_RECLAIM_RETRIES - effort.noProgress;
    if (rounds === 0 || effort.reclaimed > 0 || (order > 0 && effort.compacted !== COMPACT_SKIPPED)) return;
    if (this.allocator.passesSome(zones, order, gfp, highest, flags)) return;
    const { events } = this.allocator;
    events.allocStall += rounds;
    events.pgscanDirect += rounds * effort.scanned;
    effort.noProgress += rounds;
  }

  private tryWith({ order, gfp, cpu, nid }: SlowRequest, flags: number): number {
    return this.allocator.allocateFrom(order, gfp, cpu, flags, nid);
  }

  /** Source: mm/page_alloc.c __alloc_pages_direct_reclaim(). */
  private reclaimAndTry(request: SlowRequest, effort: Effort): number {
    const { events } = this.allocator;
    const scanned = events.pgscanDirect;
    effort.reclaimed = this.reclaim.direct(request);
    effort.scanned = events.pgscanDirect - scanned;
    if (effort.reclaimed === 0) return -1;
    const frame = this.tryWith(request, request.flags);
    if (frame >= 0) return frame;
    // What was freed may sit in per-cpu lists, or only atomic requests may have it.
    const { allocator } = this;
    unreserveHighatomic(allocator, request.zones, request.type, false);
    for (let zone = 0; zone < allocator.levels.count; zone++) allocator.pcp.drainZone(zone);
    return this.tryWith(request, request.flags);
  }

  /** Source: mm/page_alloc.c __alloc_pages_direct_compact(). */
  private compact(request: SlowRequest, effort: Effort): number {
    const { order, gfp, type, flags, zones, highest, cpu } = request;
    if (order === 0) return -1;
    const { allocator } = this;
    effort.compacted = COMPACT_SKIPPED;
    if ((gfp & __GFP_IO) === 0) return -1;
    const { events } = allocator;
    const { compaction } = this;
    effort.compacted = compaction.direct(order, type, flags, zones, highest, effort.priority, cpu);
    if (effort.compacted === COMPACT_SKIPPED) return -1;
    events.compactStall++;
    const frame = this.tryWith(request, flags);
    if (frame < 0) {
      events.compactFail++;
      return -1;
    }
    const hints = compaction.hints.of(allocator.buddy.zoneOf(frame));
    hints.isFlushDue = false;
    hints.resetDeferral(order, true);
    events.compactSuccess++;
    return frame;
  }

  /** Some zone would do if all that can be reclaimed were free: should_reclaim_retry(), but for what it does at last. */
  private isReclaimWorthRetry({ order, zones, highest, flags }: SlowRequest, effort: Effort): boolean {
    const { allocator, reclaim } = this;
    if (effort.reclaimed > 0 && order <= COSTLY_ORDER) effort.noProgress = 0;
    else effort.noProgress++;
    if (effort.noProgress > MAX_RECLAIM_RETRIES) return false;
    for (let i = 0; i < zones.length; i++) {
      const zone = zones[i] as number;
      const free = (allocator.buddy.freeOf[zone] as number) + reclaim.reclaimablePages(zone);
      if (allocator.isAbove(zone, order, allocator.mark(zone, 0), highest, flags, free)) return true;
    }
    return false;
  }

  /** Source: mm/page_alloc.c should_compact_retry(), compaction_zonelist_suitable(). */
  private isCompactionWorthRetry(request: SlowRequest, effort: Effort): boolean {
    const { order } = request;
    if (order === 0) return false;
    const { compacted } = effort;
    if (compacted === COMPACT_SUCCESS) effort.compactions++;
    if (compacted === COMPACT_SKIPPED) return this.couldCompactWithReclaim(request);
    const isHopeful =
      compacted !== COMPACT_COMPLETE &&
      compacted !== COMPACT_DEFERRED &&
      compacted !== COMPACT_CONTENDED &&
      compacted !== COMPACT_PARTIAL_SKIPPED;
    const most = order > COSTLY_ORDER ? MAX_COMPACT_RETRIES / 4 : MAX_COMPACT_RETRIES;
    if (isHopeful && effort.compactions <= most) return true;
    const hardest = order > COSTLY_ORDER ? PRIORITY_SYNC_LIGHT : PRIORITY_SYNC_FULL;
    if (effort.priority <= hardest) return false;
    effort.priority--;
    effort.compactions = 0;
    return true;
  }

  private couldCompactWithReclaim({ order, zones, flags, highest }: SlowRequest): boolean {
    const { allocator, reclaim } = this;
    return zones.some((zone) => {
      const free =
        (allocator.buddy.freeOf[zone] as number) + Math.floor(reclaim.reclaimablePages(zone) / order);
      return this.compaction.suitability.withFree(zone, order, flags, highest, free) === COMPACT_CONTINUE;
    });
  }

  /** Source: mm/page_alloc.c __alloc_pages_may_oom(); mm/oom_kill.c out_of_memory(). */
  private outOfMemory(request: SlowRequest, effort: Effort): number | Stop | "retry" {
    const { allocator } = this;
    const { order, gfp, highest, cpu, nid } = request;
    const frame = allocator.allocateFrom(order, gfp & ~__GFP_DIRECT_RECLAIM, cpu, ALLOC_WMARK_HIGH, nid);
    if (frame >= 0) return frame;
    const isSpared = (gfp & (__GFP_RETRY_MAYFAIL | __GFP_THISNODE)) !== 0;
    if (order > COSTLY_ORDER || isSpared || highest < NORMAL) return "may-fail";
    // Who must not enter file systems waits for others to call the OOM killer.
    if ((gfp & __GFP_FS) === 0) return "endless";
    this.oomCalls++;
    if (this.reportsOom) this.oom = memoryReport(allocator, order, gfp, highest);
    const killed = allocator.owner.kill(order, gfp);
    if (killed > 0) allocator.events.oomKill++;
    if ((gfp & __GFP_NOFAIL) !== 0) {
      const last = this.tryWith(request, ALLOC_NO_WATERMARKS);
      if (last >= 0) return last;
    }
    if (killed === 0) return "nobody-to-kill";
    effort.noProgress = 0;
    return "retry";
  }
}
