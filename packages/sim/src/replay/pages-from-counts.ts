/**
 * Which pages were free, where only counts of free blocks are known: large blocks at the top of the zone, each smaller one
 * with an allocated buddy, so that nothing merges. Where they really lay nobody can tell; counts and orders are right.
 */

import { ReplayError } from "./error";

/** A run of frames, [start, end). */
export interface FrameRun {
  start: number;
  end: number;
}

/**
 * Marks the pages of `counts` blocks (index = order) in `isFree`.
 * @param name the zone, for the complaint
 * @throws ReplayError if they do not fit into the zone
 */
export function placeFreeBlocks(
  isFree: Uint8Array,
  runs: Iterable<FrameRun>,
  counts: readonly number[],
  name: string,
): void {
  const maxOrder = counts.length - 1;
  // Regions that may still be cut, index = order; the last one is taken first.
  const regions: number[][] = counts.map(() => []);
  for (const { start, end } of runs) cutAligned(regions, start, end, maxOrder);
  for (let order = maxOrder; order >= 0; order--) {
    for (let i = 0; i < (counts[order] ?? 0); i++) {
      const frame = order === maxOrder ? regions[maxOrder]?.pop() : upperHalf(regions, order);
      if (frame === undefined) {
        throw new ReplayError(
          `Zone ${name} of the profile has no room for the start state's free blocks of order ${order}: they are of different machines. Give the profile of the machine that was traced.`,
        );
      }
      isFree.fill(1, frame, frame + 2 ** order);
    }
  }
}

function cutAligned(regions: number[][], start: number, end: number, maxOrder: number): void {
  for (let frame = start; frame < end; ) {
    let order = 0;
    while (order < maxOrder && frame % 2 ** (order + 1) === 0 && frame + 2 ** (order + 1) <= end) order++;
    regions[order]?.push(frame);
    frame += 2 ** order;
  }
}

/** Cuts the smallest region that is larger than a block of that order, from the top; its lower half stays allocated. */
function upperHalf(regions: number[][], order: number): number | undefined {
  let from = order + 1;
  while (from < regions.length && regions[from]?.length === 0) from++;
  const region = regions[from]?.pop();
  if (region === undefined) return undefined;
  let base = region;
  // The upper half is cut on; every lower half is a region again.
  for (let at = from - 1; at > order; at--) {
    regions[at]?.push(base);
    base += 2 ** at;
  }
  regions[order]?.push(base);
  return base + 2 ** order;
}
