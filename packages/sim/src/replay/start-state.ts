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

export interface StartState {
  zones: readonly StartZone[];
  /** As /proc/kpageflags holds them: two words a pfn, the low one first. Null without that file. */
  kpageflags: Uint32Array | null;
}

/** Bits of /proc/kpageflags: include/uapi/linux/kernel-page-flags.h. */
const KPF_LRU = 1 << 5;
const KPF_BUDDY = 1 << 10;
const KPF_NOPAGE = 1 << 20;
/** In the high word: bit 32. */
const KPF_RESERVED = 1 << 0;

/** What a page is to the allocator. */
export const ABSENT = 0;
export const FREE_PAGE = 1;
/** Allocated and on a list of reclaim, hence movable. */
export const LRU_PAGE = 2;
/** Allocated, and marked as something else. */
export const OTHER_PAGE = 3;
/** Without any mark: allocated, or in a per-cpu list. */
export const PLAIN_PAGE = 4;

/** Reads what a pfn is. Reserved pages and those behind the end of the file are ABSENT. */
export function pageAt(kpageflags: Uint32Array, pfn: number): number {
  const low = kpageflags[2 * pfn];
  const high = kpageflags[2 * pfn + 1];
  if (low === undefined || high === undefined) return ABSENT;
  if ((low & KPF_NOPAGE) !== 0 || (high & KPF_RESERVED) !== 0) return ABSENT;
  if ((low & KPF_BUDDY) !== 0) return FREE_PAGE;
  if ((low & KPF_LRU) !== 0) return LRU_PAGE;
  return low === 0 && high === 0 ? PLAIN_PAGE : OTHER_PAGE;
}
