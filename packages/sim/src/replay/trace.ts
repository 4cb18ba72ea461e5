/**
 * What a replay takes in: events of kmem, compaction, vmscan as the kernel traced them, page events in columns.
 * Source: include/trace/events/kmem.h, compaction.h, vmscan.h.
 */

/** Kinds of page events, in the columns of a batch. */
export const PAGE_ALLOC = 0;
export const PAGE_FREE = 1;
/** Says once more what a PAGE_FREE said. */
export const PAGE_FREE_BATCHED = 2;
/** A block went from a per-cpu list to the free lists. */
export const PCPU_DRAIN = 3;
/** A block left the free lists. */
export const ZONE_LOCKED = 4;

/** Events in the order of the trace. Columns may be longer than `count`, and are written over for the next batch. */
export interface TraceEvents {
  count: number;
  kind: Uint8Array;
  cpu: Uint16Array;
  /** Task that the event happened in, or was interrupted by it. */
  pid: Int32Array;
  /** Preemption depth of what an interrupt's event has interrupted; 0 for other events, or if unknown. */
  interruptedDepth: Uint8Array;
  /** First page of the block; -1 where a request failed. */
  pfn: Float64Array;
  order: Uint8Array;
  /** -1 where the event has none. */
  migratetype: Int8Array;
  /** Bits of include/linux/gfp.h of v5.18; 0 where the event has none. */
  gfp: Uint32Array;
  /** 1 if a ZONE_LOCKED block goes to a per-cpu list. */
  percpuRefill: Uint8Array;
  /** Everything that is not a page event, in order. */
  side: readonly RareEvent[];
}

/** Any other event, with its fields as the kernel prints them. */
export interface RareEvent {
  /** How many of the batch's page events come before it. */
  at: number;
  cpu: number;
  pid: number;
  name: string;
  fields: Readonly<Record<string, number | string | readonly [number, number]>>;
}

/** A field that is a number; -1 if the event has none of that name. */
export function numberOf(event: RareEvent, field: string): number {
  const value = event.fields[field];
  return typeof value === "number" ? value : -1;
}

/** A range of pfns, [first, behind the last). */
export function rangeOf(event: RareEvent): readonly [number, number] {
  const value = event.fields.range;
  return typeof value === "object" ? value : [0, 0];
}

const SNAPSHOT = /^SNAP_(\w+)_BEGIN$/;

/** The name of the snapshot of /proc files that a mark in the trace begins, or null. */
export function snapshotOf(event: RareEvent): string | null {
  if (event.name !== "tracing_mark_write" || typeof event.fields.text !== "string") return null;
  return SNAPSHOT.exec(event.fields.text.trim())?.[1] ?? null;
}

/** Hands on the events of a batch in their order. */
export function walk(
  events: TraceEvents,
  onPage: (index: number) => void,
  onRare: (event: RareEvent) => void,
): void {
  let index = 0;
  for (const rare of events.side) {
    for (; index < rare.at; index++) onPage(index);
    onRare(rare);
  }
  for (; index < events.count; index++) onPage(index);
}
