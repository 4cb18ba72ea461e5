/** Twins for hand-worked cases. */

import { TwinAllocator } from "./page-allocator";
import { GFP, type Kernel, type TwinSetup, type TwinZoneSetup, TYPE } from "./vocabulary";

export const GFP_KERNEL = GFP.directReclaim | GFP.kswapd;
export const GFP_ATOMIC = GFP.high | GFP.atomic | GFP.kswapd;
export const GFP_MOVABLE = GFP_KERNEL | GFP.movable;
export const GFP_RECLAIMABLE = GFP_KERNEL | GFP.reclaimable;

/** A zone whose per-cpu lists keep nothing and whose marks are 0. */
export function zoneSetup(pages: number, over: Partial<TwinZoneSetup> = {}): TwinZoneSetup {
  return {
    nid: 0,
    kind: "Normal",
    start: 0,
    end: pages,
    managed: pages,
    min: 0,
    low: 0,
    high: 0,
    lowmemReserve: [],
    pcpBatch: 1,
    pcpHigh: 0,
    hasCma: false,
    ...over,
  };
}

/** A machine of 4 KiB pages with one cpu and one node, on which nothing is handed over yet. */
export function twinOf(
  kernel: Kernel,
  zones: readonly TwinZoneSetup[],
  over: Partial<TwinSetup> = {},
): TwinAllocator {
  return new TwinAllocator({
    kernel,
    maxOrder: 10,
    pageblockOrder: 9,
    zones,
    zonelists: [zones.map((_, index) => zones.length - 1 - index)],
    cpuNodes: [0],
    thp: false,
    hasDma32: false,
    ...over,
  });
}

/**
 * Lays a pageblock out by hand, from its first frame up: so many free pages, then allocated movable pages, then pages of another
 * kind. `type` is the pageblock's.
 */
export function layOut(
  twin: TwinAllocator,
  start: number,
  type: number,
  pages: { free: number; movable: number; unmovable: number },
): void {
  twin.memory.setType(start, 0, type);
  let frame = start;
  for (let i = 0; i < pages.free; i++, frame++) twin.zoneOf(frame).lists.free(frame, 0, type, false);
  for (let i = 0; i < pages.movable; i++, frame++)
    twin.memory.used.set(frame, { order: 0, mobility: TYPE.movable });
  for (let i = 0; i < pages.unmovable; i++, frame++)
    twin.memory.used.set(frame, { order: 0, mobility: TYPE.unmovable });
}

/** First frames of the blocks of one type, index = order. */
export function listsOf(twin: TwinAllocator, type: number, zone = 0): number[][] {
  return twin.zone(zone).lists.lists.map((byType) => byType[type] as number[]);
}
