/** The events that are rare beside allocations and frees: fallbacks, compaction, reclaim, victims, marks. */

import type { GfpReader } from "./gfp-flags";

interface FieldTypes {
  number: number;
  /** GFP flags, as the bits of GfpReader. */
  flags: number;
  word: string;
  /** "(0x1 ~ 0x200)": first page frame, and the one behind the last. */
  range: readonly [number, number];
}

const SCANNED = { range: "range", nr_scanned: "number", nr_taken: "number" } as const;
const VERDICT = { node: "number", zone: "word", order: "number", ret: "word" } as const;
const DEFERRAL = {
  node: "number",
  zone: "word",
  order: "number",
  order_failed: "number",
  consider: "number",
  limit: "number",
} as const;
const ZONE_WALK = {
  zone_start: "number",
  migrate_pfn: "number",
  free_pfn: "number",
  zone_end: "number",
  mode: "word",
} as const;

/**
 * Each event's fields, named and ordered as the kernel prints them; an event may have more.
 * Source: include/trace/events/kmem.h, compaction.h, vmscan.h, oom.h.
 */
const FIELDS = {
  mm_page_alloc_extfrag: {
    pfn: "number",
    alloc_order: "number",
    fallback_order: "number",
    pageblock_order: "number",
    alloc_migratetype: "number",
    fallback_migratetype: "number",
    fragmenting: "number",
    change_ownership: "number",
  },
  mm_compaction_begin: ZONE_WALK,
  mm_compaction_end: { ...ZONE_WALK, status: "word" },
  mm_compaction_isolate_migratepages: SCANNED,
  mm_compaction_isolate_freepages: SCANNED,
  mm_compaction_fast_isolate_freepages: SCANNED,
  mm_compaction_migratepages: { nr_migrated: "number", nr_failed: "number" },
  mm_compaction_try_to_compact_pages: { order: "number", gfp_mask: "flags", priority: "number" },
  mm_compaction_finished: VERDICT,
  mm_compaction_suitable: VERDICT,
  mm_compaction_deferred: DEFERRAL,
  mm_compaction_defer_compaction: DEFERRAL,
  mm_compaction_defer_reset: DEFERRAL,
  mm_compaction_kcompactd_sleep: { nid: "number" },
  mm_compaction_kcompactd_wake: { nid: "number", order: "number" },
  mm_compaction_wakeup_kcompactd: { nid: "number", order: "number" },
  mm_vmscan_kswapd_wake: { nid: "number", order: "number" },
  mm_vmscan_kswapd_sleep: { nid: "number" },
  mm_vmscan_direct_reclaim_begin: { order: "number", gfp_flags: "flags" },
  mm_vmscan_direct_reclaim_end: { nr_reclaimed: "number" },
  mark_victim: { pid: "number" },
} as const satisfies Record<string, Record<string, keyof FieldTypes>>;

type Fields = typeof FIELDS;
type KernelEventName = keyof Fields;

/** A text that user space wrote to trace_marker. */
const MARKER = "tracing_mark_write";
/** The same in `trace-cmd report` and `perf script`, which put the writing function before the text. */
const PRINT = "print";

interface Placed {
  /** How many of the batch's page events come before it. */
  at: number;
  /** As TraceBatch.time. */
  time: number;
  cpu: number;
  pid: number;
}

/** An event beside the page events, told apart by its name in the kernel. */
export type SideEvent = Placed &
  (
    | {
        [N in KernelEventName]: {
          name: N;
          fields: { [F in keyof Fields[N]]: FieldTypes[Extract<Fields[N][F], keyof FieldTypes>] };
        };
      }[KernelEventName]
    | { name: typeof MARKER; fields: { text: string } }
  );

export type SideEventName = SideEvent["name"];

/** The names under which they are printed. */
export const SIDE_EVENTS: readonly string[] = [...Object.keys(FIELDS), MARKER, PRINT];

/** "order=-1", "range=(0x1 ~ 0x200)", "mode=sync,". */
const FIELD = /(\w+)=(\(0x[0-9a-f]+ ~ 0x[0-9a-f]+\)|[^\s,]+)/g;
const FUNCTION = /^(\w+(\+0x[0-9a-f]+)?): /;

/** The event from what is printed behind its name; what is wrong with that, if it does not parse. */
export function sideEvent(name: string, payload: string, placed: Placed, gfp: GfpReader): SideEvent | string {
  if (name === MARKER) return { ...placed, name, fields: { text: payload } };
  if (name === PRINT) return { ...placed, name: MARKER, fields: { text: payload.replace(FUNCTION, "") } };
  const printed = new Map<string, string>();
  for (const [, key, value] of payload.matchAll(FIELD)) {
    // Behind its fields an event may print a task's name, which may look like a field.
    if (key !== undefined && value !== undefined && !printed.has(key)) printed.set(key, value);
  }
  const fields: Record<string, FieldTypes[keyof FieldTypes]> = {};
  for (const [key, type] of Object.entries(FIELDS[name as KernelEventName])) {
    const text = printed.get(key);
    if (text === undefined) return `it has no '${key}='`;
    const value = READERS[type](text, gfp);
    if (value === null) return `its '${key}' can't be read`;
    fields[key] = value;
  }
  return { ...placed, name, fields } as SideEvent;
}

const READERS: { [T in keyof FieldTypes]: (text: string, gfp: GfpReader) => FieldTypes[T] | null } = {
  number: wholeNumber,
  flags: (text, gfp) => gfp.parse(text),
  word: (text) => text,
  range: (text) => {
    const [first, end] = text.slice(1, -1).split(" ~ ").map(wholeNumber);
    return first === undefined || end === undefined || first === null || end === null ? null : [first, end];
  },
};

/** Decimal, or hexadecimal behind 0x; null if it is none or 2^53 or more. */
function wholeNumber(text: string): number | null {
  const value = /^(-?\d+|0x[0-9a-f]+)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}
