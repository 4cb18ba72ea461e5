/**
 * A trace in pieces, the end of each held back until the next one has come: so that whoever looks at an event sees what
 * comes behind it.
 */

import type { RareEvent, TraceEvents } from "./trace";

/** Page events that are held back. A batch of frees has some 32 pages, each of which is told twice. */
export const HELD_EVENTS = 4096;

export class EventWindow implements TraceEvents {
  count = 0;
  kind = new Uint8Array(0);
  cpu = new Uint16Array(0);
  pid = new Int32Array(0);
  interruptedDepth = new Uint8Array(0);
  pfn = new Float64Array(0);
  order = new Uint8Array(0);
  migratetype = new Int8Array(0);
  gfp = new Uint32Array(0);
  percpuRefill = new Uint8Array(0);
  side: RareEvent[] = [];

  /** Puts a piece behind what is held. The piece may be written over afterwards. */
  append(events: TraceEvents): void {
    const { count } = events;
    this.reserve(this.count + count);
    this.kind.set(events.kind.subarray(0, count), this.count);
    this.cpu.set(events.cpu.subarray(0, count), this.count);
    this.pid.set(events.pid.subarray(0, count), this.count);
    this.interruptedDepth.set(events.interruptedDepth.subarray(0, count), this.count);
    this.pfn.set(events.pfn.subarray(0, count), this.count);
    this.order.set(events.order.subarray(0, count), this.count);
    this.migratetype.set(events.migratetype.subarray(0, count), this.count);
    this.gfp.set(events.gfp.subarray(0, count), this.count);
    this.percpuRefill.set(events.percpuRefill.subarray(0, count), this.count);
    for (const event of events.side) this.side.push({ ...event, at: event.at + this.count });
    this.count += count;
  }

  /** Drops the first events, and what stands between them. */
  drop(count: number): void {
    for (const column of this.columns()) column.copyWithin(0, count, this.count);
    this.count -= count;
    this.side = this.side
      .filter((event) => event.at > count)
      .map((event) => ({ ...event, at: event.at - count }));
  }

  private columns() {
    return [
      this.kind,
      this.cpu,
      this.pid,
      this.pfn,
      this.order,
      this.migratetype,
      this.gfp,
      this.percpuRefill,
      this.interruptedDepth,
    ];
  }

  private reserve(count: number): void {
    if (count <= this.kind.length) return;
    const size = Math.max(count, 2 * this.kind.length);
    this.kind = grown(new Uint8Array(size), this.kind);
    this.cpu = grown(new Uint16Array(size), this.cpu);
    this.interruptedDepth = grown(new Uint8Array(size), this.interruptedDepth);
    this.pid = grown(new Int32Array(size), this.pid);
    this.pfn = grown(new Float64Array(size), this.pfn);
    this.order = grown(new Uint8Array(size), this.order);
    this.migratetype = grown(new Int8Array(size), this.migratetype);
    this.gfp = grown(new Uint32Array(size), this.gfp);
    this.percpuRefill = grown(new Uint8Array(size), this.percpuRefill);
  }
}

function grown<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
