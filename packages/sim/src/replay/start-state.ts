/**
 * The state of a running machine as its /proc files tell it. Counts are blocks, levels pages.
 * Source: mm/vmstat.c frag_show(), pagetypeinfo_showfree(), zoneinfo_show_print(); fs/proc/page.c stable_page_flags().
 */

import type { ZoneKind } from "../allocator/zone-levels";

export interface StartZone {
  nid: number;
  kind: ZoneKind;
  managedPages: number;
  minPages: number;
  lowPages: number;
  highPages: number;
  /** What fallbacks have added to the marks. */
  boostPages: number;
  /** Pages kept from requests that could use a higher zone, index = place in ZONE_KINDS. */
  lowmemReserve: readonly number[];
  pcpBatch: number;
  pcpHigh: number;
  /** Pages in the per-cpu lists, index = cpu. */
  pcpPages: readonly number[];
  /** Free blocks from buddyinfo, index = order. */
  freeBlocks: readonly number[];
  /** The same by migratetype from pagetypeinfo, [type][order]; null without that file. */
  freeBlocksOfType: readonly (readonly number[])[] | null;
  /** Pageblocks of each migratetype from pagetypeinfo; null without that file. */
  blocksOfType: readonly number[] | null;
}

/** What a page is to the allocator, one byte a pfn. */
export const ABSENT = 0;
export const FREE_PAGE = 1;
/** Allocated, and on a list of reclaim or mapped: it can be moved. */
export const MOVABLE_PAGE = 2;
/** Allocated, and known to be something else. */
export const OTHER_PAGE = 3;
/** Nothing tells: allocated, or in a per-cpu list. */
export const UNMARKED_PAGE = 4;

export interface StartState {
  zones: readonly StartZone[];
  /** What each page is, index = pfn, from /proc/kpageflags; pages behind its end are ABSENT. Null without that file. */
  pages: Uint8Array | null;
}

export function pageAt(pages: Uint8Array, pfn: number): number {
  return pages[pfn] ?? ABSENT;
}
