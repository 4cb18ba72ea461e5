/** What reaches the buddy allocator after the hand-over: where and when. */

import { wholePages } from "../range";
import type { Evidence } from "./files";
import type { ImportedCma, ImportedReservation } from "./profile";
import { asRange } from "./reserved";

export interface LateFreed {
  /** With `freedLatePages` filled in. */
  reserved: ImportedReservation[];
  lateFreedPages: number;
  freedBeforeWatermarksPages: number;
}

/** What the 'Freeing' lines say, and whose memory it is. */
const OWNERS: [RegExp, string][] = [
  [/^initrd memory$/, "initrd"],
  [/^(SMP alternatives|unused kernel( image .*)?|unused decrypted) memory$/, "kernel image"],
];

/**
 * Gives the pages that were freed late to the largest range of their owner, as far as one is known. The SMP
 * alternatives are back before init_per_zone_wmark_min(), the others long after it.
 * Source: mm/page_alloc.c free_reserved_area(); arch/x86/kernel/alternative.c alternative_instructions().
 * @param latePages all pages that reached the allocator after the hand-over
 */
export function lateFreed(
  { dmesg }: Evidence,
  latePages: number,
  machine: { reserved: ImportedReservation[]; cma: ImportedCma[]; pageSizeBytes: number },
): LateFreed {
  const { pageSizeBytes } = machine;
  const pagesOf = (range: { baseBytes: number; sizeBytes: number }) =>
    wholePages([asRange(range)], pageSizeBytes);
  const reserved = machine.reserved.map((range) => ({ ...range }));
  let left = Math.max(0, latePages - machine.cma.reduce((sum, area) => sum + pagesOf(area), 0));
  let beforeWatermarks = 0;
  for (const { what, bytes } of dmesg?.lateFreed ?? []) {
    const pages = Math.floor(bytes / pageSizeBytes);
    if (what === "SMP alternatives memory") beforeWatermarks += pages;
    const owner = OWNERS.find(([pattern]) => pattern.test(what))?.[1];
    const [range] = reserved
      .filter(({ label }) => label === owner)
      .sort((a, b) => b.sizeBytes - a.sizeBytes || a.baseBytes - b.baseBytes);
    const isWhole = range !== undefined && range.freedLatePages + pages <= pagesOf(range);
    if (!isWhole || pages > left) continue;
    range.freedLatePages += pages;
    left -= pages;
  }
  return { reserved, lateFreedPages: left, freedBeforeWatermarksPages: beforeWatermarks };
}
