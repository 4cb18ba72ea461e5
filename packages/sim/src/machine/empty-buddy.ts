/** The free lists before any memory is handed over: zones and pageblocks in frames. */

import { type BuddyZones, MIXED_ZONES } from "../allocator/block-lists";
import { Buddy } from "../allocator/buddy";
import type { KernelRules } from "../allocator/kernel";
import type { BuddyShape } from "../allocator/single-blocks";
import { type Withholder, Withholding } from "../allocator/withholding";
import { blockPages } from "../order";
import { pageblockOrder } from "./arch";
import type { EarlyMachine } from "./early";
import type { FrameMap } from "./sections";
import type { ZoneSpan } from "./zones";

/** No page of the pageblock is memory. */
const NO_ZONE = -2;

/** @param withholder keeps blocks back from the free lists */
export function emptyBuddy(
  early: EarlyMachine,
  frames: FrameMap,
  rules: KernelRules,
  withholder?: Withholder,
): Buddy {
  const { input, zones } = early;
  const order = pageblockOrder(input);
  const firstFrame = zones.zones.map((_, zone) => frameOfFirst(zones.spans, zone, frames));
  const endFrame = zones.zones.map((_, zone) => frameBehindLast(zones.spans, zone, frames));
  const shape: BuddyShape = {
    frames: frames.frames,
    maxOrder: input.maxOrder,
    pageblockOrder: order,
    movesToTail: rules.movesToTail,
    retypesOnMerge: rules.keepsListsClean,
    keepsSpecialBlocksApart: rules.keepsSpecialBlocksApart,
  };
  const buddyZones: BuddyZones = {
    count: zones.zones.length,
    zoneOf: (frame) => zoneAt(zones.spans, frames.pfnOf(frame)),
    zonesOfPageblocks: (blocks) => fillZones(blocks, zones.spans, frames, order),
    startFrame: (zone) => firstFrame[zone] as number,
    endFrame: (zone) => endFrame[zone] as number,
  };
  const buddy = new Buddy(shape, buddyZones);
  if (withholder !== undefined) buddy.guard = new Withholding(buddy, withholder);
  return buddy;
}

/** One zone for each pageblock, MIXED_ZONES where several meet; what holds no memory belongs to none. */
function fillZones(blocks: Int16Array, spans: ZoneSpan[], frames: FrameMap, order: number): void {
  blocks.fill(NO_ZONE);
  for (const { startPfn, endPfn, zone } of spans) {
    for (const run of frames.runs(startPfn, endPfn)) {
      const first = Math.floor(run.start / blockPages(order));
      const last = Math.floor((run.end - 1) / blockPages(order));
      const ends = [
        [first, blocks[first] as number],
        [last, blocks[last] as number],
      ] as const;
      blocks.fill(zone, first, last + 1);
      // Only the pageblocks at either end can hold another zone's memory as well.
      for (const [block, before] of ends)
        if (before !== NO_ZONE && before !== zone) blocks[block] = MIXED_ZONES;
    }
  }
}

function zoneAt(spans: ZoneSpan[], pfn: number): number {
  return spans.find((span) => span.startPfn <= pfn && pfn < span.endPfn)?.zone ?? 0;
}

function frameOfFirst(spans: ZoneSpan[], zone: number, frames: FrameMap): number {
  const first = spans.find((span) => span.zone === zone);
  return first === undefined ? 0 : frames.frameOf(first.startPfn);
}

function frameBehindLast(spans: ZoneSpan[], zone: number, frames: FrameMap): number {
  const last = spans.findLast((span) => span.zone === zone);
  return last === undefined ? 0 : frames.frameOf(last.endPfn - 1) + 1;
}
