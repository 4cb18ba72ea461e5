/** What a trace's events add up to, batch by batch. */

import { PAGE_EVENTS, type TraceBatch } from "./batch";
import { SIDE_EVENTS } from "./side-events";

/** Of all events that are told apart. */
export const NAMES: readonly string[] = [...PAGE_EVENTS, ...SIDE_EVENTS];

export class Tally {
  events = 0;
  /** By place in NAMES. */
  readonly counts = new Float64Array(NAMES.length);
  /** The highest cpu, -1 before the first event. */
  topCpu = -1;
  /** Time of the first event and of the last. */
  first = 0;
  last = 0;
  /** Events with an earlier time than the one before them. */
  backwards = 0;

  add(batch: TraceBatch): void {
    let from = 0;
    for (const { at, name, cpu, time } of batch.side) {
      this.addPageEvents(batch, from, at);
      from = at;
      this.addEvent(NAMES.indexOf(name), cpu, time);
    }
    this.addPageEvents(batch, from, batch.count);
  }

  private addPageEvents({ kind, cpu, time }: TraceBatch, from: number, to: number): void {
    for (let i = from; i < to; i++) this.addEvent(kind[i] as number, cpu[i] as number, time[i] as number);
  }

  private addEvent(kind: number, cpu: number, time: number): void {
    this.counts[kind] = (this.counts[kind] as number) + 1;
    if (cpu > this.topCpu) this.topCpu = cpu;
    if (this.events === 0) this.first = time;
    else if (time < this.last) this.backwards++;
    this.last = time;
    this.events++;
  }
}
