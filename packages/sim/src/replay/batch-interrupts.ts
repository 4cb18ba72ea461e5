/**
 * Which events interrupt a batch of frees. A batch is announced page by page (PAGE_FREE), then takes its cpu's lists and goes
 * in page by page (PAGE_FREE_BATCHED). What happens on that cpu in between finds the lists taken and goes past them.
 * Source: mm/page_alloc.c free_unref_page_list(), pcp_spin_trylock() (v6.1).
 */

import { PAGE_FREE, PAGE_FREE_BATCHED, PCPU_DRAIN, type TraceEvents } from "./trace";

/** One cpu's batch, read backwards. */
interface Batch {
  /** Pages that went in, last one first. */
  pages: number[];
  /** How many of them were met announced. */
  announced: number;
}

export class BatchInterrupts {
  private mask = new Uint8Array(0);
  private readonly batches: (Batch | undefined)[] = [];

  /**
   * For each event of a piece of the trace 1 if it interrupts a batch. Batches across two pieces are taken for uninterrupted.
   * The array is written over by the next call.
   */
  find(events: TraceEvents): Uint8Array {
    const { count, cpu, kind, pfn } = events;
    if (this.mask.length < count) this.mask = new Uint8Array(count);
    const { mask } = this;
    this.batches.length = 0;
    for (let i = count - 1; i >= 0; i--) {
      const what = kind[i] as number;
      mask[i] = 0;
      if (what === PCPU_DRAIN) continue;
      const on = cpu[i] as number;
      if (what === PAGE_FREE_BATCHED) this.wentIn(on, pfn[i] as number);
      else if (!this.isAnnounced(on, what, pfn[i] as number)) mask[i] = this.isTaken(on) ? 1 : 0;
    }
    return mask;
  }

  private wentIn(cpu: number, pfn: number): void {
    const batch = this.batches[cpu];
    if (batch === undefined) this.batches[cpu] = { pages: [pfn], announced: 0 };
    else {
      if (batch.announced > 0) {
        batch.pages.length = 0;
        batch.announced = 0;
      }
      batch.pages.push(pfn);
    }
  }

  private isAnnounced(cpu: number, kind: number, pfn: number): boolean {
    const batch = this.batches[cpu];
    if (kind !== PAGE_FREE || batch === undefined) return false;
    if (batch.pages[batch.announced] !== pfn) return false;
    batch.announced++;
    return true;
  }

  private isTaken(cpu: number): boolean {
    const batch = this.batches[cpu];
    return batch !== undefined && batch.announced === 0 && batch.pages.length > 0;
  }
}
