/** What a trace is handed on as: page events in columns, everything rarer as objects beside them. */

import type { SideEvent } from "./side-events";

/** Events in a full batch: 64 Ki. */
export const BATCH_EVENTS = 65_536;

/**
 * The events that stand in a batch's columns; a kind is its place in this list. From v5.4 on
 * mm_page_free_batched comes in addition to the mm_page_free of the same page: count only one of them.
 * Source: include/trace/events/kmem.h, mm/page_alloc.c.
 */
export const PAGE_EVENTS = [
  /** A request was answered. */
  "mm_page_alloc",
  /** A block was given back. */
  "mm_page_free",
  /** A page of a list was given back, said once more. */
  "mm_page_free_batched",
  /** A block went from a per-cpu list to the buddy lists. */
  "mm_page_pcpu_drain",
  /** A block left the buddy lists. */
  "mm_page_alloc_zone_locked",
] as const;

export type PageEventName = (typeof PAGE_EVENTS)[number];

/** Places in PAGE_EVENTS. */
export const PageEvent = {
  alloc: 0,
  free: 1,
  freeBatched: 2,
  pcpuDrain: 3,
  zoneLocked: 4,
} as const;

/**
 * Up to BATCH_EVENTS events in the order of the trace. The arrays are the scanner's and are written over after
 * `onBatch` returns; elements from `count` on mean nothing.
 */
export interface TraceBatch {
  count: number;
  /** A place in PAGE_EVENTS. */
  kind: Uint8Array;
  cpu: Uint16Array;
  /** The task it happened in, 0 for idle ones; an interrupt happens in whatever task it interrupts. */
  pid: Int32Array;
  /** Preemption depth of what an interrupt's event has interrupted; 0 for other events, and where none is printed. */
  interruptedDepth: Uint8Array;
  /** Of the trace's clock: seconds, or the clock's own ticks where TraceSummary.clock says so. */
  time: Float64Array;
  /** First page frame; -1 if the request failed (alloc, zone_locked). Below 2^52. */
  pfn: Float64Array;
  order: Uint8Array;
  /** As the kernel numbers them (0 unmovable, 1 movable, 2 reclaimable ...); -1 where the event has none (frees). */
  migratetype: Int8Array;
  /** GFP flags in the bits of v5.18's include/linux/gfp.h, whatever the kernel; 0 where the event has none (all but alloc). */
  gfp: Uint32Array;
  /** 1 if a zone_locked block goes to a per-cpu list, else 0. */
  percpuRefill: Uint8Array;
  /** The rarer events in between, in order; each says where it stands. */
  side: SideEvent[];
}

export function newBatch(): TraceBatch {
  return {
    count: 0,
    kind: new Uint8Array(BATCH_EVENTS),
    cpu: new Uint16Array(BATCH_EVENTS),
    pid: new Int32Array(BATCH_EVENTS),
    interruptedDepth: new Uint8Array(BATCH_EVENTS),
    time: new Float64Array(BATCH_EVENTS),
    pfn: new Float64Array(BATCH_EVENTS),
    order: new Uint8Array(BATCH_EVENTS),
    migratetype: new Int8Array(BATCH_EVENTS),
    gfp: new Uint32Array(BATCH_EVENTS),
    percpuRefill: new Uint8Array(BATCH_EVENTS),
    side: [],
  };
}
