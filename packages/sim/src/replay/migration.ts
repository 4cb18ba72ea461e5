/**
 * Compaction as the trace shows it. What is migrated, and where the kernel looks for free pages, depends on what pages
 * hold, which no trace tells; so these come from the trace as allocations and frees do, and the model finds the free pages
 * there and frees the sources. A migrated page has no allocation event: its source is freed, and nothing says where it is now.
 * Source: mm/compaction.c compact_zone(), isolate_freepages_block(), split_map_pages(), compaction_alloc(),
 * release_freepages(); mm/page_alloc.c __isolate_free_page().
 */

import { isMergeable, MOVABLE } from "../allocator/migratetype";
import { isFree, orderOf, USED } from "../allocator/page-state";
import type { ReplayMachine } from "./replay-machine";
import { numberOf, type RareEvent, rangeOf } from "./trace";

/** Longest stride, and how many pages are migrated at once. Source: include/linux/swap.h. */
const COMPACT_CLUSTER_MAX = 32;

/** Blocks of one list that are looked at once the scanner has moved; at its start it is half a pageblock. Source: mm/compaction.c freelist_scan_limit(). */
const FREELIST_SCAN_LIMIT = 16;

const MOVABLE_PAGE = USED | (MOVABLE << 4);

/** One task's compact_zone(). */
interface Compaction {
  zone: number;
  /** What it is for; -1 to compact everything. */
  order: number;
  /** pfn behind the zone. */
  zoneEnd: number;
  /** pfn the free scanner stands at. */
  freeFrom: number;
  /** The lists were searched for the targets that are needed now. */
  hasSearched: boolean;
  /** Order of the list that is searched first. */
  searchOrder: number;
  /** Isolated free pages, the one to be used next at the end. */
  targets: number[];
  /** pfns the migration scanner looked at last. */
  from: number;
  to: number;
  /** Pages from one look at a pfn to the next. Grows while pageblocks have nothing to isolate. */
  stride: number;
  /** It starts with long strides: MIGRATE_ASYNC. */
  isAsync: boolean;
  /** Between isolating pages and having migrated them. */
  isMigrating: boolean;
  /** pfn where pages were isolated that may still lie in per-cpu lists, or -1. */
  unflushed: number;
}

export class Migrations {
  /** By task. */
  private readonly running = new Map<number, Compaction>();
  /** Zone that was compacted last, by task. */
  private readonly zones = new Map<number, number>();
  /** Tasks whose request compacts for itself. */
  private readonly direct = new Set<number>();
  /** Orders that compaction was asked for, by task, before it says where. */
  private readonly orders = new Map<number, number>();

  constructor(private readonly machine: ReplayMachine) {}

  take(event: RareEvent): void {
    const { cpu, pid } = event;
    const compaction = this.running.get(pid);
    switch (event.name) {
      case "mm_compaction_suitable":
        this.orders.set(pid, numberOf(event, "order"));
        break;
      case "mm_compaction_try_to_compact_pages":
        this.direct.add(pid);
        break;
      case "mm_compaction_begin":
        this.begin(event);
        break;
      case "mm_compaction_defer_compaction":
        this.defer(event);
        break;
      case "mm_compaction_finished":
        if (compaction !== undefined) this.flush(compaction, cpu);
        break;
      case "mm_compaction_isolate_migratepages":
        if (compaction === undefined) break;
        [compaction.from, compaction.to] = rangeOf(event);
        if (numberOf(event, "nr_taken") <= 0) break;
        compaction.isMigrating = true;
        compaction.unflushed = compaction.from;
        break;
      case "mm_compaction_isolate_freepages":
        if (compaction !== undefined) this.isolate(compaction, event);
        break;
      case "mm_compaction_migratepages":
        if (compaction === undefined) break;
        migrated(compaction, numberOf(event, "nr_failed"));
        this.flush(compaction, cpu);
        break;
      case "mm_compaction_end":
        if (compaction !== undefined) this.end(compaction, event);
        break;
    }
  }

  /** True if a page freed by that task is the source of a migration, provided that it is movable. */
  isSource(pfn: number, pid: number): boolean {
    if (this.running.size === 0) return false;
    const compaction = this.running.get(pid);
    return compaction?.isMigrating === true && pfn >= compaction.from && pfn < compaction.to;
  }

  /** True while that task compacts: it may free pages that it isolated and did not need. */
  isRunning(pid: number): boolean {
    return this.running.size > 0 && this.running.has(pid);
  }

  /** The page to migrate to next, allocated; -1 if none was isolated. */
  target(pid: number): number {
    const compaction = this.running.get(pid);
    if (compaction === undefined) return -1;
    compaction.stride = firstStride(compaction.isAsync);
    this.searchLists(compaction);
    compaction.hasSearched = false;
    return compaction.targets.pop() ?? -1;
  }

  /** Once each time that targets are needed and there are none. Compacting everything does without. */
  private searchLists(compaction: Compaction): void {
    if (compaction.targets.length > 0 || compaction.hasSearched || compaction.order <= 0) return;
    compaction.hasSearched = true;
    this.isolateByLists(compaction);
  }

