/**
 * Why a request failed, as a chain from the request over what each zone lacked to what kept the kernel from doing more.
 * Source: mm/page_alloc.c __zone_watermark_ok(), __alloc_pages_slowpath().
 */

import type { CauseStep } from "../../output";
import { count, pages } from "../../text";
import { ALLOC_CMA } from "../alloc-flags";
import { fragmentationIndex } from "../fragmentation";
import type { ZoneAllocator } from "../zone-allocator";
import { KINDS, ZONE_KINDS, type ZoneKind } from "../zone-levels";
import type { SlowRequest } from "./request";

/** What ended the request's efforts. */
export type Stop = "cannot-wait" | "no-retry" | "costly" | "may-fail" | "nobody-to-kill" | "endless";

/** What a zone lacked. */
export type Lack =
  | "memory"
  | "cma-unusable"
  | "highatomic-reserve"
  | "lowmem-reserve"
  | "fragmentation"
  | "block-unusable";

/** A zone that the request may use, and why it did not; pages. */
export interface ZoneLack {
  lack: Lack;
  name: ZoneKind;
  nid: number;
  freePages: number;
  /** MIN with the boost. */
  minPages: number;
  freeCmaPages: number;
  highatomicPages: number;
  /** Kept from this request, which could use a higher zone. */
  reservePages: number;
  /** Free blocks, index = order. */
  freeBlocks: Int32Array;
}

export interface Failure {
  order: number;
  gfp: number;
  stop: Stop;
  /** Best zone first; empty if the request may use none. */
  zones: ZoneLack[];
}

const STOPS: Record<Stop, { sentence: string; source: string }> = {
  "cannot-wait": {
    sentence: "The caller cannot wait, so the kernel neither reclaims nor compacts for it.",
    source: "mm/page_alloc.c __alloc_pages_slowpath(): no __GFP_DIRECT_RECLAIM",
  },
  "no-retry": {
    sentence: "The caller rather fails than have the kernel try again (__GFP_NORETRY).",
    source: "mm/page_alloc.c __alloc_pages_slowpath()",
  },
  costly: {
    sentence: "For blocks above order 3 one round of reclaim and compaction is all the kernel does.",
    source: "mm/page_alloc.c __alloc_pages_slowpath(): PAGE_ALLOC_COSTLY_ORDER",
  },
  "may-fail": {
    sentence: "Reclaim and compaction are at their end, and the OOM killer is not called for such a request.",
    source: "mm/page_alloc.c __alloc_pages_may_oom()",
  },
  "nobody-to-kill": {
    sentence: "Reclaim is at its end and the OOM killer finds nobody: the kernel would panic.",
    source: "mm/oom_kill.c out_of_memory()",
  },
  endless: {
    sentence: "Nothing more comes free, and the kernel would try for ever.",
    source: "mm/page_alloc.c __alloc_pages_slowpath()",
  },
};

/**
 * To be called while memory is still as it was when the request failed. What the zones lacked is written over `before`, the failure before
 * this one, if that was about as many: a machine out of memory fails ten thousand requests.
 */
export function failureOf(
  allocator: ZoneAllocator,
  request: SlowRequest,
  stop: Stop,
  before: Failure | null,
): Failure {
  const { order, gfp, zones } = request;
  const lacks =
    before?.zones.length === zones.length ? before.zones : Array.from(zones, () => noLack(allocator));
  for (let i = 0; i < zones.length; i++)
    fillLack(lacks[i] as ZoneLack, allocator, zones[i] as number, request);
  return { order, gfp, stop, zones: lacks };
}

/** What each zone lacked, best zone first, and what kept the kernel from doing more. */
export function failureSteps({ order, stop, zones }: Failure): CauseStep[] {
  return [
    ...zones.map((zone) => zoneStep(zone, order)),
    { code: stop, sentence: STOPS[stop].sentence, facts: {}, source: STOPS[stop].source },
  ];
}

