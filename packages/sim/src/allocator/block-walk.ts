/** Going through the blocks of a machine in the order of their frames. */

import type { Buddy } from "./buddy";
import { isBlockHead } from "./page-state";

/** The first head of a free or allocated block in [start, end), or `end`. Pageblocks that are not cut have one head at most, at their first page. */
export function nextHead(buddy: Buddy, start: number, end: number): number {
  for (let frame = start; frame < end; ) {
    if (isBlockHead(buddy.stateOf(frame))) return frame;
    if (buddy.isCut(frame >>> buddy.pageblockOrder)) frame++;
    else frame = buddy.startOfPageblock(frame) + 2 ** buddy.pageblockOrder;
  }
  return end;
}
