/** Events for tests, by name. */

import {
  PAGE_ALLOC,
  PAGE_FREE,
  PAGE_FREE_BATCHED,
  PCPU_DRAIN,
  type RareEvent,
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
  /** "extfrag": the pageblock at `pfn` became one of `type`. */
  kind: keyof typeof KINDS | "extfrag";
  pfn: number;
  order: number;
  cpu: number;
  type?: number;
  gfp?: number;
  isRefill?: boolean;
}

export function eventsOf(all: readonly TestEvent[]): TraceEvents {
  const events: (TestEvent & { kind: keyof typeof KINDS })[] = [];
  const side: RareEvent[] = [];
  for (const event of all) {
    const { kind } = event;
    if (kind === "extfrag") side.push(claim(event, events.length));
    else events.push({ ...event, kind });
  }
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
    side,
  };
}

function claim({ pfn, order, cpu, type = -1 }: TestEvent, at: number): RareEvent {
  const fields = {
    pfn,
    fallback_order: order,
    alloc_migratetype: type,
    fallback_migratetype: -1,
    change_ownership: 1,
  };
  return { at, cpu, pid: 1, name: "mm_page_alloc_extfrag", fields };
}
