/** Events for tests, by name. */

import {
  PAGE_ALLOC,
  PAGE_FREE,
  PAGE_FREE_BATCHED,
  PCPU_DRAIN,
  type TraceEvents,
  ZONE_LOCKED,
} from "../replay/trace";

const KINDS = {
  alloc: PAGE_ALLOC,
  free: PAGE_FREE,
  batched: PAGE_FREE_BATCHED,
  drain: PCPU_DRAIN,
  locked: ZONE_LOCKED,
};

export interface TestEvent {
  kind: keyof typeof KINDS;
  pfn: number;
  order: number;
  cpu: number;
  type?: number;
  gfp?: number;
  isRefill?: boolean;
}

export function eventsOf(events: readonly TestEvent[]): TraceEvents {
  return {
    count: events.length,
    kind: Uint8Array.from(events, ({ kind }) => KINDS[kind]),
    cpu: Uint16Array.from(events, ({ cpu }) => cpu),
    pid: Int32Array.from(events, () => 1),
    interruptedDepth: new Uint8Array(events.length),
    pfn: Float64Array.from(events, ({ pfn }) => pfn),
    order: Uint8Array.from(events, ({ order }) => order),
    migratetype: Int8Array.from(events, ({ type }) => type ?? -1),
    gfp: Uint32Array.from(events, ({ gfp }) => gfp ?? 0),
    percpuRefill: Uint8Array.from(events, ({ isRefill }) => (isRefill ? 1 : 0)),
    side: [],
  };
}
