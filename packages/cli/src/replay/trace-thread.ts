/** A trace that one thread reads while another takes its events. */

import { on } from "node:events";
import { Worker } from "node:worker_threads";
import type { TraceSummary } from "@carveout/formats";
import type { TraceEvents } from "@carveout/sim";
import { BadInput } from "../exit";
import { BatchSlots } from "./batch-slots";
import { readTrace } from "./trace-file";

/** Of the thread, when it starts. */
export interface ToScan {
  path: string;
  memory: SharedArrayBuffer;
}

export type FromScan =
  | { kind: "batch"; slot: number; count: number; side: TraceEvents["side"]; share: number }
  | { kind: "end"; summary: TraceSummary }
  | { kind: "bad"; sentence: string };

/** Where bin/carveout.mjs puts it, beside the bundle that this is part of then. */
const SCRIPT = new URL("./packages-cli-src-replay-scan-worker-ts.js", import.meta.url);

/**
 * As readTrace(), which it is where the sources run as they are: no thread can start from TypeScript.
 * @throws BadInput as readTrace()
 */
export async function readTraceInThread(
  path: string,
  onBatch: (events: TraceEvents) => void,
  onProgress: (share: number) => void = () => {},
): Promise<TraceSummary> {
  if (import.meta.url.endsWith(".ts")) return readTrace(path, onBatch, onProgress);
  return scanWith(SCRIPT, path, onBatch, onProgress);
}

/** @param script scan-worker.ts, bundled */
export async function scanWith(
  script: URL,
  path: string,
  onBatch: (events: TraceEvents) => void,
  onProgress: (share: number) => void,
): Promise<TraceSummary> {
  const slots = new BatchSlots();
  const worker = new Worker(script, { workerData: { path, memory: slots.memory } satisfies ToScan });
  try {
    for await (const [message] of on(worker, "message") as AsyncIterable<[FromScan]>) {
      if (message.kind === "end") return message.summary;
      if (message.kind === "bad") throw new BadInput(message.sentence);
      const { slot, count, side, share } = message;
      onBatch({ ...slots.columns(slot), count, side });
      slots.giveBack();
      onProgress(share);
    }
    throw new Error("the thread that reads the trace ended too early");
  } finally {
    await worker.terminate();
  }
}
