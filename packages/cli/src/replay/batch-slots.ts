/**
 * A few batches in memory that two threads share: one fills them in turn, the other reads and gives them back. Whoever
 * fills waits while none is free, so that no more of a trace is in memory than they hold.
 */

import { BATCH_EVENTS } from "@carveout/formats";
import type { TraceEvents } from "@carveout/sim";

/** Enough that neither thread waits for the other's slow moments. */
const SLOTS = 4;
/** The count of batches that were given back. */
const SIGNAL_BYTES = 8;
/** What an event has in all columns together. */
const EVENT_BYTES = 23;

type Columns = Omit<TraceEvents, "count" | "side">;

export class BatchSlots {
  private readonly returned: Int32Array;
  private readonly slots: Columns[];
  private filled = 0;

  /** @param memory the other thread's; left out, new memory for both */
  constructor(readonly memory = new SharedArrayBuffer(SIGNAL_BYTES + SLOTS * BATCH_EVENTS * EVENT_BYTES)) {
    this.returned = new Int32Array(memory, 0, 1);
    this.slots = Array.from({ length: SLOTS }, (_, slot) =>
      columnsAt(memory, SIGNAL_BYTES + slot * BATCH_EVENTS * EVENT_BYTES),
    );
  }

  /** Copies a batch's columns once a slot is free; blocks the thread until then. @returns the slot */
  fill(events: TraceEvents): number {
    for (let back = this.back(); this.filled - back >= SLOTS; back = this.back())
      Atomics.wait(this.returned, 0, back);
    const slot = this.filled++ % SLOTS;
    const columns = this.columns(slot);
    const { count } = events;
    columns.kind.set(events.kind.subarray(0, count));
    columns.cpu.set(events.cpu.subarray(0, count));
    columns.pid.set(events.pid.subarray(0, count));
    columns.interruptedDepth.set(events.interruptedDepth.subarray(0, count));
    columns.pfn.set(events.pfn.subarray(0, count));
    columns.order.set(events.order.subarray(0, count));
    columns.migratetype.set(events.migratetype.subarray(0, count));
    columns.gfp.set(events.gfp.subarray(0, count));
    columns.percpuRefill.set(events.percpuRefill.subarray(0, count));
    return slot;
  }

  columns(slot: number): Columns {
    return this.slots[slot] as Columns;
  }

  /** The reader is done with the oldest batch. */
  giveBack(): void {
    Atomics.add(this.returned, 0, 1);
    Atomics.notify(this.returned, 0);
  }

  private back(): number {
    return Atomics.load(this.returned, 0);
  }
}

/** The widest columns first, so that each is aligned. */
function columnsAt(memory: SharedArrayBuffer, start: number): Columns {
  let at = start;
  const next = (bytes: number) => {
    const from = at;
    at += bytes * BATCH_EVENTS;
    return [memory, from, BATCH_EVENTS] as const;
  };
  return {
    pfn: new Float64Array(...next(8)),
    pid: new Int32Array(...next(4)),
    gfp: new Uint32Array(...next(4)),
    cpu: new Uint16Array(...next(2)),
    kind: new Uint8Array(...next(1)),
    interruptedDepth: new Uint8Array(...next(1)),
    order: new Uint8Array(...next(1)),
    migratetype: new Int8Array(...next(1)),
    percpuRefill: new Uint8Array(...next(1)),
  };
}
