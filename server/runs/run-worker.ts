import { parentPort } from "node:worker_threads";
import { contentHash, formatNumber } from "@carveout/model";
import { createRun, type Run } from "@carveout/sim";
import { FIRST_CHUNK, nextChunk } from "./chunk";
import type { Order, Report } from "./protocol";

const PROGRESS_MS = 100;

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread of the pool.");
const report = (message: Report) => port.postMessage(message);

port.on("message", (order: Order) => {
  try {
    report(work(order));
  } catch (error) {
    report({ type: "ended", reason: error instanceof Error ? error.message : String(error), progress: null });
  }
});

/** Carries one run as far as it may go; returns how it ended. */
function work({ input, stop, wallMs }: Order): Report {
  const start = performance.now();
  const flag = new Int32Array(stop);
  const run = createRun(input);
  let events = FIRST_CHUNK;
  for (let told = start; ; ) {
    const before = performance.now();
    const isMore = run.step(events);
    const now = performance.now();
    if (Atomics.load(flag, 0) !== 0) return { type: "stopped" };
    if (!isMore) return finish(run, now - start);
    if (now - start > wallMs) return giveUp(run, wallMs);
    if (now - told >= PROGRESS_MS) {
      told = now;
      report({ type: "progress", progress: run.progress() });
    }
    events = nextChunk(events, now - before);
  }
}

function finish(run: Run, wallMs: number): Report {
  const result = run.result();
  return { type: "done", run: { result, resultHash: contentHash(result), wallMs } };
}

function giveUp(run: Run, wallMs: number): Report {
  const progress = run.progress();
  const at = `${formatNumber(progress.tMs / 1000)} of ${formatNumber(progress.durationMs / 1000)} s`;
  const reason = `Ended at ${at}: over ${formatNumber(wallMs / 1000)} s of computing time. Kept up to there.`;
  return { type: "ended", reason, progress };
}
