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

/** To be called while memory is still as it was when the request failed. */
export function failureOf(allocator: ZoneAllocator, request: SlowRequest, stop: Stop): Failure {
  const { order, gfp, zones } = request;
  return { order, gfp, stop, zones: Array.from(zones, (zone) => zoneLack(allocator, zone, request)) };
}

/** What each zone lacked, best zone first, and what kept the kernel from doing more. */
export function failureSteps({ order, stop, zones }: Failure): CauseStep[] {
  return [
    ...zones.map((zone) => zoneStep(zone, order)),
    { code: stop, sentence: STOPS[stop].sentence, facts: {}, source: STOPS[stop].source },
  ];
}

function zoneLack(allocator: ZoneAllocator, zone: number, request: SlowRequest): ZoneLack {
  const { buddy, levels, rmqueue } = allocator;
  const freeBlocks = new Int32Array(buddy.maxOrder + 1);
  buddy.addFreeBlocks(zone, freeBlocks);
  const facts = {
    name: ZONE_KINDS[levels.kind[zone] as number] as ZoneKind,
    nid: levels.nid[zone] as number,
    freePages: buddy.freeOf[zone] as number,
    minPages: allocator.mark(zone, 0),
    freeCmaPages: rmqueue.freeCma(zone),
    highatomicPages: levels.highatomic[zone] as number,
    reservePages: levels.reserve[KINDS * zone + request.highest] as number,
    freeBlocks,
  };
  return { lack: lackOf(allocator, zone, request, facts), ...facts };
}

/** What would have to be free for the zone to pass its MIN watermark. */
function lackOf(
  allocator: ZoneAllocator,
  zone: number,
  { order, flags, highest }: SlowRequest,
  facts: Omit<ZoneLack, "lack">,
): Lack {
  const passes = (morePages: number) =>
    allocator.isAbove(
      zone,
      0,
      facts.minPages,
      highest,
      flags,
      facts.freePages + 1 - (1 << order) + morePages,
    );
  if (passes(0)) {
    return facts.freeBlocks.some((blocks, at) => at >= order && blocks > 0)
      ? "block-unusable"
      : "fragmentation";
  }
  const cma = (flags & ALLOC_CMA) === 0 ? facts.freeCmaPages : 0;
  if (passes(cma)) return "cma-unusable";
  const unusable = allocator.unusable(zone, 0, flags);
  if (passes(unusable)) return "highatomic-reserve";
  return passes(unusable + facts.reservePages) ? "lowmem-reserve" : "memory";
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
