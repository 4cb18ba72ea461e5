/** Memory that reaches the buddy allocator after the hand-over. */

import { count } from "../text";
import type { EarlyMachine, PageRange } from "./early";
import { wholePages } from "./handover";
import { BootPanic } from "./panic";
import { intersect, RegionList } from "./region-list";

/** In the order in which the kernel frees it; each list ascends. */
export interface LaterFrees {
  /** CMA areas, a pageblock at a time: mm/cma.c cma_init_reserved_areas(), a core initcall. */
  cma: PageRange[];
  /** Before init_per_zone_wmark_min(): the SMP alternatives. */
  beforeWatermarks: PageRange[];
  /** After it: initrd, init memory, gaps in the kernel image. */
  afterWatermarks: PageRange[];
}

/**
 * Where these pages are. Of `lateFreedPages` a log tells how many, not which: they are taken from the end of the
 * largest reserved range (the kernel image, whose init sections lie last), then from the next largest.
 * @throws BootPanic if fewer pages are reserved
 */
export function laterFrees(early: EarlyMachine): LaterFrees {
  const { input, inputReserved, freedLate, memblock } = early;
  const page = input.pageSizeBytes;
  const reserved = pagesOf(inputReserved, memblock.memory, page).sort(
    (a, b) => b.endPfn - b.startPfn - (a.endPfn - a.startPfn) || a.startPfn - b.startPfn,
  );
  let missing = input.lateFreedPages;
  const take = (pages: number): PageRange[] => {
    const taken: PageRange[] = [];
    for (let left = pages; left > 0; ) {
      const range = reserved[0];
      if (range === undefined) break;
      const part = Math.min(left, range.endPfn - range.startPfn);
      if (part > 0) taken.push({ startPfn: range.endPfn - part, endPfn: range.endPfn });
      range.endPfn -= part;
      left -= part;
      missing -= part;
      if (range.endPfn <= range.startPfn) reserved.shift();
    }
    return taken;
  };
  const beforeWatermarks = ascending(take(input.freedBeforeWatermarksPages));
  const unplaced = take(missing);
  if (missing > 0) {
    throw new BootPanic({
      severity: "error",
      part: "machine",
      field: "lateFreedPages",
      sentence:
        `${count(input.lateFreedPages)} pages are to be freed late in boot, but only ` +
        `${count(input.lateFreedPages - missing)} whole pages are reserved.`,
    });
  }
  const whole = new RegionList();
  for (const { base, size } of freedLate.regions) whole.add(base, size);
  for (const { base, size } of inputReserved.regions) whole.remove(base, size);
  return {
    cma: pagesOf(early.cma, memblock.memory, page),
    beforeWatermarks,
    afterWatermarks: ascending([...pagesOf(whole, memblock.memory, page), ...unplaced]),
  };
}

/** Pages of all these ranges. */
export function countPages({ cma, beforeWatermarks, afterWatermarks }: LaterFrees): number {
  return [...cma, ...beforeWatermarks, ...afterWatermarks].reduce(
    (sum, { startPfn, endPfn }) => sum + endPfn - startPfn,
    0,
  );
}

/** Whole pages of a list, as far as they are memory. */
function pagesOf(list: RegionList, memory: RegionList, pageSizeBytes: number): PageRange[] {
  return [...intersect(list, memory)]
    .map((range) => wholePages({ ...range, nid: 0 }, pageSizeBytes))
    .filter(({ startPfn, endPfn }) => startPfn < endPfn);
}

function ascending(ranges: PageRange[]): PageRange[] {
  return ranges.sort((a, b) => a.startPfn - b.startPfn);
}
