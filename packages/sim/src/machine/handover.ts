/** The hand-over of free memory to the buddy allocator. Source: mm/memblock.c __free_pages_memory(). */

import type { FreeRange } from "./memblock";
import { blockPages } from "./order";

/** Takes one block: its first pfn and its order. */
export type BlockSink = (pfn: number, order: number) => void;

/** Cuts [startPfn, endPfn) into the largest aligned blocks, ascending. */
export function handOverRange(startPfn: number, endPfn: number, maxOrder: number, sink: BlockSink): void {
  let pfn = startPfn;
  while (pfn < endPfn) {
    let order = maxOrder;
    while (pfn % blockPages(order) !== 0) order--;
    while (pfn + blockPages(order) > endPfn) order--;
    sink(pfn, order);
    pfn += blockPages(order);
  }
}

/** Adds to `blocks` (index = order) how many blocks handOverRange() cuts; the largest are not walked through. */
export function countBlocks(startPfn: number, endPfn: number, maxOrder: number, blocks: number[]): void {
  const add = (_pfn: number, order: number, n = 1) => {
    blocks[order] = (blocks[order] ?? 0) + n;
  };
  const size = blockPages(maxOrder);
  const first = Math.ceil(startPfn / size) * size;
  const last = Math.floor(endPfn / size) * size;
  if (first >= last) {
    handOverRange(startPfn, endPfn, maxOrder, add);
    return;
  }
  handOverRange(startPfn, first, maxOrder, add);
  add(first, maxOrder, (last - first) / size);
  handOverRange(last, endPfn, maxOrder, add);
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
