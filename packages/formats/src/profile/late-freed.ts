/** What reaches the buddy allocator after the hand-over, and when. */

import { wholePages } from "../range";
import type { Evidence } from "./files";
import type { ImportedCma, ImportedReservation } from "./profile";
import { asRange } from "./reserved";

/**
 * The pages freed late that have no place of their own yet: without CMA and without the ranges that are freed as a whole.
 * Of these the SMP alternatives are back before init_per_zone_wmark_min(), the others long after it.
 * @param latePages all pages that reached the allocator after the hand-over
 */
export function lateFreed(
  { dmesg }: Evidence,
  latePages: number,
  placed: { reserved: ImportedReservation[]; cma: ImportedCma[]; pageSizeBytes: number },
): { lateFreedPages: number; freedBeforeWatermarksPages: number } {
  const { reserved, cma, pageSizeBytes } = placed;
  const known = [...reserved.filter((range) => range.freedLate), ...cma].map(asRange);
  const lateFreedPages = Math.max(0, latePages - wholePages(known, pageSizeBytes));
  const early = (dmesg?.lateFreed ?? []).filter(({ what }) => what === "SMP alternatives memory");
  const earlyPages = early.reduce((sum, { bytes }) => sum + bytes, 0) / pageSizeBytes;
  return { lateFreedPages, freedBeforeWatermarksPages: Math.min(earlyPages, lateFreedPages) };
}
