/** The allocator that takes memmap pages from the namespace itself. Source: mm/sparse-vmemmap.c altmap_alloc_block_buf(). */

export class Altmap {
  /** Pages handed out. */
  allocPages = 0;
  /** Pages passed over, so that what is handed out is aligned. */
  alignPages = 0;

  constructor(
    readonly basePfn: number,
    readonly reservePages: number,
    readonly freePages: number,
  ) {}

  /** A block of `pages`, aligned to the largest power of two that divides them: its first pfn, or -1. */
  allocate(pages: number): number {
    const next = this.basePfn + this.reservePages + this.allocPages + this.alignPages;
    const unit = pages & -pages;
    const skipped = (unit - (next % unit)) % unit;
    if (pages + skipped > this.freePages - this.allocPages - this.alignPages) return -1;
    this.allocPages += pages;
    this.alignPages += skipped;
    return next + skipped;
  }
}
