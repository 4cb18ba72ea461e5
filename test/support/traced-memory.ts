/** The memory of a traced machine, page by page: /proc/kpageflags as the trace began, and every page event since. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  PageClass,
  PageEvent,
  PageFlag,
  readKpageflags,
  type SideEvent,
  type TraceBatch,
  TraceScanner,
} from "@carveout/formats";

/** Largest order that per-cpu lists hold, but for huge pages. */
const PCP_MAX_ORDER = 3;

/** What a page is. */
export const Use = { other: 0, free: 1, movable: 2, kernel: 3 } as const;

export interface ListedBlock {
  pfn: number;
  order: number;
}

export class TracedMemory {
  /** Of each pfn a Use. Pages in per-cpu lists are `other`. */
  readonly uses: Uint8Array;
  /** Orders of allocated blocks above order 0, by first pfn. */
  readonly orders = new Map<number, number>();
  /** What is known of the one cpu's lists, by migratetype, each from the head. */
  readonly listed = new Map<number, ListedBlock[]>();
  private readonly typeOf = new Map<number, number>();

  /** @param kpageflags as the trace began */
  constructor(kpageflags: Buffer) {
    const before = readKpageflags(kpageflags);
    // Mapped pages that are on no LRU list, as the vdso, cannot be moved.
    const isOnLru = (pfn: number) => (kpageflags.readUInt32LE(8 * pfn) >>> PageFlag.LRU) & 1;
    this.uses = before.classes.map((pageClass, pfn) => (isOnLru(pfn) ? Use.movable : purposeOf(pageClass)));
    for (const { startPfn, endPfn } of before.compounds)
      this.orders.set(startPfn, 31 - Math.clz32(endPfn - startPfn));
  }

  /** Takes in what a batch says, up to one of its page events. */
  apply(batch: TraceBatch, end: number): void {
    for (let i = 0; i < end; i++) {
      const pfn = batch.pfn[i] as number;
      const order = batch.order[i] as number;
      if (pfn < 0) continue;
      switch (batch.kind[i]) {
        case PageEvent.zoneLocked:
          this.fill(pfn, order, Use.other);
          if (order <= PCP_MAX_ORDER) this.list(batch.migratetype[i] as number).push({ pfn, order });
          break;
        case PageEvent.pcpuDrain:
          this.unlist(pfn);
          this.fill(pfn, order, Use.free);
          break;
        case PageEvent.alloc: {
          this.unlist(pfn);
          const type = batch.migratetype[i] as number;
          this.fill(pfn, order, type === 1 ? Use.movable : Use.kernel);
          this.typeOf.set(pfn, type);
          if (order > 0) this.orders.set(pfn, order);
          break;
        }
        case PageEvent.free:
          this.orders.delete(pfn);
          this.fill(pfn, order, order > PCP_MAX_ORDER ? Use.free : Use.other);
          if (order <= PCP_MAX_ORDER) this.list(this.typeOf.get(pfn) ?? 1).unshift({ pfn, order });
      }
    }
  }

  private fill(pfn: number, order: number, use: number): void {
    this.uses.fill(use, pfn, pfn + 2 ** order);
  }

  private list(type: number): ListedBlock[] {
    const list = this.listed.get(type) ?? [];
    this.listed.set(type, list);
    return list;
  }

  private unlist(pfn: number): void {
    for (const list of this.listed.values()) {
      const at = list.findIndex((block) => block.pfn === pfn);
      if (at >= 0) list.splice(at, 1);
    }
  }
}

function purposeOf(pageClass: number): number {
  if (pageClass === PageClass.free) return Use.free;
  const isAbsent = pageClass === PageClass.absent || pageClass === PageClass.reserved;
  return isAbsent ? Use.other : Use.kernel;
}

/** Memory as it was when the trace first said such a thing. */
export function memoryAt(folder: string, isMoment: (event: SideEvent) => boolean): TracedMemory {
  const memory = new TracedMemory(gunzipSync(readFileSync(resolve(folder, "kpageflags_before.u64le.gz"))));
  let isOver = false;
  const scanner = new TraceScanner({
    onBatch: (batch) => {
      if (isOver) return;
      const moment = batch.side.find(isMoment);
      isOver = moment !== undefined;
      memory.apply(batch, moment?.at ?? batch.count);
    },
  });
  scanner.push(gunzipSync(readFileSync(resolve(folder, "trace.txt.gz"))));
  scanner.end();
  if (!isOver) throw new RangeError(`${folder}: the trace has no such moment`);
  return memory;
}
