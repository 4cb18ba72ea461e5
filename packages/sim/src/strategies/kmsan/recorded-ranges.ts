/**
 * KMSAN, boot, step 1: metadata for memory that is in use before the buddy allocator exists.
 * Source: mm/kmsan/init.c kmsan_init_shadow(), kmsan_record_future_shadow_range().
 */

import type { EarlyMachine } from "../../machine/early";
import { BootPanic } from "../../machine/panic";
import { bytes, count } from "../../text";

/** NUM_FUTURE_RANGES. */
export const MAX_RECORDED_RANGES = 128;

/** Ranges that the kernel would record, in pages: what is reserved, rounded out, and the kernel's data. */
export interface Recorded {
  /** Range sizes in the kernel's order. */
  rangePages: number[];
}

/**
 * The recorded ranges: each reserved range is rounded out to pages; one that overlaps or touches an earlier one is
 * merged into the first such. The kernel's data is reached through another mapping and so stays a range of its own.
 */
export function recordRanges(early: EarlyMachine): Recorded {
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
  const rangePages = ranges.map((range) => range.end - range.start);
  const dataPages = Math.ceil((early.input.kernelDataBytes ?? 0) / page);
  if (dataPages > 0) rangePages.push(dataPages);
  return { rangePages };
}

/**
 * Takes a shadow and an origin range of the same size from memblock for every recorded range.
 * @throws BootPanic if memblock has no place for one, as the kernel's memblock_alloc_or_panic()
 */
export function allocateRecordedMetadata(early: EarlyMachine): void {
  const { rangePages } = recordRanges(early);
  const page = early.input.pageSizeBytes;
  for (const pages of rangePages) {
    for (const kind of ["shadow", "origin"] as const) {
      if (early.take(kind, pages)) continue;
      throw new BootPanic({
        severity: "error",
        part: "strategy",
        family: "kmsan",
        field: "type",
        sentence:
          `A range of ${count(pages)} pages (${bytes(pages * page)}) is in use before the buddy allocator exists; ` +
          `memblock has no free range of that size for its ${kind} pages.`,
        source: "mm/kmsan/init.c kmsan_init_shadow()",
      });
    }
  }
}
