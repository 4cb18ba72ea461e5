/**
 * Batches of frees. One is announced page by page (PAGE_FREE), then takes its cpu's lists and goes in page by page
 * (PAGE_FREE_BATCHED). What happens on that cpu while it goes in finds the lists taken and goes past them.
 * Source: mm/page_alloc.c free_unref_page_list(), pcp_spin_trylock() (v6.1).
 */

import { PAGE_FREE, PAGE_FREE_BATCHED, PCPU_DRAIN, type TraceEvents } from "./trace";

/** What an event is to the batches around it. */
export const OUTSIDE = 0;
/** It says that a page will be freed, not when. */
export const ANNOUNCES = 1;
/** It frees a page that was announced. */
export const GOES_IN = 2;
/** It happens while a batch goes in. */
export const INTERRUPTS = 3;

/** One cpu's batch, read backwards. */
interface Batch {
  /** Events by which pages went in, the last one first. */
  wentIn: number[];
  /** How many of them were met announced. */
  announced: number;
  /** The events may end before the batch does: what goes in later cannot be told from interruptions. */
  mayGoOn: boolean;
}

export class FreeBatches {
  private roles: Uint8Array = new Uint8Array(0);
  private readonly batches: (Batch | undefined)[] = [];

  /**
   * The role of each event. Pages of a batch that goes on behind the last event count as freed when they are announced.
   * @param known roles of the first events that were found before, when those that announced them were still there
   * @returns written over by the next call
   */
  find(events: TraceEvents, known: number): Uint8Array {
    const { count, cpu, kind } = events;
    if (this.roles.length < count) this.roles = grown(this.roles, count);
    this.batches.length = 0;
    for (let i = count - 1; i >= 0; i--) {
      if (i >= known || this.roles[i] !== GOES_IN) this.roles[i] = OUTSIDE;
      if (kind[i] === PCPU_DRAIN) continue;
      if (kind[i] === PAGE_FREE_BATCHED) this.goIn(cpu[i] as number, i);
      else this.before(this.batches[cpu[i] as number], events, i);
    }
    return this.roles;
  }

  /** The first events are done with: the roles of the others move to the start. */
  drop(count: number): void {
    this.roles.copyWithin(0, count);
  }

  private goIn(cpu: number, index: number): void {
    const batch = this.batches[cpu];
    if (batch === undefined) {
      this.batches[cpu] = { wentIn: [index], announced: 0, mayGoOn: true };
      return;
    }
    if (batch.announced > 0) {
      batch.wentIn.length = 0;
      batch.announced = 0;
      batch.mayGoOn = false;
    }
    batch.wentIn.push(index);
  }

  private before(batch: Batch | undefined, { kind, pfn }: TraceEvents, index: number): void {
    if (batch === undefined) return;
    const next = batch.wentIn[batch.announced];
    if (next === undefined) return;
    if (kind[index] === PAGE_FREE && pfn[index] === pfn[next]) {
      batch.announced++;
      this.roles[index] = ANNOUNCES;
      this.roles[next] = GOES_IN;
    } else if (batch.announced === 0 && !batch.mayGoOn) {
      this.roles[index] = INTERRUPTS;
    }
  }
}

function grown(roles: Uint8Array, count: number): Uint8Array {
  const larger = new Uint8Array(2 * count);
  larger.set(roles);
  return larger;
}
