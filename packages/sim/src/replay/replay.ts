/**
 * Drives a machine's page allocator with the requests and frees of a traced kernel. The model chooses its own pages; a
 * page that the trace frees later is the one the model chose for it.
 *
 * Requests, frees and migrations are the trace's. What per-cpu lists take and give back, fallbacks and free lists are the
 * model's own: the trace's events about them are only counted, to be compared.
 */

import { ALLOC_NO_WATERMARKS } from "../allocator/alloc-flags";
import { __GFP_RECLAIMABLE, GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../allocator/gfp";
import { MOVABLE, PCP_TYPES, RECLAIMABLE } from "../allocator/migratetype";
import { isUsed, mobility, orderOf, USED } from "../allocator/page-state";
import { EventWindow, HELD_EVENTS } from "./event-window";
import type { StartPcpList } from "./first-uses";
import { FrameLookup } from "./frame-lookup";
import { ANNOUNCES, FreeBatches, GOES_IN, INTERRUPTS } from "./free-batches";
import { Migrations } from "./migration";
import type { ReplayMachine } from "./replay-machine";
import type { Restored } from "./restore";
import {
  numberOf,
  PAGE_ALLOC,
  PAGE_FREE,
  PAGE_FREE_BATCHED,
  PCPU_DRAIN,
  type RareEvent,
  snapshotOf,
  type TraceEvents,
  walk,
  ZONE_LOCKED,
} from "./trace";
import { TracedPcp } from "./traced-pcp";

/** In place of the model's frame: the model could not serve that request. */
const FAILED = -2;
const NONE = -1;

/** Preemption depth of whoever holds his cpu's lists: pinned to the cpu, and a spinlock. Source: pcpu_spin_trylock(). */
const PCP_LOCK_DEPTH = 2;

/** What a replay has met, in events; `traced` counts are the kernel's. */
export interface ReplayCounts {
  allocations: number;
  /** Allocations for which the model chose the very page that the kernel chose. */
  samePage: number;
  /** Requests that the kernel served and the model could not. */
  failed: number;
  /** Requests that failed in the kernel; the model is not asked. */
  failedInTrace: number;
  frees: number;
  /** Frees of pages that were allocated before the trace. */
  freesOfInherited: number;
  /** Frees of pages that nothing says were ever allocated. */
  unknownFrees: number;
  /** Pages taken without an event, and pages that had been freed without one. */
  silentAllocations: number;
  silentFrees: number;
  migrated: number;
  tracedRefills: number;
  tracedDrains: number;
  /** Fallbacks of the kernel, index = PCP_TYPES * migratetype asked for + migratetype taken. */
  tracedExtfrag: Int32Array;
}

export interface ReplayOptions {
  machine: ReplayMachine;
  restored: Restored;
  /** Where pages lie that were allocated before the trace and are not at their place. */
  moved?: ReadonlyMap<number, number>;
  /** What lay in per-cpu lists at the start, if that is known. */
  pcpLists: readonly StartPcpList[];
  /** The snapshot that the machine was restored from: nothing before its mark is replayed. Null to begin at once. */
  phase: string | null;
  /** Called at the mark that begins each later snapshot. */
  onSnapshot(name: string): void;
}

export class Replay {
  readonly counts: ReplayCounts = {
    allocations: 0,
    samePage: 0,
    failed: 0,
    failedInTrace: 0,
    frees: 0,
    freesOfInherited: 0,
    unknownFrees: 0,
    silentAllocations: 0,
    silentFrees: 0,
    migrated: 0,
    tracedRefills: 0,
    tracedDrains: 0,
    tracedExtfrag: new Int32Array(PCP_TYPES * PCP_TYPES),
  };

  private readonly machine: ReplayMachine;
  private readonly isInherited: Uint8Array;
  private readonly lookup: FrameLookup;
  /** Index = frame of the traced page: the model's frame for it, NONE or FAILED. */
  private readonly ours: Int32Array;
  /** 1 for frames of pages that were migrated, so that the trace does not say where they are. */
  private readonly isMigrated: Uint8Array;
  /** 1 for blocks that strategies have no part in: allocated before the trace, or migrated to. */
  private readonly isBare: Uint8Array;
  private migratedPages = 0;
  private readonly tracedPcp: TracedPcp;
  /** By cpu: a page for a request that has refilled a list and not shown yet. */
  private readonly ahead: ({ order: number; type: number; frame: number } | undefined)[] = [];
  /** Migratetypes of the kernel's pageblocks. */
  private readonly tracedTypes: Uint8Array;
  private readonly migrations: Migrations;
  /** Direct reclaim that has begun, by task. */
  private readonly reclaims = new Map<number, RareEvent>();
  private readonly window = new EventWindow();
  private readonly freeBatches = new FreeBatches();
  /** By cpu: true from a drain or a batch's page outside of interrupts to the next event outside of them. */
  private readonly holdsLists: boolean[] = [];
  /** Of the events at hand, as FreeBatches has them. */
  private roles: Uint8Array = new Uint8Array(0);
  private hasStarted: boolean;
  private readonly phase: string | null;
  private readonly onSnapshot: (name: string) => void;

  constructor({ machine, restored, moved, pcpLists, phase, onSnapshot }: ReplayOptions) {
    const { buddy } = machine.allocator;
    this.machine = machine;
    this.isInherited = restored.isInherited;
    this.isBare = restored.isInherited.slice();
    this.lookup = new FrameLookup(machine.frames);
    this.ours = new Int32Array(machine.frames.frames).fill(NONE);
    for (const [traced, frame] of moved ?? []) this.ours[traced] = frame;
    this.isMigrated = new Uint8Array(machine.frames.frames);
    this.migrations = new Migrations(machine, this.lookup);
    this.tracedTypes = buddy.typeOfBlock.slice();
    this.tracedPcp = new TracedPcp(
      machine.frames.frames,
      buddy.zoneCount,
      (frame) => buddy.zoneOf(frame),
      (frame, order, type, cpu) => this.takeSilently(frame, order, type, cpu),
      (order, type, cpu) => this.takeAhead(order, type, cpu),
    );
    for (const { frames, order, type, cpu } of pcpLists)
      for (const frame of frames) this.tracedPcp.append(frame, order, type, cpu);
    this.phase = phase;
    this.hasStarted = phase === null;
    this.onSnapshot = onSnapshot;
  }

  /** Takes the next piece of the trace; the last events of it wait for what follows. */
  take(events: TraceEvents): void {
    const known = this.window.count;
    this.window.append(events);
    this.replay(known, Math.max(0, this.window.count - HELD_EVENTS));
  }

  /** The trace is over. */
  end(): void {
    this.replay(this.window.count, this.window.count);
  }

  private replay(known: number, count: number): void {
    const { window } = this;
    this.roles = this.freeBatches.find(window, known);
    walk(
      window,
      (index) => {
        if (this.hasStarted) this.page(window, index);
      },
      (event) => this.rare(event),
      count,
    );
    this.freeBatches.drop(count);
    window.drop(count);
  }

  private page(events: TraceEvents, index: number): void {
    const role = this.roles[index] as number;
    const isInterrupt = this.interruptsHolder(events, index);
    if (role === ANNOUNCES || (role !== GOES_IN && events.kind[index] === PAGE_FREE_BATCHED)) return;
    const { pcp, rules } = this.machine.allocator;
    const isBusy = role === INTERRUPTS || isInterrupt;
    const isInside = isBusy && rules.asksBuddyAfterPcp;
    pcp.busyCpu = isInside ? (events.cpu[index] as number) : -1;
    this.pageEvent(events, index);
    pcp.busyCpu = -1;
  }

  /**
   * True if an interrupt comes right behind a drain or a page of a batch, before the lists are given free: drains run with
   * interrupts off, and what has waited for their end finds the lists still held.
   */
  private interruptsHolder(events: TraceEvents, index: number): boolean {
    const cpu = events.cpu[index] as number;
    const kind = events.kind[index] as number;
    const depth = events.interruptedDepth[index] as number;
    if (kind === PCPU_DRAIN || kind === PAGE_FREE_BATCHED) {
      this.holdsLists[cpu] = depth === 0;
      return false;
    }
    if (depth < PCP_LOCK_DEPTH) this.holdsLists[cpu] = false;
    return this.holdsLists[cpu] === true;
  }

  private pageEvent(events: TraceEvents, index: number): void {
    const kind = events.kind[index] as number;
    const pfn = events.pfn[index] as number;
    const order = events.order[index] as number;
    const cpu = events.cpu[index] as number;
    if (kind === PAGE_ALLOC) {
      if (pfn < 0) this.counts.failedInTrace++;
      else this.allocation(pfn, order, events.gfp[index] as number, cpu, events.migratetype[index] as number);
    } else if (kind === PAGE_FREE || kind === PAGE_FREE_BATCHED) {
      this.tracedPcp.next(cpu);
      this.freed(pfn, order, cpu, events.pid[index] as number);
    } else if (kind === ZONE_LOCKED) {
      this.counts.tracedRefills++;
      this.leftFreeList(
        pfn,
        order,
        events.migratetype[index] as number,
        cpu,
        events.percpuRefill[index] === 1 && this.machine.allocator.pcp.busyCpu !== cpu,
      );
    } else if (kind === PCPU_DRAIN) {
      this.counts.tracedDrains++;
      const frame = this.lookup.frameOf(pfn);
      if (frame < 0) return;
      this.tracedPcp.next(cpu);
      this.tracedPcp.drain(frame);
      this.giveUp(frame, cpu);
    }
  }

  private allocation(pfn: number, order: number, gfp: number, cpu: number, type: number): void {
    const traced = this.lookup.frameOf(pfn);
    this.counts.allocations++;
    if (traced >= 0) {
      this.tracedPcp.take(traced, order, type, cpu);
      this.tracedPcp.next(cpu);
      this.giveUp(traced, cpu);
    }
    const ahead = this.takenAhead(order, type, cpu);
    if (ahead !== NONE && order === 0)
      this.machine.allocator.pcp.noteAllocation(this.machine.allocator.buddy.zoneOf(ahead), cpu);
    const frame = ahead === NONE ? this.allocate(order, gfp, cpu) : ahead;
    if (traced < 0) return;
    if (frame === traced) this.counts.samePage++;
    this.ours[traced] = frame;
  }

  /** The kernel served this request, so the model goes as far as it may. */
  private allocate(order: number, gfp: number, cpu: number): number {
    const { machine } = this;
    const frame = machine.allocate(order, gfp, cpu);
    if (frame >= 0) return frame;
    const { allocator } = machine;
    const flags = allocator.slowFlags(order, gfp) | ALLOC_NO_WATERMARKS;
    const last = allocator.allocateFrom(order, gfp, cpu, flags);
    if (last >= 0) {
      this.isBare[last] = 1;
      return last;
    }
    this.counts.failed++;
    return FAILED;
  }

  private freed(pfn: number, order: number, cpu: number, pid: number): void {
    const traced = this.lookup.frameOf(pfn);
    if (traced < 0) return;
    this.counts.frees++;
    if (this.tracedPcp.has(traced)) this.tracedPcp.takeSilently(traced);
    const isSource = order === 0 && this.migrations.isSource(pfn, pid);
    const frame = this.frameFor(traced, order, isSource || !this.migrations.isRunning(pid));
    if (frame >= 0 && isSource && this.isMovable(frame)) this.migrate(frame, cpu, pid);
    else if (frame >= 0) this.give(frame, order, cpu);
    this.ours[traced] = NONE;
    const { pcp, buddy } = this.machine.allocator;
    if (!pcp.caches(order) || pcp.busyCpu === cpu) return;
    this.tracedPcp.push(traced, order, this.tracedTypes[traced >>> buddy.pageblockOrder] as number, cpu);
  }

  /**
   * The model's frame for a page that is live in the trace; FAILED, or NONE if there is nothing to free.
   * @param mayHaveMoved false where free pages may be given back that compaction isolated and did not need
   */
  private frameFor(traced: number, order: number, mayHaveMoved: boolean): number {
    const frame = this.ours[traced] as number;
    if (frame >= 0) return this.partOf(traced, frame, order);
    if (frame === FAILED) return FAILED;
    if (this.isBlockOf(this.isInherited, traced, order)) {
      this.counts.freesOfInherited++;
      this.adopt(traced, order);
      return traced;
    }
    if (!mayHaveMoved) return NONE;
    if (this.splitAround(traced)) return this.partOf(traced, this.ours[traced] as number, order);
    if (order === 0 && this.migratedPages > 0) return this.takeMigrated(traced);
    this.counts.unknownFrees++;
    return NONE;
  }

  /** The model's block, cut to what is freed of it: alloc_pages_exact() and others free blocks in parts. */
  private partOf(traced: number, frame: number, order: number): number {
    const { buddy } = this.machine.allocator;
    const had = orderOf(buddy.stateOf(frame));
    if (had === order) return frame;
    if (had > order) this.splitBlock(traced, frame, had);
    else if (!this.isSplitInto(traced, frame, order)) {
      this.counts.unknownFrees++;
      this.give(frame, had, 0);
      return NONE;
    }
    const state = USED | (mobility(buddy.stateOf(frame)) << 4);
    for (let page = 1; page < 2 ** order; page++) {
      buddy.mark(frame + page, 0, 0);
      this.ours[traced + page] = NONE;
    }
    buddy.mark(frame, order, state | order);
    return frame;
  }

  /** True if the pages stand side by side in the model too, each for itself. */
  private isSplitInto(traced: number, frame: number, order: number): boolean {
    const { buddy } = this.machine.allocator;
    if (order >= buddy.pageblockOrder || frame % 2 ** order !== 0) return false;
    for (let page = 0; page < 2 ** order; page++) {
      const state = buddy.stateOf(frame + page);
      if (this.ours[traced + page] !== frame + page || !isUsed(state) || orderOf(state) !== 0) return false;
    }
    return true;
  }

  private splitBlock(traced: number, frame: number, order: number): void {
    this.machine.allocator.buddy.split(frame, order);
    for (let page = 0; page < 2 ** order; page++) {
      this.ours[traced + page] = frame + page;
      this.isBare[frame + page] = this.isBare[frame] as number;
    }
  }

  /** A page inside a block that was handed out as a whole. False if there is none around it. */
  private splitAround(traced: number): boolean {
    const { buddy } = this.machine.allocator;
    for (let order = 1; order < buddy.pageblockOrder; order++) {
      const head = traced - (traced % 2 ** order);
      const frame = head === traced ? NONE : (this.ours[head] as number);
      if (frame < 0 || 2 ** orderOf(buddy.stateOf(frame)) <= traced - head) continue;
      this.splitBlock(head, frame, orderOf(buddy.stateOf(frame)));
      return true;
    }
    return false;
  }

  private isBlockOf(marks: Uint8Array, frame: number, order: number): boolean {
    for (let page = frame; page < frame + 2 ** order; page++) if (marks[page] === 0) return false;
    return true;
  }

  /** Pages that were allocated before the trace are known one by one; here they turn out to be a block. */
  private adopt(frame: number, order: number): void {
    const { buddy } = this.machine.allocator;
    const type = mobility(buddy.stateOf(frame));
    const state = USED | (type << 4) | order;
    this.isInherited.fill(0, frame, frame + 2 ** order);
    if (order >= buddy.pageblockOrder) {
      buddy.join(frame, order, state);
      return;
    }
    for (let page = frame + 1; page < frame + 2 ** order; page++) buddy.mark(page, 0, 0);
    buddy.mark(frame, order, state);
  }

  private isMovable(frame: number): boolean {
    return mobility(this.machine.allocator.buddy.stateOf(frame)) === MOVABLE;
  }

  private migrate(frame: number, cpu: number, pid: number): void {
    const target = this.migrations.target(pid);
    const moved = target >= 0 ? target : this.machine.allocate(0, GFP_HIGHUSER_MOVABLE, cpu);
    // Without a free page to go to, the page stays where it is.
    const now = moved >= 0 ? moved : frame;
    if (moved >= 0) this.give(frame, 0, cpu);
    if (target >= 0) this.isBare[target] = 1;
    this.isMigrated[now] = 1;
    this.migratedPages++;
    this.counts.migrated++;
  }

  /** A page without a known past is one that was migrated: the nearest of the model's. */
  private takeMigrated(traced: number): number {
    const frame = this.nearestMigrated(traced);
    this.isMigrated[frame] = 0;
    this.migratedPages--;
    return frame;
  }

  private nearestMigrated(frame: number): number {
    const { isMigrated } = this;
    for (let distance = 0; distance < isMigrated.length; distance++) {
      if (isMigrated[frame + distance] === 1) return frame + distance;
      if (frame >= distance && isMigrated[frame - distance] === 1) return frame - distance;
    }
    return NONE;
  }

  /** The kernel took a page without an event. */
  private takeSilently(traced: number, order: number, type: number, cpu: number): void {
    this.counts.silentAllocations++;
    const ahead = this.takenAhead(order, type, cpu);
    this.ours[traced] = ahead === NONE ? this.takeUnasked(order, type, cpu) : ahead;
  }

  /**
   * A refill is for a request that shows later, maybe much later: other cpus may be served in between. So the model takes
   * the request's page when the kernel does.
   */
  private takeAhead(order: number, type: number, cpu: number): void {
    const frame = this.takeUnasked(order, type, cpu);
    if (frame !== FAILED) this.ahead[cpu] = { order, type, frame };
  }

  /** The page that was taken when a list was refilled, or NONE. */
  private takenAhead(order: number, type: number, cpu: number): number {
    const ahead = this.ahead[cpu];
    if (ahead === undefined || ahead.order !== order || ahead.type !== type) return NONE;
    this.ahead[cpu] = undefined;
    return ahead.frame;
  }

  /** A page for a request of which only order, type and cpu are known; FAILED if there is none. */
  private takeUnasked(order: number, type: number, cpu: number): number {
    const gfp =
      type === MOVABLE
        ? GFP_HIGHUSER_MOVABLE
        : type === RECLAIMABLE
          ? GFP_KERNEL | __GFP_RECLAIMABLE
          : GFP_KERNEL;
    const { machine } = this;
    const frame = order === 0 ? machine.allocateBulk(gfp, cpu) : machine.allocate(order, gfp, cpu);
    return frame >= 0 ? frame : FAILED;
  }

  /** Gives a block back, with the strategies' part if it was allocated with it. */
  private give(frame: number, order: number, cpu: number): void {
    if (this.isBare[frame] === 0) {
      this.machine.free(frame, order, cpu);
      return;
    }
    this.isBare[frame] = 0;
    this.machine.allocator.free(frame, order, cpu);
  }

  /** The traced page is free by what the next event says: the model gives up what it still holds for it. */
  private giveUp(traced: number, cpu: number): void {
    const frame = this.ours[traced] as number;
    if (frame === NONE) return;
    this.ours[traced] = NONE;
    if (frame < 0) return;
    this.counts.silentFrees++;
    this.give(frame, this.machine.allocator.orderOf(frame), cpu);
  }

  private leftFreeList(pfn: number, order: number, type: number, cpu: number, isRefill: boolean): void {
    const frame = this.lookup.frameOf(pfn);
    if (frame < 0) return;
    this.giveUp(frame, cpu);
    this.tracedTypes[frame >>> this.machine.allocator.buddy.pageblockOrder] = type;
    if (isRefill) this.tracedPcp.refill(frame, order, type, cpu);
  }

  private rare(event: RareEvent): void {
    const snapshot = snapshotOf(event);
    if (snapshot !== null) {
      if (this.hasStarted) this.onSnapshot(snapshot);
      if (snapshot === this.phase) this.hasStarted = true;
      return;
    }
    if (!this.hasStarted) return;
    switch (event.name) {
      case "mm_page_alloc_extfrag":
        this.fallback(event);
        break;
      case "mm_vmscan_kswapd_wake":
        this.kswapd(numberOf(event, "nid"), false);
        if (this.freesUntilNext(event)) this.kswapd(numberOf(event, "nid"), true);
        break;
      case "mm_vmscan_kswapd_sleep":
        this.kswapd(numberOf(event, "nid"), false);
        break;
      case "mm_vmscan_direct_reclaim_begin":
        this.reclaims.set(event.pid, event);
        break;
      case "mm_vmscan_direct_reclaim_end":
        this.reclaimed(event);
        break;
      default:
        this.migrations.take(event);
    }
  }

  private fallback(event: RareEvent): void {
    const wanted = numberOf(event, "alloc_migratetype");
    const taken = numberOf(event, "fallback_migratetype");
    const index = PCP_TYPES * wanted + taken;
    this.counts.tracedExtfrag[index] = (this.counts.tracedExtfrag[index] ?? 0) + 1;
    if (numberOf(event, "change_ownership") !== 1) return;
    const frame = this.lookup.frameOf(numberOf(event, "pfn"));
    if (frame < 0) return;
    const { pageblockOrder } = this.machine.allocator.buddy;
    const first = frame >>> pageblockOrder;
    const blocks = 2 ** Math.max(0, numberOf(event, "fallback_order") - pageblockOrder);
    this.tracedTypes.fill(wanted, first, first + blocks);
  }

  /**
   * True if kswapd frees pages before it wakes or sleeps the next time. Else it found its zones balanced at once, and the
   * mark that it is at work (ZONE_RECLAIM_ACTIVE) was gone before anybody saw it.
   */
  private freesUntilNext(wake: RareEvent): boolean {
    const { window } = this;
    const next = window.side.find(
      ({ at, name, pid }) => at > wake.at && pid === wake.pid && name.startsWith("mm_vmscan_kswapd_"),
    );
    const end = next?.at ?? window.count;
    for (let i = wake.at; i < end; i++)
      if (window.pid[i] === wake.pid && window.kind[i] === PAGE_FREE) return true;
    return false;
  }

  /** What fallbacks added to the watermarks goes back when kswapd is done: mm/vmscan.c balance_pgdat(). */
  private kswapd(nid: number, isAtWork: boolean): void {
    const { levels } = this.machine.allocator;
    for (let zone = 0; zone < levels.count; zone++) {
      if (levels.nid[zone] !== nid) continue;
      levels.isReclaimed[zone] = isAtWork ? 1 : 0;
      if (!isAtWork) levels.boost[zone] = 0;
    }
  }

  /** Where reclaim did not help, the per-cpu lists are drained before the next try: __alloc_pages_direct_reclaim(). */
  private reclaimed({ cpu, pid }: RareEvent): void {
    const begin = this.reclaims.get(pid);
    if (begin === undefined) return;
    this.reclaims.delete(pid);
    const order = numberOf(begin, "order");
    const gfp = numberOf(begin, "gfp_flags");
    const { allocator } = this.machine;
    if (allocator.couldServe(order, gfp, cpu)) return;
    for (let zone = 0; zone < allocator.levels.count; zone++) allocator.pcp.drainZone(zone);
  }
}
