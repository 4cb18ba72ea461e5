/**
 * Migratetypes of pageblocks, which no file tells one by one. What the trace tells comes first. For the rest there are
 * the counts of pagetypeinfo and what lies in each block: types are given out so that both the pageblocks of each type
 * and the free blocks of each order and type come as close to the counts as swapping finds.
 */

import type { Buddy } from "../allocator/buddy";
import { MOVABLE, RECLAIMABLE, UNMOVABLE } from "../allocator/migratetype";
import type { StartZone } from "./start-state";

/** What one pageblock of a zone holds. */
export interface BlockContent {
  block: number;
  /** What the trace says, or -1. */
  known: number;
  /** Free blocks that start in it, index = order. */
  free: number[];
  movablePages: number;
  /** Allocated pages that cannot be moved. */
  otherPages: number;
}

/** Pageblocks that swapping looks at; beyond them the first guess stands. */
const MAX_SWAPPED = 512;

/** Gives every pageblock of a zone its type. */
export function giveTypes(buddy: Buddy, zone: StartZone, contents: BlockContent[]): void {
  for (const { block, known } of contents) buddy.setType(block, 0, known >= 0 ? known : MOVABLE);
  if (zone.blocksOfType === null) return;
  const left = zone.blocksOfType.map(
    (blocks, type) => blocks - contents.filter(({ known }) => known === type).length,
  );
  // The more a block holds that cannot move, the more likely it is no movable one.
  const open = contents
    .filter(({ known }) => known < 0)
    .sort((a, b) => b.otherPages - b.movablePages - (a.otherPages - a.movablePages) || a.block - b.block);
  const types = new Map<BlockContent, number>();
  let next = 0;
  for (const type of [UNMOVABLE, RECLAIMABLE, ...left.keys()].filter((t, i, all) => all.indexOf(t) === i)) {
    if (type === MOVABLE) continue;
    for (let i = 0; i < (left[type] ?? 0) && next < open.length; i++)
      types.set(open[next++] as BlockContent, type);
  }
  for (const content of open) if (!types.has(content)) types.set(content, MOVABLE);
  if (zone.freeBlocksOfType !== null) swapToFit(zone.freeBlocksOfType, contents, open, types);
  for (const [{ block }, type] of types) buddy.setType(block, 0, type);
}

/** Swaps types between pageblocks while that brings free blocks closer to the counts. */
function swapToFit(
  wanted: readonly (readonly number[])[],
  contents: BlockContent[],
  open: BlockContent[],
  types: Map<BlockContent, number>,
): void {
  const excess = wanted.map((orders) => orders.map((blocks) => -blocks));
  const add = (content: BlockContent, type: number, sign: number) => {
    const row = excess[type];
    if (row !== undefined)
      for (const [order, blocks] of content.free.entries()) row[order] = (row[order] ?? 0) + sign * blocks;
  };
  for (const content of contents) add(content, types.get(content) ?? content.known, 1);
  const distance = () =>
    excess.reduce((sum, row) => sum + row.reduce((s, e, order) => s + Math.abs(e) * 2 ** order, 0), 0);
  const candidates = open.slice(0, MAX_SWAPPED);
  let best = distance();
  for (let hasImproved = true; hasImproved && best > 0; ) {
    hasImproved = false;
    for (const [i, a] of candidates.entries()) {
      for (const b of candidates.slice(i + 1)) {
        const typeA = types.get(a) as number;
        const typeB = types.get(b) as number;
        if (typeA === typeB) continue;
        add(a, typeA, -1);
        add(b, typeB, -1);
        add(a, typeB, 1);
        add(b, typeA, 1);
        const now = distance();
        if (now < best) {
          best = now;
          types.set(a, typeB);
          types.set(b, typeA);
          hasImproved = true;
          continue;
        }
        add(a, typeB, -1);
        add(b, typeA, -1);
        add(a, typeA, 1);
        add(b, typeB, 1);
      }
    }
  }
}
