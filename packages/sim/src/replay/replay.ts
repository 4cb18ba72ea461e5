/**
 * Drives a machine's page allocator with the requests and frees of a traced kernel. The model chooses its own pages; a
 * page that the trace frees later is the one the model chose for it.
 *
 * Requests, frees and migrations are the trace's. What per-cpu lists take and give back, fallbacks and free lists are the
 * model's own. The trace's events about them are counted, to be compared, and show two things that no event says: when a
 * request was made whose own event comes late, and which pages went without one (TracedPcp). A trace that was recorded
 * without them shows neither.
 */

import { ALLOC_NO_WATERMARKS } from "../allocator/alloc-flags";
import { __GFP_RECLAIMABLE, GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../allocator/gfp";
import { MOVABLE, PCP_TYPES, RECLAIMABLE } from "../allocator/migratetype";
import { mobility } from "../allocator/page-state";
import type { FrameMap } from "../machine/sections";
import { EventWindow, HELD_EVENTS } from "./event-window";
import type { StartPcpList } from "./first-uses";
import { ANNOUNCES, FreeBatches, GOES_IN, INTERRUPTS } from "./free-batches";
import { FAILED, LivePages, NONE } from "./live-pages";
import { Migrations } from "./migration";
import { Reclaim } from "./reclaim";
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
  ZONE_LOCKED,
} from "./trace";
import { TracedPcp } from "./traced-pcp";

/** Preemption depth of whoever holds his cpu's lists: pinned to the cpu, and a spinlock. Source: pcpu_spin_trylock(). */
const PCP_LOCK_DEPTH = 2;

/** What every trace has. */
const PLAIN_KINDS = (1 << PAGE_ALLOC) | (1 << PAGE_FREE);
/** What comes of per-cpu lists that are refilled or drained: with these off, a list's pages seem to stay in it for ever. */
const LIST_KINDS = (1 << PCPU_DRAIN) | (1 << ZONE_LOCKED);

