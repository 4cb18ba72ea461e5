/** Numbers and curves that the strategies of the family share, so that they can be compared. */

import { isFree, isUsed, orderOf } from "../../allocator/page-state";
import type { Machine } from "../../machine/machine";
import type { TagStorage } from "../../machine/tag-storage";
import { blockPages } from "../../order";
import type { Figure } from "../../output";

export function diskReads(pages: number): Figure {
  return {
    key: "diskReads",
    label: "Read from disk again",
    unit: "pages",
    value: pages,
    help: "Page cache that reclaim or a migration had dropped, and that was wanted again.",
  };
}

/**
 * Pages of tag storage in the allocator that nobody has: on free lists and per-cpu lists. Looks at every pageblock, and into those that
 * are cut.
 */
export function freeTagPages({ allocator, buddy, frames }: Machine, storage: TagStorage): number {
  let free = 0;
  const pageblock = blockPages(buddy.pageblockOrder);
  const ranges = storage.regions.map(({ startPfn, endPfn }) => {
    const start = frames.frameOf(startPfn);
    return { start, end: start + endPfn - startPfn };
  });
  for (const { start, end } of ranges) {
    // Regions that the allocator has begin and end with pageblocks.
    for (let at = start; at < end; ) {
      if (buddy.isCut(at >>> buddy.pageblockOrder)) {
        buddy.countBlock(at);
        free += buddy.census.free;
        at += pageblock;
      } else {
        const state = buddy.stateOf(at);
        const next = at + (isFree(state) || isUsed(state) ? blockPages(orderOf(state)) : pageblock);
        if (isFree(state)) free += Math.min(next, end) - at;
        at = next;
      }
    }
  }
  allocator.pcp.eachBlock((frame, order) => {
    for (const { start, end } of ranges) if (start <= frame && frame < end) free += blockPages(order);
  });
  return free;
}
