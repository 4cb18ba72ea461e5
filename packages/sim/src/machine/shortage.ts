/** Writes down what is missing when a request fails, at the moment when it does. */

import { MIGRATETYPE_NAMES } from "../allocator/migratetype";
import type { PageAllocator } from "../allocator/page-allocator";
import { highestKind } from "../allocator/zonelist";
import type { CauseStep } from "../output";
import type { FrameMap } from "./sections";

/** What was missing when an allocation failed, in numbers; the sentence is made once for each group of failures. */
export interface Shortage {
  order: number;
  /** GFP flags of the caller's request. */
  gfp: number;
  /** The block that could not be had: "block" for the caller's own, or a strategy's word. */
  missing: string;
  /** Pages that the whole request takes, the strategies' blocks included. */
  neededPages: number;
  /** Free pages before the request. */
  freePagesBefore: number;
  /** Most of them that lay in one zone above the marks that the request must leave. */
  reachablePages: number;
  /** Free pages when the block was missing. */
  freePagesThen: number;
  /** Free blocks of all zones when the block was missing, index = order. */
  freeBlocksThen: Int32Array;
  /** Largest free order when the block was missing, -1 if nothing was free. */
  largestOrderThen: number;
  /** First pfn of a block of that order, or -1. */
  examplePfn: number;
}

/** Pages are missing, not just large enough blocks of them: no zone had as many above its marks as the request needs. */
export function isOutOfMemory(shortage: Shortage): boolean {
  return shortage.reachablePages < shortage.neededPages;
}

/** What a strategy adds to a failure's chain. */
export interface Explanation {
  /** Steps that take the place of "no free block", between the request and the root. */
  steps?: CauseStep[];
  /** Steps behind the root: why memory is as short as it is. */
  roots?: CauseStep[];
  /** The last of `steps` is the root: there was memory, something else was in the way. */
  endsWithRoot?: boolean;
}

/** What failed: the first part of a Shortage, and who asked. */
export interface FailedRequest
  extends Pick<Shortage, "order" | "gfp" | "missing" | "neededPages" | "freePagesBefore"> {
  cpu: number;
}

/** @param orders how many the machine has */
export function noShortage(orders: number): Shortage {
  return {
    order: 0,
    gfp: 0,
    missing: "",
    neededPages: 0,
    freePagesBefore: 0,
    reachablePages: 0,
    freePagesThen: 0,
    freeBlocksThen: new Int32Array(orders),
    largestOrderThen: -1,
    examplePfn: -1,
  };
}

/** Fills `shortage` from the allocator as it stands. */
export function fillShortage(
  shortage: Shortage,
  allocator: PageAllocator,
  frames: FrameMap,
  request: FailedRequest,
): void {
  const { buddy } = allocator;
  const { gfp, cpu, freePagesBefore } = request;
  const { freePages } = buddy;
  shortage.order = request.order;
  shortage.gfp = gfp;
  shortage.missing = request.missing;
  shortage.neededPages = request.neededPages;
  shortage.freePagesBefore = freePagesBefore;
  shortage.freePagesThen = freePages;
  shortage.reachablePages = pagesWithinReach(allocator, gfp, cpu, freePagesBefore - freePages);
  buddy.sumFreeBlocks(shortage.freeBlocksThen);
  let largest = buddy.maxOrder;
  while (largest >= 0 && shortage.freeBlocksThen[largest] === 0) largest--;
  shortage.largestOrderThen = largest;
  const example = largest < 0 ? -1 : exampleBlock(allocator, allocator.zonelistOf(cpu), largest);
  shortage.examplePfn = example < 0 ? -1 : frames.pfnOf(example);
}

/** First frame of a free block of that order in the best zone that has one, or -1. */
function exampleBlock({ buddy }: PageAllocator, zones: Int32Array, order: number): number {
  for (let i = 0; i < zones.length; i++) {
    for (let type = 0; type < MIGRATETYPE_NAMES.length; type++) {
      const frame = buddy.head(zones[i] as number, order, type);
      if (frame >= 0) return frame;
    }
  }
  return -1;
}

/** Most pages that one zone had above what this request must leave: its MIN mark, and what it keeps for its own. */
function pagesWithinReach(allocator: PageAllocator, gfp: number, cpu: number, takenPages: number): number {
  const highest = highestKind(gfp);
  let most = 0;
  for (const zone of allocator.zonelistOf(cpu)) {
    if ((allocator.levels.kind[zone] as number) > highest) continue;
    const kept = allocator.mark(zone, 0) + allocator.lowmemReserve(zone, highest);
    most = Math.max(most, (allocator.buddy.freeOf[zone] as number) + takenPages - kept);
  }
  return most;
}