  /**
   * Before it scans, the kernel takes a free block out of the lists without an event: one from the top quarter of what is
   * still to be scanned, else the highest of the top half. Where it looked last becomes the head of the list.
   * Source: mm/compaction.c fast_isolate_freepages(), move_freelist_head(), next_search_order().
   */
  private isolateByLists(compaction: Compaction): void {
    const { buddy } = this.machine.allocator;
    const { freeFrom, order, to, zone } = compaction;
    const blockPages = 2 ** buddy.pageblockOrder;
    const distance = Math.max(0, freeFrom - to);
    const startOf = (pfn: number) => pfn - (pfn % blockPages);
    const isAtStart = freeFrom >= startOf(compaction.zoneEnd - 1);
    const limit = isAtStart ? blockPages / 2 : FREELIST_SCAN_LIMIT;
    const low = startOf(freeFrom - Math.floor(distance / 4));
    const least = startOf(freeFrom - Math.floor(distance / 2));
    for (let i = 0; i < order; i++) {
      const found = (compaction.searchOrder - i + order) % order;
      const { frame, last, isLow } = this.search(zone, found, low, least, limit);
      if (last >= 0) buddy.rotate(frame >= 0 ? frame : last, found, zone, MOVABLE, true);
      if (isLow) compaction.searchOrder = found;
      if (frame < 0) continue;
      this.isolateBlock(compaction, frame, found);
      return;
    }
    compaction.searchOrder = (compaction.searchOrder - 1 + order) % order;
  }

  /** Looks at some blocks of one list, from its tail on. `last` is the one it stopped at, -1 if it saw them all. */
  private search(zone: number, order: number, low: number, least: number, limit: number) {
    const { buddy } = this.machine.allocator;
    let best = { frame: -1, pfn: -1 };
    let left = limit;
    for (const frame of [...buddy.list(zone, order, MOVABLE)].reverse()) {
      const pfn = this.machine.frames.pfnOf(frame);
      left--;
      if (pfn >= low) return { frame, last: frame, isLow: true };
      if (pfn >= least && pfn > best.pfn) {
        best = { frame, pfn };
        left = Math.floor(left / 2);
      }
      if (left <= 0) return { frame: best.frame, last: frame, isLow: false };
    }
    return { frame: best.frame, last: -1, isLow: false };
  }

  private begin(event: RareEvent): void {
    const frame = this.machine.frames.find(numberOf(event, "zone_start"));
    if (frame < 0) return;
    const isAsync = event.fields.mode === "async";
    this.running.set(event.pid, {
      stride: firstStride(isAsync),
      isAsync,
      zone: this.machine.allocator.buddy.zoneOf(frame),
      order: this.orders.get(event.pid) ?? -1,
      zoneEnd: numberOf(event, "zone_end"),
      freeFrom: numberOf(event, "free_pfn"),
      hasSearched: false,
      searchOrder: Math.max(0, (this.orders.get(event.pid) ?? -1) - 1),
      targets: [],
      from: 0,
      to: 0,
      isMigrating: false,
      unflushed: -1,
    });
  }

  /** Once the scanner has left an aligned block it migrated from, its pages leave the per-cpu lists so that they can merge. */
  private flush(compaction: Compaction, cpu: number): void {
    const { order, to, unflushed, zone } = compaction;
    if (order <= 0 || unflushed < 0) return;
    if (unflushed >= to - (to % 2 ** order)) return;
    this.machine.allocator.pcp.drainCpu(zone, cpu);
    compaction.unflushed = -1;
  }

  private isolate(compaction: Compaction, event: RareEvent): void {
    this.searchLists(compaction);
    const [first, end] = rangeOf(event);
    const wanted = numberOf(event, "nr_taken");
    compaction.freeFrom = first;
    const { buddy } = this.machine.allocator;
    const looks = numberOf(event, "nr_scanned") - wanted;
    // Around a page that it found by the free lists the scanner looks at every page, whatever its mode.
    const stride = looks * compaction.stride > end - first + compaction.stride ? 1 : compaction.stride;
    compaction.stride = wanted > 0 ? 1 : Math.min(COMPACT_CLUSTER_MAX, 2 * compaction.stride);
    let taken = 0;
    for (let pfn = first; pfn < end && taken < wanted; pfn += stride) {
      const frame = this.machine.frames.find(pfn);
      if (frame < 0) continue;
      const state = buddy.stateOf(frame);
      if (!isFree(state)) continue;
      const order = orderOf(state);
      this.isolateBlock(compaction, frame, order);
      taken += 2 ** order;
      pfn += 2 ** order - 1;
    }
  }

  private isolateBlock(compaction: Compaction, frame: number, order: number): void {
    const { buddy } = this.machine.allocator;
    const block = frame >>> buddy.pageblockOrder;
    const type = buddy.typeOfBlock[block] as number;
    buddy.takeFrom(frame, order, order, compaction.zone, type, MOVABLE_PAGE | order);
    if (order > 0) buddy.split(frame, order);
    if (order >= buddy.pageblockOrder - 1 && isMergeable(type)) buddy.setType(block, order, MOVABLE);
    for (let page = frame; page < frame + 2 ** order; page++) compaction.targets.push(page);
  }

  /** kcompactd empties the per-cpu lists before it gives up for a while: kcompactd_do_work(). */
  private defer(event: RareEvent): void {
    if (this.direct.has(event.pid)) return;
    const zone = this.zones.get(event.pid);
    if (zone !== undefined) this.machine.allocator.pcp.drainZone(zone);
  }

  /** Gives back what was isolated and not used. */
  private end(compaction: Compaction, { cpu, pid }: RareEvent): void {
    for (const frame of compaction.targets.reverse()) this.machine.allocator.free(frame, 0, cpu);
    this.running.delete(pid);
    this.zones.set(pid, compaction.zone);
  }
}

/** Direct compaction gives up on a block where a page could not be migrated: nothing to flush then. */
function migrated(compaction: Compaction, failed: number): void {
  compaction.isMigrating = false;
  if (failed > 0 && compaction.isAsync) compaction.unflushed = -1;
}

/** Source: mm/compaction.c isolate_freepages(). */
function firstStride(isAsync: boolean): number {
  return isAsync ? COMPACT_CLUSTER_MAX : 1;
}
