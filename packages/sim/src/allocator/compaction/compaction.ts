/**
 * Compaction: movable pages go to the top of a zone so that blocks come free at its bottom.
 * Source: mm/compaction.c compact_zone(), __compact_finished(), try_to_compact_pages(), kcompactd_do_work(), compact_node(),
 * proactive_compact_node(); mm/migrate.c migrate_pages(). One set of rules, v6.1's, serves every kernel.
 *
 * Left out: a direct run does not catch its block while pages merge (compaction_capture()), it finds it on the free list at the
 * next pageblock end; nothing else happens while a run is under way, so no lock is contended and no signal ends it; compound
 * blocks stay where they are (v6.10 moves them).
 */

import { MOVABLE, UNMOVABLE } from "../migratetype";
import { USED } from "../page-state";
import type { ZoneAllocator } from "../zone-allocator";
import { ZONE_KINDS } from "../zone-levels";
import { BlockHints } from "./block-hints";
import { FreeScanner } from "./free-scanner";
import { endOfRange, MigrateScanner } from "./migrate-scanner";
import {
  COMPACT_COMPLETE,
  COMPACT_CONTENDED,
  COMPACT_CONTINUE,
  COMPACT_DEFERRED,
  COMPACT_PARTIAL_SKIPPED,
  COMPACT_SKIPPED,
  COMPACT_SUCCESS,
  type CompactionRequest,
  CompactionRun,
  HeldPages,
  WHOLE_ZONE,
} from "./run";
import { Suitability } from "./suitable";

/** How hard a direct compaction tries, from all it can to least. Source: include/linux/compaction.h enum compact_priority. */
export const PRIORITY_SYNC_FULL = 0;
export const PRIORITY_SYNC_LIGHT = 1;
export const PRIORITY_ASYNC = 2;

export class Compaction {
  readonly hints: BlockHints;
  readonly suitability: Suitability;
  /** Node scores between which proactive compaction works, percent: fragmentation_score_wmark(). */
  private readonly scoreLow: number;
  private readonly scoreHigh: number;
  private readonly migrateScanner: MigrateScanner;
  private readonly freeScanner: FreeScanner;
  private readonly sources: HeldPages;
  private readonly targets: HeldPages;

  constructor(private readonly allocator: ZoneAllocator) {
    const { buddy, policy } = allocator;
    this.scoreLow = Math.max(100 - policy.compactionProactiveness, 5);
    this.scoreHigh = Math.min(this.scoreLow + 10, 100);
    this.hints = new BlockHints(buddy);
    this.suitability = new Suitability(allocator);
    this.migrateScanner = new MigrateScanner(allocator, this.hints);
    this.freeScanner = new FreeScanner(allocator, this.hints);
    const blockPages = 1 << buddy.pageblockOrder;
    this.sources = new HeldPages(2 * blockPages);
    this.targets = new HeldPages(2 * blockPages + (1 << buddy.maxOrder));
  }

  /** For a waiting request: zone after zone until one should serve it. How it ended, a COMPACT_ value. */
  direct(
    order: number,
    type: number,
    flags: number,
    zones: Iterable<number>,
    highest: number,
    priority: number,
    cpu: number,
  ): number {
    const isFull = priority === PRIORITY_SYNC_FULL;
    let best = COMPACT_SKIPPED;
    for (const zone of zones) {
      const hints = this.hints.of(zone);
      if (!isFull && hints.isDeferred(order)) {
        best = Math.max(best, COMPACT_DEFERRED);
        continue;
      }
      const result = this.compactZone({
        zone,
        order,
        type,
        isAsync: priority === PRIORITY_ASYNC,
        isDirect: true,
        isWholeZone: isFull,
        ignoresSkipHints: isFull,
        ignoresBlockTypes: isFull,
        isProactive: false,
        flags,
        highest,
        cpu,
      });
      best = Math.max(best, result);
      if (result === COMPACT_SUCCESS) {
        hints.resetDeferral(order, false);
        break;
      }
      if (priority !== PRIORITY_ASYNC && (result === COMPACT_COMPLETE || result === COMPACT_PARTIAL_SKIPPED))
        hints.defer(order);
    }
    return best;
  }

