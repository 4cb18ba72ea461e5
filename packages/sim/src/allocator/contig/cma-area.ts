/**
 * A contiguous memory area: movable pages may live in it until somebody wants a piece of it whole.
 * Source: mm/cma.c cma_alloc(), cma_release(), cma_bitmap_aligned_mask().
 */

import { CMA } from "../migratetype";
import type { ContigAllocator } from "./contig";
import type { ContigFailure } from "./result";

/** What became of one request, with every range that was tried. */
export interface CmaResult {
  /** First frame, or -1. */
  frame: number;
  /** Ranges that could not be had, in the order they were tried. */
  failures: { startFrame: number; failure: ContigFailure }[];
}

export class CmaArea {
  /** cma_alloc_success and cma_alloc_fail. */
  successes = 0;
  failures = 0;
  /** Pages that drivers hold. */
  usedPages = 0;

  private readonly bitmap: Uint8Array;

  /**
   * An area that boot has handed over as CMA: frames [startFrame, startFrame + pages) of one zone, whole pageblocks.
   * One bit stands for 2^orderPerBit pages.
   */
  constructor(
    readonly startFrame: number,
    readonly pages: number,
    private readonly contig: ContigAllocator,
    private readonly orderPerBit = 0,
  ) {
    this.bitmap = new Uint8Array(pages >>> orderPerBit);
  }

  /**
   * `count` pages in a row, aligned to 2^alignOrder frames. Ranges are tried from the start of the area; after -EBUSY the next
   * one begins behind the alignment, and any other error ends the search.
   */
  allocate(count: number, alignOrder: number, cpu: number): CmaResult {
    const bits = Math.ceil(count / (1 << this.orderPerBit));
    const step = alignOrder <= this.orderPerBit ? 1 : 1 << (alignOrder - this.orderPerBit);
    const failures: CmaResult["failures"] = [];
    let from = 0;
    for (;;) {
      const bit = count === 0 ? -1 : this.findFree(from, bits, step);
      if (bit < 0) break;
      this.bitmap.fill(1, bit, bit + bits);
      const startFrame = this.startFrame + bit * (1 << this.orderPerBit);
      const failure = this.contig.allocate(startFrame, startFrame + count, CMA, cpu);
      if (failure === null) {
        this.successes++;
        this.usedPages += count;
        return { frame: startFrame, failures };
      }
      this.bitmap.fill(0, bit, bit + bits);
      failures.push({ startFrame, failure });
      if (failure.error !== "EBUSY") break;
      from = bit + step;
    }
    this.failures++;
    return { frame: -1, failures };
  }

  /** Gives back what allocate() gave out. @throws RangeError if the pages are not the area's */
  release(frame: number, count: number, cpu: number): void {
    const bit = (frame - this.startFrame) / (1 << this.orderPerBit);
    const bits = Math.ceil(count / (1 << this.orderPerBit));
    if (frame < this.startFrame || bit + bits > this.bitmap.length || this.bitmap[bit] !== 1)
      throw new RangeError(`frame ${frame} was not allocated from this area`);
    this.contig.free(frame, frame + count, cpu);
    this.bitmap.fill(0, bit, bit + bits);
    this.usedPages -= count;
  }

  /** First of so many clear bits in a row whose frame is a multiple of the step, or -1. */
  private findFree(from: number, bits: number, step: number): number {
    const offset = Math.floor(this.startFrame / (1 << this.orderPerBit)) % step;
    let bit = from + ((step - ((from + offset) % step)) % step);
    while (bit + bits <= this.bitmap.length) {
      const busy = this.bitmap.subarray(bit, bit + bits).lastIndexOf(1);
      if (busy < 0) return bit;
      const next = bit + busy + 1;
      bit = next + ((step - ((next + offset) % step)) % step);
    }
    return -1;
  }
}
