/** Traces for tests: how to scan one whole, and the real ones beside the repository. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { PAGE_EVENTS, type SideEvent, type TraceBatch, TraceScanner, type TraceSummary } from "../index";

const DATA = path.resolve(import.meta.dirname, "../../../../../shared/data");
const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures/traces");

/** One row of a batch. */
export interface PageEventRow {
  name: string;
  cpu: number;
  time: number;
  pfn: number;
  order: number;
  migratetype: number;
  gfp: number;
  percpuRefill: number;
}

export interface Scanned {
  pages: PageEventRow[];
  /** Their `at` counts from the trace's start. */
  side: SideEvent[];
  summary: TraceSummary;
}

/** Scans pieces of a text. `pages` has what was read also if that ends with an error. */
export function scan(pieces: Iterable<Uint8Array | string>, pages: PageEventRow[] = []): Scanned {
  const side: SideEvent[] = [];
  const scanner = new TraceScanner({
    onBatch: (batch) => {
      for (const event of batch.side) side.push({ ...event, at: event.at + pages.length });
      for (let row = 0; row < batch.count; row++) pages.push(rowOf(batch, row));
    },
  });
  const encoder = new TextEncoder();
  for (const piece of pieces) scanner.push(typeof piece === "string" ? encoder.encode(piece) : piece);
  return { pages, side, summary: scanner.end() };
}

function rowOf(batch: TraceBatch, row: number): PageEventRow {
  return {
    name: PAGE_EVENTS[batch.kind[row] ?? -1] ?? "",
    cpu: batch.cpu[row] ?? Number.NaN,
    time: batch.time[row] ?? Number.NaN,
    pfn: batch.pfn[row] ?? Number.NaN,
    order: batch.order[row] ?? Number.NaN,
    migratetype: batch.migratetype[row] ?? Number.NaN,
    gfp: batch.gfp[row] ?? Number.NaN,
    percpuRefill: batch.percpuRefill[row] ?? Number.NaN,
  };
}

export function traceFixture(name: string): string {
  return readFileSync(path.join(FIXTURES, name), "utf8");
}

/** Folders of real traces, whose names start with the kernel's. */
export const TRACES = [
  "V0-trace-c-frag-384M-smp1",
  "deb-trace-a-file-1G",
  "deb-trace-c-frag-384M",
  "deb-trace-c-frag-384M-smp1",
  "deb-trace-d-pressure-256M",
];

/** A file of the real data, unpacked if need be; undefined, and a line that says so, if it is not there. */
export function realData(name: string): Uint8Array | undefined {
  const file = path.join(DATA, name);
  if (!existsSync(file)) {
    console.warn(`skipped: ${name} is not under ${DATA}`);
    return undefined;
  }
  const bytes = readFileSync(file);
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}