  /** In the background, after kswapd: so that a block of that order comes free in each zone of the node up to `highest`. */
  background(nid: number, order: number, highest: number, cpu: number): void {
    const { allocator, suitability } = this;
    allocator.events.compactDaemonWake++;
    for (const zone of this.allocator.zonesOfNode(nid, highest)) {
      const hints = this.hints.of(zone);
      if (hints.isDeferred(order)) continue;
      const kind = allocator.levels.kind[zone] as number;
      if (suitability.of(zone, order, 0, kind) !== COMPACT_CONTINUE) continue;
      const result = this.compactZone(backgroundRequest(zone, order, highest, cpu));
      if (result === COMPACT_SUCCESS) hints.resetDeferral(order, false);
      else if (result === COMPACT_PARTIAL_SKIPPED || result === COMPACT_COMPLETE) {
        allocator.pcp.drainZone(zone);
        hints.defer(order);
      }
    }
  }

  /** True if a background run could do something for the node. */
  isBackgroundSuitable(nid: number, order: number, highest: number): boolean {
    return this.allocator
      .zonesOfNode(nid, highest)
      .some((zone) => this.suitability.of(zone, order, 0, highest) === COMPACT_CONTINUE);
  }

  /** Every zone of every node from end to end, as a write to /proc/sys/vm/compact_memory. */
  compactMemory(cpu: number): void {
    for (let zone = 0; zone < this.allocator.levels.count; zone++) this.compactWholeZone(zone, cpu);
  }

  /** One zone from end to end. How it ended, a COMPACT_ value. */
  compactWholeZone(zone: number, cpu: number): number {
    return this.compactZone({
      ...backgroundRequest(zone, WHOLE_ZONE, 0, cpu),
      isWholeZone: true,
      ignoresSkipHints: true,
    });
  }

  /** Fragmentation of a node with regard to huge pages, percent; zones weigh by managed pages. fragmentation_score_node(). */
  nodeScore(nid: number): number {
    const { levels, buddy } = this.allocator;
    const zones = this.allocator.zonesOfNode(nid, ZONE_KINDS.length - 1);
    const nodePages = zones.reduce((sum, zone) => sum + (levels.managed[zone] as number), 0);
    return zones.reduce(
      (sum, zone) =>
        sum +
        Math.floor(
          ((levels.managed[zone] as number) *
            this.suitability.fragmentationScore(zone, buddy.pageblockOrder)) /
            (nodePages + 1),
        ),
      0,
    );
  }

  /** Compacts a node whose score is too high until it is low enough; false if it was not. To be called every 500 ms. */
  proactive(nid: number, cpu: number): boolean {
    const isOff = this.allocator.policy.compactionProactiveness === 0;
    if (isOff || this.nodeScore(nid) <= this.scoreHigh) return false;
    for (const zone of this.allocator.zonesOfNode(nid, ZONE_KINDS.length - 1)) {
      this.compactZone({
        ...backgroundRequest(zone, WHOLE_ZONE, 0, cpu),
        isWholeZone: true,
        ignoresSkipHints: true,
        isProactive: true,
      });
    }
    return true;
  }

  /** One run over one zone. How it ended, a COMPACT_ value. */
  compactZone(request: CompactionRequest): number {
    const { allocator } = this;
    const { zone, order, flags, highest } = request;
    const suitable = this.suitability.of(zone, order, flags, highest);
    if (suitable !== COMPACT_CONTINUE) return suitable;
    if (this.hints.of(zone).isRestarting(order)) this.hints.reset(zone);
    const run = new CompactionRun(request, this.sources, this.targets);
    this.begin(run);
    const result = this.scan(run);
    if (run.targets.count > 0) {
      const highestFree = allocator.buddy.startOfPageblock(this.freeScanner.release(run));
      const hints = this.hints.of(zone);
      hints.cachedFree = Math.max(hints.cachedFree, highestFree);
    }
    allocator.events.compactMigrateScanned += run.migrateScanned;
    allocator.events.compactFreeScanned += run.freeScanned;
    return result;
  }

  private begin(run: CompactionRun): void {
    const { buddy } = this.allocator;
    const { zone, isAsync } = run.request;
    const hints = this.hints.of(zone);
    const start = buddy.startOfZone(zone);
    const end = buddy.endOfZone(zone);
    if (run.isWholeZone) {
      run.migrateFrame = start;
      run.freeFrame = buddy.startOfPageblock(end - 1);
      return;
    }
    if (hints.cachedFree < start || hints.cachedFree >= end)
      hints.cachedFree = buddy.startOfPageblock(end - 1);
    run.freeFrame = hints.cachedFree;
    run.migrateFrame = isAsync ? hints.cachedMigrateAsync : hints.cachedMigrateSync;
    if (run.migrateFrame < start || run.migrateFrame >= end) {
      run.migrateFrame = start;
      hints.cachedMigrateAsync = start;
      hints.cachedMigrateSync = start;
    }
    if (run.migrateFrame <= hints.initialMigrate) run.isWholeZone = true;
  }