/** Events whose pages are looked at before they are replayed: few enough that all stays in the nearest cache. */
const TOUCHED = 128;

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
    unknownFrees: 0,
    silentAllocations: 0,
    silentFrees: 0,
    migrated: 0,
    tracedRefills: 0,
    tracedDrains: 0,
    tracedExtfrag: new Int32Array(PCP_TYPES * PCP_TYPES),
  };

  private readonly machine: ReplayMachine;
  private readonly frames: FrameMap;
  private readonly live: LivePages;
  private readonly tracedPcp: TracedPcp;
  /** By cpu: a page for a request that has refilled a list and not shown yet. */
  private readonly ahead: ({ order: number; type: number; frame: number } | undefined)[] = [];
  /** Migratetypes of the kernel's pageblocks. */
  private readonly tracedTypes: Uint8Array;
  private readonly migrations: Migrations;
  private readonly reclaim: Reclaim;
  private readonly window = new EventWindow();
  private readonly freeBatches = new FreeBatches();
  /** By cpu: true from a drain or a batch's page outside of interrupts to the next event outside of them. */
  private readonly holdsLists: boolean[] = [];
  private readonly touched = new Int32Array(TOUCHED);
  /** Of the events at hand, as FreeBatches has them. */
  private roles: Uint8Array = new Uint8Array(0);
  /** Kinds of page events that the trace has as far as it is known, a bit for each. */
  private kinds = 0;
  /** The trace tells what per-cpu lists take and give back. */
  private tellsLists: boolean;
  private hasStarted: boolean;
  private readonly phase: string | null;
  private readonly onSnapshot: (name: string) => void;

  constructor({ machine, restored, moved, pcpLists, phase, onSnapshot }: ReplayOptions) {
    const { buddy } = machine.allocator;
    this.machine = machine;
    this.frames = machine.frames;
    this.live = new LivePages(machine, restored.isInherited);
    for (const [traced, frame] of moved ?? []) this.live.set(traced, frame);
    this.migrations = new Migrations(machine);
    this.reclaim = new Reclaim(machine, this.window);
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
    this.tellsLists = pcpLists.length > 0;
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
    this.noteKinds(known);
    if (!this.isPlain) this.roles = this.freeBatches.find(window, known);
    let index = 0;
    for (const rare of window.side) {
      if (rare.at > count) break;
      this.pages(index, rare.at);
      index = rare.at;
      this.rare(rare);
    }
    this.pages(index, count);
    this.counts.unknownFrees = this.live.unknown;
    this.freeBatches.drop(count);
    window.drop(count);
  }

  private noteKinds(from: number): void {
    const { count, kind } = this.window;
    let { kinds } = this;
    for (let i = from; i < count; i++) kinds |= 1 << (kind[i] as number);
    this.kinds = kinds;
    if ((kinds & LIST_KINDS) !== 0) this.tellsLists = true;
  }

  /** The trace tells of nothing but requests and frees, as far as it is known. */
  private get isPlain(): boolean {
    return (this.kinds & ~PLAIN_KINDS) === 0;
  }

  private pages(from: number, to: number): void {
    if (!this.hasStarted) return;
    const { window } = this;
    const { isPlain } = this;
    for (let first = from; first < to; first += TOUCHED) {
      const end = Math.min(to, first + TOUCHED);
      this.touch(window.pfn, first, end);
      if (isPlain) for (let i = first; i < end; i++) this.pageEvent(window, i);
      else for (let i = first; i < end; i++) this.page(window, i);
    }
  }

  /**
   * Looks once at what the next events will look at. A page may lie anywhere in memory; here the processor waits for many
   * of them together, at the events it would for each.
   */
  private touch(pfns: Float64Array, from: number, to: number): void {
    const { frames, live } = this;
    for (let i = from; i < to; i++) this.touched[i - from] = frames.find(pfns[i] as number);
    live.touch(this.touched, to - from);
  }

  /** An event of a trace that tells of more than requests and frees. */
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
      const frame = this.frames.find(pfn);
      if (frame < 0) return;
      this.tracedPcp.next(cpu);
      this.tracedPcp.drain(frame);
      this.giveUp(frame, cpu);
    }
  }

  private allocation(pfn: number, order: number, gfp: number, cpu: number, type: number): void {
    const traced = this.frames.find(pfn);
    this.counts.allocations++;
    if (traced >= 0) {
      if (this.tellsLists) {
        this.tracedPcp.take(traced, order, type, cpu);
        this.tracedPcp.next(cpu);
      }
      this.giveUp(traced, cpu);
    }
    const ahead = this.tellsLists ? this.takenAhead(order, type, cpu) : NONE;
    if (ahead !== NONE && order === 0)
      this.machine.allocator.pcp.noteAllocation(this.machine.allocator.buddy.zoneOf(ahead), cpu);
    const frame = ahead === NONE ? this.allocate(order, gfp, cpu) : ahead;
    if (traced < 0) return;
    if (frame === traced) this.counts.samePage++;
    this.live.set(traced, frame);
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
      this.live.markBare(last);
      return last;
    }
    this.counts.failed++;
    return FAILED;
  }

  private freed(pfn: number, order: number, cpu: number, pid: number): void {
    if (this.tellsLists) this.tracedPcp.next(cpu);
    const traced = this.frames.find(pfn);
    if (traced < 0) return;
    this.counts.frees++;
    if (this.tellsLists && this.tracedPcp.has(traced)) this.tracedPcp.takeSilently(traced);
    const isSource = order === 0 && this.migrations.isSource(pfn, pid);
    const frame = this.live.take(traced, order, isSource || !this.migrations.isRunning(pid));
    if (frame >= 0 && isSource && this.isMovable(frame)) this.migrate(frame, cpu, pid);
    else if (frame >= 0) this.live.give(frame, order, cpu);
    if (!this.tellsLists) return;
    const { pcp, buddy } = this.machine.allocator;
    if (!pcp.caches(order) || pcp.busyCpu === cpu) return;
    this.tracedPcp.push(traced, order, this.tracedTypes[traced >>> buddy.pageblockOrder] as number, cpu);
  }

  private isMovable(frame: number): boolean {
    return mobility(this.machine.allocator.buddy.stateOf(frame)) === MOVABLE;
  }

  private migrate(frame: number, cpu: number, pid: number): void {
    const target = this.migrations.target(pid);
    const moved = target >= 0 ? target : this.machine.allocate(0, GFP_HIGHUSER_MOVABLE, cpu);
    // Without a free page to go to, the page stays where it is.
    const now = moved >= 0 ? moved : frame;
    if (moved >= 0) this.live.give(frame, 0, cpu);
    if (target >= 0) this.live.markBare(target);
    this.live.markMigrated(now);
    this.counts.migrated++;
  }

  /** The kernel took a page without an event. */
  private takeSilently(traced: number, order: number, type: number, cpu: number): void {
    this.counts.silentAllocations++;
    const ahead = this.takenAhead(order, type, cpu);
    this.live.set(traced, ahead === NONE ? this.takeUnasked(order, type, cpu) : ahead);
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

  /** The traced page is free by what the next event says: the model gives up what it still holds for it. */
  private giveUp(traced: number, cpu: number): void {
    const frame = this.live.forget(traced);
    if (frame < 0) return;
    this.counts.silentFrees++;
    this.live.give(frame, this.machine.allocator.orderOf(frame), cpu);
  }

  private leftFreeList(pfn: number, order: number, type: number, cpu: number, isRefill: boolean): void {
    const frame = this.frames.find(pfn);
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
    if (event.name === "mm_page_alloc_extfrag") this.fallback(event);
    else {
      this.reclaim.take(event);
      this.migrations.take(event);
    }
  }

  private fallback(event: RareEvent): void {
    const wanted = numberOf(event, "alloc_migratetype");
    const taken = numberOf(event, "fallback_migratetype");
    const index = PCP_TYPES * wanted + taken;
    this.counts.tracedExtfrag[index] = (this.counts.tracedExtfrag[index] ?? 0) + 1;
    if (numberOf(event, "change_ownership") !== 1) return;
    const frame = this.frames.find(numberOf(event, "pfn"));
    if (frame < 0) return;
    const { pageblockOrder } = this.machine.allocator.buddy;
    const first = frame >>> pageblockOrder;
    const blocks = 2 ** Math.max(0, numberOf(event, "fallback_order") - pageblockOrder);
    this.tracedTypes.fill(wanted, first, first + blocks);
  }
}
