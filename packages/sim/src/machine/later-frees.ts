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
 * Where these pages are: at the end of the ranges that name them. Those without a range are taken from the end of the
 * largest reserved range, then from the next largest; so are, among all, those that come before the watermarks.
 * @throws BootPanic if fewer pages are reserved
 */
export function laterFrees(early: EarlyMachine): LaterFrees {
  const { input, inputReserved, memblock } = early;
  const page = input.pageSizeBytes;
  const placed = placedFrees(early);
  const kept = new RegionList();
  for (const { base, size } of inputReserved.regions) kept.add(base, size);
  for (const { base, size } of placed.regions) kept.remove(base, size);

  const unplaced = cut(pagesOf(kept, memblock.memory, page), input.lateFreedPages);
  const missing = input.lateFreedPages - countPages(unplaced.taken);
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
  const all = [...pagesOf(placed, memblock.memory, page), ...unplaced.taken];
  const { taken, left } = cut(all, input.freedBeforeWatermarksPages);
  return {
    cma: pagesOf(early.cma, memblock.memory, page),
    beforeWatermarks: ascending(taken),
    afterWatermarks: ascending(left),
  };
}

/** In the order in which they are freed. */
export function allLaterFrees({ cma, beforeWatermarks, afterWatermarks }: LaterFrees): PageRange[] {
  return [...cma, ...beforeWatermarks, ...afterWatermarks];
}

export function countPages(ranges: PageRange[]): number {
  return ranges.reduce((sum, { startPfn, endPfn }) => sum + endPfn - startPfn, 0);
}

/** The ends of reserved ranges that are freed late, without pages that another range keeps. */
function placedFrees({ input }: EarlyMachine): RegionList {
  const page = input.pageSizeBytes;
  const freed = new RegionList();
  const kept: { start: number; end: number }[] = [];
  for (const { baseBytes, sizeBytes, freedLatePages = 0 } of input.reserved) {
    const end = baseBytes + sizeBytes;
    const { startPfn, endPfn } = wholePages({ start: baseBytes, end, nid: 0 }, page);
    const pages = Math.min(freedLatePages, Math.max(0, endPfn - startPfn));
    freed.add((endPfn - pages) * page, pages * page);
    kept.push({ start: baseBytes, end: pages === 0 ? end : (endPfn - pages) * page });
    if (pages > 0) kept.push({ start: endPfn * page, end });
  }
  for (const { start, end } of kept) {
    if (start >= end) continue;
    const base = Math.floor(start / page) * page;
    freed.remove(base, Math.ceil(end / page) * page - base);
  }
  return freed;
}

/** Takes pages from the end of the largest range, then of the next largest, as far as they go. */
function cut(ranges: PageRange[], pages: number): { taken: PageRange[]; left: PageRange[] } {
  const taken: PageRange[] = [];
  const left: PageRange[] = [];
  let missing = pages;
  const largestFirst = [...ranges].sort(
    (a, b) => b.endPfn - b.startPfn - (a.endPfn - a.startPfn) || a.startPfn - b.startPfn,
  );
  for (const { startPfn, endPfn } of largestFirst) {
    const border = endPfn - Math.min(missing, endPfn - startPfn);
    missing -= endPfn - border;
    if (border < endPfn) taken.push({ startPfn: border, endPfn });
    if (startPfn < border) left.push({ startPfn, endPfn: border });
  }
  return { taken, left };
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
