/**
 * Where the MTE tags of a page lie: 4 bits for each 16 bytes, so that a page of tags serves 32 pages.
 * Source: arch/arm64/kernel/mte_tag_storage.c of RFC v3 (A. Elisei, 25 Jan 2024), get_block_size_pages(),
 * tag_storage_find_block_in_region().
 */

import type { MachineInput, TagStorageRegion } from "../input";
import type { PageLink } from "./page-names";

/** Pages whose tags fill one page, whatever the page size. */
export const PAGES_PER_TAG_PAGE = 32;

/** One region in pages; ranges [start, end). */
export interface TagRegion {
  startPfn: number;
  endPfn: number;
  memoryStartPfn: number;
  memoryEndPfn: number;
  /** Pages that are switched between tags and data together. */
  blockPages: number;
  /** Numbers of its first block and of its first page; blocks and pages of all regions are counted in one row. */
  firstBlock: number;
  firstPage: number;
}

/** Pages of the smallest block that is both whole pages and whole hardware blocks: lcm(page, block) / page. */
export function blockSizePages(pageSizeBytes: number, blockBytes: number): number {
  let [divisor, rest] = [pageSizeBytes, blockBytes];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return blockBytes / divisor;
}

/** Tag pages that a memory range needs, in whole blocks. */
export function neededTagPages(region: TagStorageRegion, pageSizeBytes: number): number {
  const memoryPages = Math.ceil(region.memorySizeBytes / pageSizeBytes);
  const block = blockSizePages(pageSizeBytes, region.blockBytes);
  return Math.ceil(Math.ceil(memoryPages / PAGES_PER_TAG_PAGE) / block) * block;
}

/** The regions of a machine whose profile has passed its checks: no two overlap, and each covers its memory. */
export class TagStorage {
  readonly regions: readonly TagRegion[];
  /** Blocks and pages of all regions. */
  readonly blocks: number;
  readonly pages: number;

  constructor({ tagStorage, pageSizeBytes }: Pick<MachineInput, "tagStorage" | "pageSizeBytes">) {
    let blocks = 0;
    let pages = 0;
    this.regions = tagStorage.map((region) => {
      const blockPages = blockSizePages(pageSizeBytes, region.blockBytes);
      const startPfn = region.baseBytes / pageSizeBytes;
      const endPfn = startPfn + region.sizeBytes / pageSizeBytes;
      const memoryStartPfn = region.memoryBaseBytes / pageSizeBytes;
      const memoryEndPfn = memoryStartPfn + region.memorySizeBytes / pageSizeBytes;
      const [firstBlock, firstPage] = [blocks, pages];
      blocks += Math.floor((endPfn - startPfn) / blockPages);
      pages += endPfn - startPfn;
      return { startPfn, endPfn, memoryStartPfn, memoryEndPfn, blockPages, firstBlock, firstPage };
    });
    this.blocks = blocks;
    this.pages = pages;
  }

  /** True if a page keeps tags, or may have to. */
  holds(pfn: number): boolean {
    for (const { startPfn, endPfn } of this.regions) if (startPfn <= pfn && pfn < endPfn) return true;
    return false;
  }

  /** The block that keeps a page's tags, or -1 for memory without tags. */
  blockOf(pfn: number): number {
    for (const region of this.regions)
      if (region.memoryStartPfn <= pfn && pfn < region.memoryEndPfn)
        return region.firstBlock + Math.floor((pfn - region.memoryStartPfn) / coveredPages(region));
    return -1;
  }

  /** True if every page of [pfn, pfn + pages) has a place for its tags. */
  covers(pfn: number, pages: number): boolean {
    for (let at = pfn; at < pfn + pages; ) {
      const block = this.blockOf(at);
      if (block < 0) return false;
      at = this.coveredEnd(block);
    }
    return true;
  }

  /** First pfn behind the pages whose tags a block keeps. */
  coveredEnd(block: number): number {
    const region = this.regionOf(block);
    const end = region.memoryStartPfn + (block - region.firstBlock + 1) * coveredPages(region);
    return Math.min(end, region.memoryEndPfn);
  }

  /** First pfn of a block. */
  pfnOf(block: number): number {
    const region = this.regionOf(block);
    return region.startPfn + (block - region.firstBlock) * region.blockPages;
  }

  /** Number of a block's first page among those of all regions. */
  firstPageOf(block: number): number {
    const region = this.regionOf(block);
    return region.firstPage + (block - region.firstBlock) * region.blockPages;
  }

  /** Pages of a block. */
  pagesOf(block: number): number {
    return this.regionOf(block).blockPages;
  }

  /** Where a page's tags lie, and whose tags it keeps. */
  linksOf(pfn: number): PageLink[] {
    const links: PageLink[] = [];
    const block = this.blockOf(pfn);
    if (block >= 0)
      links.push({ what: "tags", side: "has", pfn: this.pfnOf(block), pages: this.pagesOf(block) });
    const region = this.regions.find(({ startPfn, endPfn }) => startPfn <= pfn && pfn < endPfn);
    if (region !== undefined) {
      const own = Math.floor((pfn - region.startPfn) / region.blockPages);
      const first = region.memoryStartPfn + own * coveredPages(region);
      const pages = Math.min(coveredPages(region), region.memoryEndPfn - first);
      if (pages > 0) links.push({ what: "tags", side: "is", pfn: first, pages });
    }
    return links;
  }

  private regionOf(block: number): TagRegion {
    for (let i = this.regions.length - 1; i >= 0; i--) {
      const region = this.regions[i] as TagRegion;
      if (block >= region.firstBlock) return region;
    }
    throw new RangeError(`there is no tag block ${block}`);
  }
}

function coveredPages({ blockPages }: TagRegion): number {
  return PAGES_PER_TAG_PAGE * blockPages;
}
