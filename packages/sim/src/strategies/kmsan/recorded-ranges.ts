/**
 * KMSAN, boot, step 1: metadata for memory that is in use before the buddy allocator exists.
 * Source: mm/kmsan/init.c kmsan_init_shadow(), kmsan_record_future_shadow_range().
 */

import type { EarlyMachine } from "../../machine/early";
import { BootPanic } from "../../machine/panic";
import { bytes, count } from "../../text";

/** NUM_FUTURE_RANGES. */
export const MAX_RECORDED_RANGES = 128;

/** A range that the kernel records, in whole pages. */
export interface RecordedRange {
  /** Null for the kernel's data, which lie somewhere in its image. */
  startPfn: number | null;
  pages: number;
}

/** A recorded range with its metadata; first pfns. */
export interface RecordedRun extends RecordedRange {
  shadow: number;
  origin: number;
}

/**
 * The recorded ranges in the kernel's order: each reserved range is rounded out to pages; one that overlaps or touches an earlier
 * one is merged into the first such. The kernel's data is reached through another mapping and so stays a range of its own.
 */
export function recordRanges(early: EarlyMachine): RecordedRange[] {
  const page = early.input.pageSizeBytes;
  const ranges: { start: number; end: number }[] = [];
  for (const region of early.recorded.regions) {
    const start = Math.floor(region.base / page);
    const end = Math.ceil((region.base + region.size) / page);
    const first = ranges.find((range) => range.start <= end && start <= range.end);
    if (first === undefined) {
      ranges.push({ start, end });
    } else {
      first.start = Math.min(first.start, start);
      first.end = Math.max(first.end, end);
    }
  }
  const recorded: RecordedRange[] = ranges.map(({ start, end }) => ({ startPfn: start, pages: end - start }));
  const dataPages = Math.ceil((early.input.kernelDataBytes ?? 0) / page);
  return dataPages > 0 ? [...recorded, { startPfn: null, pages: dataPages }] : recorded;
}

/**
 * Takes a shadow and an origin range of the same size from memblock for every recorded range.
 * @throws BootPanic if memblock has no place for one, as the kernel's memblock_alloc_or_panic()
 */
export function allocateRecordedMetadata(early: EarlyMachine): RecordedRun[] {
  return recordRanges(early).map((range) => ({
    ...range,
    shadow: takeFor(range, "shadow", early),
    origin: takeFor(range, "origin", early),
  }));
}

function takeFor({ pages }: RecordedRange, kind: "shadow" | "origin", early: EarlyMachine): number {
  const taken = early.take(kind, pages) ? early.metadata.at(-1) : undefined;
  if (taken !== undefined) return taken.startPfn;
  throw new BootPanic({
    severity: "error",
    part: "strategy",
    family: "kmsan",
    field: "type",
    sentence:
      `A range of ${count(pages)} pages (${bytes(pages * early.input.pageSizeBytes)}) is in use before the buddy ` +
      `allocator exists; memblock has no free range of that size for its ${kind} pages.`,
    source: "mm/kmsan/init.c kmsan_init_shadow()",
  });
}