  private scan(run: CompactionRun): number {
    const { allocator, migrateScanner } = this;
    const { buddy } = allocator;
    const { zone, order, isAsync, isDirect, cpu } = run.request;
    const hints = this.hints.of(zone);
    let lastMigrated = 0;
    // Until it has found something to move, an asynchronous run moves the synchronous ones' start as well.
    let keepsTogether = isAsync && hints.cachedMigrateAsync === hints.cachedMigrateSync;
    for (;;) {
      const result = this.finished(run);
      if (result !== COMPACT_CONTINUE) return result;
      const before = run.migrateFrame;
      run.isRescan = buddy.startOfPageblock(lastMigrated) === buddy.startOfPageblock(before);
      migrateScanner.isolate(run);
      if (run.sources.count === 0) {
        if (keepsTogether) hints.cachedMigrateSync = hints.cachedMigrateAsync;
      } else {
        keepsTogether = false;
        lastMigrated = before;
        if (!this.migrate(run)) {
          migrateScanner.putBack(run);
          if (!run.haveMet(buddy.pageblockOrder)) return COMPACT_CONTENDED;
          if (isDirect && isAsync) {
            run.migrateFrame = endOfRange(run.migrateFrame - 1, order);
            lastMigrated = 0;
          }
        }
      }
      // What was freed in a range left behind is to merge, so that it shows whether there is a block.
      if (order > 0 && lastMigrated > 0) {
        const range = run.migrateFrame - (run.migrateFrame % (1 << order));
        if (lastMigrated < range) {
          allocator.pcp.drainCpu(zone, cpu);
          lastMigrated = 0;
        }
      }
    }
  }

  /** Moves the isolated pages, the last one first; false if there was no target page for one of them. */
  private migrate(run: CompactionRun): boolean {
    const { allocator } = this;
    const { buddy, events, owner } = allocator;
    run.clusterPages = run.sources.count;
    while (run.sources.count > 0) {
      if (run.targets.count === 0) this.freeScanner.isolate(run);
      if (run.targets.count === 0) {
        events.pgmigrateFail++;
        return false;
      }
      const from = run.sources.pop();
      const to = run.targets.pop();
      buddy.mark(to, 0, USED | (MOVABLE << 4));
      owner.moved(from, to, 0);
      events.pgmigrateSuccess++;
      allocator.free(from, 0, run.request.cpu);
    }
    run.clusterPages = 0;
    return true;
  }

  private finished(run: CompactionRun): number {
    const { buddy, rmqueue } = this.allocator;
    const { zone, order, type, isDirect, isProactive } = run.request;
    if (run.haveMet(buddy.pageblockOrder)) {
      const hints = this.hints.of(zone);
      hints.resetPositions();
      if (isDirect) hints.isFlushDue = true;
      return run.isWholeZone ? COMPACT_COMPLETE : COMPACT_PARTIAL_SKIPPED;
    }
    if (isProactive) {
      const score = this.suitability.fragmentationScore(zone, buddy.pageblockOrder);
      return score > this.scoreLow ? COMPACT_CONTINUE : COMPACT_SUCCESS;
    }
    if (order === WHOLE_ZONE) return COMPACT_CONTINUE;
    if (run.migrateFrame !== buddy.startOfPageblock(run.migrateFrame)) return COMPACT_CONTINUE;
    return rmqueue.hasBlockFor(zone, order, type) ? COMPACT_SUCCESS : COMPACT_CONTINUE;
  }
}

/** As kcompactd compacts: for GFP_KERNEL, synchronously but without waiting for I/O. */
function backgroundRequest(zone: number, order: number, highest: number, cpu: number): CompactionRequest {
  return {
    zone,
    order,
    type: UNMOVABLE,
    isAsync: false,
    isDirect: false,
    isWholeZone: false,
    ignoresSkipHints: false,
    ignoresBlockTypes: false,
    isProactive: false,
    flags: 0,
    highest,
    cpu,
  };
}
