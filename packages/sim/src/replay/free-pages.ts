/** Where the free pages are that kpageflags knows. */

import type { FrameMap } from "../machine/sections";
import { FREE_PAGE, pageAt } from "./start-state";

/** 1 for free frames; none if there are no pages to tell. */
export function freePages(frames: FrameMap, pages: Uint8Array | null): Uint8Array {
  const isFree = new Uint8Array(frames.frames);
  if (pages === null) return isFree;
  for (const { start, end } of frames.runs(0, Number.POSITIVE_INFINITY)) {
    const shift = frames.pfnOf(start) - start;
    for (let frame = start; frame < end; frame++)
      if (pageAt(pages, frame + shift) === FREE_PAGE) isFree[frame] = 1;
  }
  return isFree;
}
