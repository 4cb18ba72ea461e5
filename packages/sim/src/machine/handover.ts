/** The hand-over of free memory to the buddy allocator. Source: mm/memblock.c __free_pages_memory(). */

import { blockPages } from "../order";
import type { FreeRange } from "./memblock";

/** Takes one block: its first pfn and its order. */
export type BlockSink = (pfn: number, order: number) => void;

/** Takes blocks of one order that lie one behind the other: the first one's pfn, their order, their number. */
export type RunSink = (pfn: number, order: number, blocks: number) => void;

/** Cuts [startPfn, endPfn) into the largest aligned blocks, ascending. Neighbours of the largest order come at once. */
export function handOverRuns(startPfn: number, endPfn: number, maxOrder: number, sink: RunSink): void {
  const size = blockPages(maxOrder);
  let pfn = startPfn;
  while (pfn < endPfn) {
    let order = maxOrder;
    while (pfn % blockPages(order) !== 0) order--;
    while (pfn + blockPages(order) > endPfn) order--;
    const blocks = order === maxOrder ? Math.floor((endPfn - pfn) / size) : 1;
    sink(pfn, order, blocks);
    pfn += blocks * blockPages(order);
  }
}

/** The same block by block. */
export function handOverRange(startPfn: number, endPfn: number, maxOrder: number, sink: BlockSink): void {
  handOverRuns(startPfn, endPfn, maxOrder, (pfn, order, blocks) => {
    for (let i = 0; i < blocks; i++) sink(pfn + i * blockPages(order), order);
  });
}

/** Adds to `blocks` (index = order) how many blocks handOverRange() cuts. */
export function countBlocks(startPfn: number, endPfn: number, maxOrder: number, blocks: number[]): void {
  handOverRuns(startPfn, endPfn, maxOrder, (_pfn, order, n) => {
    blocks[order] = (blocks[order] ?? 0) + n;
  });
}

/** First and behind-the-last whole page of a free range: PFN_UP and PFN_DOWN. Empty if start >= end. */
export function wholePages(range: FreeRange, pageSizeBytes: number): { startPfn: number; endPfn: number } {
  return {
    startPfn: Math.ceil(range.start / pageSizeBytes),
    endPfn: Math.floor(range.end / pageSizeBytes),
  };
}

/** Pages that a hand-over of these ranges offers. */
export function offeredPages(ranges: Iterable<FreeRange>, pageSizeBytes: number): number {
  let pages = 0;
  for (const range of ranges) {
    const { startPfn, endPfn } = wholePages(range, pageSizeBytes);
    pages += Math.max(0, endPfn - startPfn);
  }
  return pages;
}
