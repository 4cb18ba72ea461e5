/**
 * The kernel's fragmentation figures, in its integer arithmetic.
 * Source: mm/vmstat.c fill_contig_page_info(), unusable_free_index(), __fragmentation_index().
 */

import { blockPages } from "../order";

/** Free blocks per order, index = order. */
type FreeBlocks = ArrayLike<number>;

interface ContigInfo {
  freePages: number;
  freeBlocks: number;
  /** Blocks of the wanted order that the free blocks would make. */
  suitableBlocks: number;
}

function contigInfo(freeBlocks: FreeBlocks, order: number): ContigInfo {
  const info = { freePages: 0, freeBlocks: 0, suitableBlocks: 0 };
  for (let o = 0; o < freeBlocks.length; o++) {
    const blocks = freeBlocks[o] as number;
    info.freeBlocks += blocks;
    info.freePages += blocks * blockPages(o);
    if (o >= order) info.suitableBlocks += blocks * blockPages(o - order);
  }
  return info;
}

/** Share of free memory that a request of this order cannot use, permille: 0 to 1000; 1000 if nothing is free. */
export function unusableFreeIndex(freeBlocks: FreeBlocks, order: number): number {
  const { freePages, suitableBlocks } = contigInfo(freeBlocks, order);
  if (freePages === 0) return 1000;
  return Math.floor(((freePages - suitableBlocks * blockPages(order)) * 1000) / freePages);
}

/**
 * Why a request of this order fails: towards 0 or below for lack of memory, towards 1000 because of fragmentation.
 * -1000 if it would not fail; 0 if nothing is free.
 */
export function fragmentationIndex(freeBlocks: FreeBlocks, order: number): number {
  const info = contigInfo(freeBlocks, order);
  if (info.freeBlocks === 0) return 0;
  if (info.suitableBlocks > 0) return -1000;
  return (
    1000 - Math.floor((1000 + Math.floor((info.freePages * 1000) / blockPages(order))) / info.freeBlocks)
  );
}

/** Percent of free memory in blocks below this order: extfrag_for_order(). 0 if nothing is free. */
export function extfragPercent(freeBlocks: FreeBlocks, order: number): number {
  const { freePages, suitableBlocks } = contigInfo(freeBlocks, order);
  if (freePages === 0) return 0;
  return Math.floor(((freePages - suitableBlocks * blockPages(order)) * 100) / freePages);
}
