/**
 * What the trace itself tells about the state at its start, beyond what the /proc files can: the order of the free lists,
 * the migratetypes of pageblocks, and which pages lay in per-cpu lists. A block that leaves a free list first was its head;
 * a page that is handed out, or drained, without having come from anywhere lay in a per-cpu list.
 *
 * This looks at where pages came from when they were first touched, never at what the kernel chose later on.
 */

import { MOVABLE } from "../allocator/migratetype";
import type { FrameMap } from "../machine/sections";
import { freePages } from "./free-pages";
import {
  numberOf,
  PAGE_ALLOC,
  PAGE_FREE_BATCHED,
  PCPU_DRAIN,
  type RareEvent,
  snapshotOf,
  type TraceEvents,
  walk,
  ZONE_LOCKED,
} from "./trace";

/** Nothing is known of that pageblock. */
export const UNKNOWN_TYPE = 255;

const NEVER = 0xffff_ffff;

/** Blocks of one per-cpu list at the start, head first. */
export interface StartPcpList {
  cpu: number;
  order: number;
  type: number;
  frames: number[];
}

export class FirstUses {
  /** True once the snapshot that the replay starts from was met. */
  hasStart: boolean;
  /** 1 for pages that were free at the start. */
  readonly isFree: Uint8Array;
  /** Index = frame: what a page was allocated for between kpageflags and the start, plus 1; 0 if it was not. */
  private readonly newlyUsedFor: Uint8Array;
  /** When a free page was first part of a block that left its list; index = frame. */
  private readonly firstTaken: Uint32Array;
  private readonly isTouched: Uint8Array;
  private readonly typeOf: Uint8Array;
  private readonly heads = new Map<string, StartPcpList>();
  private readonly tails = new Map<string, StartPcpList>();
  /** Per-cpu lists that were refilled. */
  private readonly refilled = new Set<string>();
  private clock = 0;

  /**
   * @param phase the snapshot that the start state was taken at: events before its mark only bring kpageflags up to date;
   *   null if that was at the trace's beginning
   * @param cachesOrder whether per-cpu lists hold blocks of that order
   */
  constructor(
    private readonly frames: FrameMap,
    private readonly pageblockOrder: number,
    private readonly maxOrder: number,
    pages: Uint8Array,
    private readonly phase: string | null,
    private readonly cachesOrder: (order: number) => boolean,
  ) {
    this.hasStart = phase === null;
    this.isFree = freePages(frames, pages);
    this.firstTaken = new Uint32Array(frames.frames).fill(NEVER);
    this.newlyUsedFor = new Uint8Array(frames.frames);
    this.isTouched = new Uint8Array(frames.frames);
    this.typeOf = new Uint8Array(Math.ceil(frames.frames / 2 ** pageblockOrder)).fill(UNKNOWN_TYPE);
  }

  take(events: TraceEvents): void {
    walk(
      events,
      (index) => this.page(events, index),
      (event) => this.rare(event),
    );
  }

  /** Migratetype of a pageblock at the start, or UNKNOWN_TYPE. */
  typeOfBlock(block: number): number {
    return this.typeOf[block] as number;
  }

  /** True if a page was allocated for movable data after kpageflags were read. */
  isNewlyMovable(frame: number): boolean {
    return this.newlyUsedFor[frame] === MOVABLE + 1;
  }

  /** When a block first left its free list, for sorting; blocks that never did come last. */
  firstUse(frame: number, order: number): number {
    let first = NEVER;
    for (let page = frame; page < frame + 2 ** order; page++)
      first = Math.min(first, this.firstTaken[page] as number);
    return first;
  }

  /** What lay in per-cpu lists, in order of cpu, order and type. */
  pcpLists(): StartPcpList[] {
    const lists: StartPcpList[] = [];
    for (const key of [...new Set([...this.heads.keys(), ...this.tails.keys()])].sort()) {
      const head = this.heads.get(key);
      const tail = this.tails.get(key);
      const some = (head ?? tail) as StartPcpList;
      lists.push({ ...some, frames: [...(head?.frames ?? []), ...(tail?.frames ?? []).toReversed()] });
    }
    return lists;
  }

  /** True if nothing that lay in the list at the start is left by the end of the trace: it had to be refilled. */
  wasUsedUp(cpu: number, order: number, type: number): boolean {
    return this.refilled.has(keyOf(cpu, order, type));
  }

  private page(events: TraceEvents, index: number): void {
    const kind = events.kind[index] as number;
    if (kind === PAGE_FREE_BATCHED) return;
    const pfn = events.pfn[index] as number;
    const frame = this.frames.find(pfn);
    if (frame < 0) return;
    const order = events.order[index] as number;
    const end = frame + 2 ** order;
    this.clock++;
    const type = events.migratetype[index] as number;
    if (!this.hasStart) {
      if (kind === ZONE_LOCKED) this.isFree.fill(0, frame, end);
      if (kind === PCPU_DRAIN) this.isFree.fill(1, frame, end);
      this.newlyUsedFor.fill(kind === PAGE_ALLOC ? type + 1 : 0, frame, end);
      return;
    }
    if (kind === ZONE_LOCKED || kind === PCPU_DRAIN) this.noteType(frame, order, type);
    if (kind === ZONE_LOCKED) {
      if (this.firstTaken[frame] === NEVER) this.firstTaken[frame] = this.clock;
      if (events.percpuRefill[index] === 1)
        this.refilled.add(keyOf(events.cpu[index] as number, order, type));
    }
    if (
      (kind === PAGE_ALLOC || kind === PCPU_DRAIN) &&
      this.isTouched[frame] === 0 &&
      this.isFree[frame] === 0 &&
      this.cachesOrder(order)
    ) {
      // A page goes to the list of its pageblock's type.
      this.noteType(frame, order, type);
      const cpu = events.cpu[index] as number;
      listOf(kind === PAGE_ALLOC ? this.heads : this.tails, cpu, order, type).frames.push(frame);
    }
    this.isTouched.fill(1, frame, end);
  }

  private rare(event: RareEvent): void {
    if (snapshotOf(event) === this.phase) this.hasStart = true;
    if (event.name !== "mm_page_alloc_extfrag" || !this.hasStart) return;
    const frame = this.frames.find(numberOf(event, "pfn"));
    if (frame < 0) return;
    // The fallback happens before the block leaves its new list: what it says is the older truth.
    const order = numberOf(event, "fallback_order");
    this.noteType(frame, order, numberOf(event, "fallback_migratetype"));
    this.clock++;
    if (this.firstTaken[frame] === NEVER) this.firstTaken[frame] = this.clock;
  }

  private noteType(frame: number, order: number, type: number): void {
    const first = frame >>> this.pageblockOrder;
    const end = first + 2 ** Math.max(0, Math.min(order, this.maxOrder) - this.pageblockOrder);
    for (let block = first; block < end; block++)
      if (this.typeOf[block] === UNKNOWN_TYPE) this.typeOf[block] = type;
  }
}

function listOf(lists: Map<string, StartPcpList>, cpu: number, order: number, type: number): StartPcpList {
  const key = keyOf(cpu, order, type);
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: StartPcpList = { cpu, order, type, frames: [] };
  lists.set(key, list);
  return list;
}

/** Sorts by cpu, order, type. */
function keyOf(cpu: number, order: number, type: number): string {
  return `${String(cpu).padStart(5, "0")} ${String(order).padStart(2, "0")} ${type}`;
}
