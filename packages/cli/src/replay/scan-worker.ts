/** The thread that reads a trace for another one: see trace-thread.ts. */

import { parentPort, workerData } from "node:worker_threads";
import { BadInput } from "../exit";
import { BatchSlots } from "./batch-slots";
import { readTrace } from "./trace-file";
import type { FromScan, ToScan } from "./trace-thread";

const { path, memory } = workerData as ToScan;
const slots = new BatchSlots(memory);
const post = (message: FromScan) => parentPort?.postMessage(message);
let share = 0;

try {
  const summary = await readTrace(
    path,
    (events) => {
      const { count, side } = events;
      post({ kind: "batch", slot: slots.fill(events), count, side, share });
    },
    (read) => {
      share = read;
    },
  );
  post({ kind: "end", summary });
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  post({ kind: "bad", sentence: error.message });
}