function noLack({ buddy }: ZoneAllocator): ZoneLack {
  return {
    lack: "memory",
    name: "Normal",
    nid: 0,
    freePages: 0,
    minPages: 0,
    freeCmaPages: 0,
    highatomicPages: 0,
    reservePages: 0,
    freeBlocks: new Int32Array(buddy.maxOrder + 1),
  };
}

function fillLack(into: ZoneLack, allocator: ZoneAllocator, zone: number, request: SlowRequest): void {
  const { buddy, levels, rmqueue } = allocator;
  into.name = ZONE_KINDS[levels.kind[zone] as number] as ZoneKind;
  into.nid = levels.nid[zone] as number;
  into.freePages = buddy.freeOf[zone] as number;
  into.minPages = allocator.mark(zone, 0);
  into.freeCmaPages = rmqueue.freeCma(zone);
  into.highatomicPages = levels.highatomic[zone] as number;
  into.reservePages = levels.reserve[KINDS * zone + request.highest] as number;
  into.freeBlocks.fill(0);
  buddy.addFreeBlocks(zone, into.freeBlocks);
  into.lack = lackOf(allocator, zone, request, into);
}

/** What would have to be free for the zone to pass its MIN watermark. */
function lackOf(allocator: ZoneAllocator, zone: number, request: SlowRequest, facts: ZoneLack): Lack {
  const { order, flags } = request;
  if (wouldPass(allocator, zone, request, facts, 0)) {
    for (let at = order; at < facts.freeBlocks.length; at++)
      if ((facts.freeBlocks[at] as number) > 0) return "block-unusable";
    return "fragmentation";
  }
  const cma = (flags & ALLOC_CMA) === 0 ? facts.freeCmaPages : 0;
  if (wouldPass(allocator, zone, request, facts, cma)) return "cma-unusable";
  const unusable = allocator.unusable(zone, 0, flags);
  if (wouldPass(allocator, zone, request, facts, unusable)) return "highatomic-reserve";
  return wouldPass(allocator, zone, request, facts, unusable + facts.reservePages)
    ? "lowmem-reserve"
    : "memory";
}

function wouldPass(
  allocator: ZoneAllocator,
  zone: number,
  { order, flags, highest }: SlowRequest,
  { freePages, minPages }: ZoneLack,
  morePages: number,
): boolean {
  return allocator.isAbove(zone, 0, minPages, highest, flags, freePages + 1 - (1 << order) + morePages);
}

function zoneStep(zone: ZoneLack, order: number): CauseStep {
  const { lack, freeBlocks, ...numbers } = zone;
  const facts = {
    ...numbers,
    largestOrder: freeBlocks.findLastIndex((blocks) => blocks > 0),
    fragmentationIndex: fragmentationIndex(freeBlocks, order),
  };
  const head = `Node ${zone.nid} ${zone.name}: ${pages(zone.freePages)} free, MIN ${count(zone.minPages)}`;
  return {
    code: lack,
    sentence: `${head}; ${because(zone, facts.largestOrder, order)}.`,
    facts,
    source:
      lack === "fragmentation"
        ? "mm/vmstat.c __fragmentation_index()"
        : "mm/page_alloc.c __zone_watermark_ok()",
  };
}

function because(zone: ZoneLack, largestOrder: number, order: number): string {
  switch (zone.lack) {
    case "memory":
      return "memory is short";
    case "cma-unusable":
      return `${count(zone.freeCmaPages)} of them are CMA, which this request may not use`;
    case "highatomic-reserve":
      return `${count(zone.highatomicPages)} are kept for atomic requests`;
    case "lowmem-reserve":
      return `${count(zone.reservePages)} are kept from requests that could use a higher zone`;
    case "fragmentation":
      return `memory is fragmented, the largest block is of order ${largestOrder}`;
    case "block-unusable":
      return `its blocks of order ${order} and above are CMA or kept for atomic requests`;
  }
}
