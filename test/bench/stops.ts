import { resolve } from "node:path";
import type { RunInput } from "@carveout/sim";
import { DEFAULT_LIMITS, WorkerPool } from "../../server/runs/pool";
import { pause } from "./figures";

/** A run is stopped this long after it began, ms: in its boot, and on its way. */
const STOPPED_AFTER_MS = [1, 5, 10, 20, 40, 60, 80];

/** From a run's cancel until its thread has begun the next one, ms: runs of these inputs, in one thread like the built server's. */
export async function stops(inputs: readonly RunInput[]): Promise<number[]> {
  const pool = new WorkerPool({ ...DEFAULT_LIMITS, workers: 1 }, () => resolve("dist/server/run-worker.js"));
  const took: number[] = [];
  try {
    for (const input of inputs)
      for (const after of STOPPED_AFTER_MS) {
        const run = begun(pool, input);
        await run.isOn;
        await pause(after);
        const start = performance.now();
        const next = begun(pool, input);
        run.cancel();
        await next.isOn;
        if (!run.isOver()) took.push(performance.now() - start);
        next.cancel();
      }
  } finally {
    await pool.close();
  }
  return took;
}

function begun(pool: WorkerPool, input: RunInput) {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  let cancel = () => {};
  const isOn = new Promise<void>((on) => {
    cancel = pool.submit(input, { waits() {}, runs: () => on(), done: over, ended: over });
  });
  return { isOn, cancel: () => cancel(), isOver: () => isOver };
}
