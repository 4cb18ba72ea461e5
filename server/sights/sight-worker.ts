import { parentPort } from "node:worker_threads";
import { formatNumber } from "@carveout/model";
import { Pictures } from "./pictures";
import type { Order, PageSight, Report } from "./protocol";
import { RunAt } from "./run-at";

const PROGRESS_MS = 100;
/** A run that is long on its way is shown where it stands this often. */
const ON_THE_WAY_MS = 400;

const port = parentPort;
if (port === null) throw new Error("This file runs as a worker thread.");
const report = (message: Report) => port.postMessage(message);

let run = "";
let at: RunAt | null = null;
const pictures = new Pictures();

port.on("message", (order: Order) => {
  try {
    report(answer(order));
  } catch (error) {
    at = null;
    run = "";
    report({ type: "failed", sentence: error instanceof Error ? error.message : String(error) });
  }
});

function answer(order: Order): Report {
  const standing = runOf(order);
  const { look, stop, wallMs } = order;
  const flag = new Int32Array(stop);
  const start = performance.now();
  let told = start;
  let shown = start;
  let isOverTime = false;
  const hasArrived = standing.seek(Math.min(look.tMs, standing.durationMs), () => {
    const now = performance.now();
    if (now - told >= PROGRESS_MS) {
      told = now;
      report({ type: "seeking", tMs: standing.timeMs });
    }
    if (now - shown >= ON_THE_WAY_MS && Atomics.load(flag, 0) === 0) {
      report({ type: "on the way", sight: sightOf(standing, order, false) });
      shown = performance.now();
    }
    isOverTime = now - start > wallMs;
    return Atomics.load(flag, 0) === 0 && !isOverTime;
  });
  if (hasArrived) return { type: "sight", sight: sightOf(standing, order, true) };
  if (!isOverTime) return { type: "stopped" };
  const reached = `${formatNumber(standing.timeMs / 1000)} of ${formatNumber(look.tMs / 1000)} s`;
  const limit = `${formatNumber(wallMs / 1000)} s of computing time`;
  return { type: "failed", sentence: `Ended at ${reached}: over ${limit}. Look at an earlier time.` };
}

/** Its last run, or another in its place. */
function runOf(order: Order): RunAt {
  if (at !== null && run === order.run) return at;
  if (order.input === null) throw new Error(`There is no run ${order.run.slice(0, 8)} here.`);
  pictures.forget();
  run = order.run;
  at = new RunAt(order.input);
  return at;
}

function sightOf(standing: RunAt, { picture, look }: Order, hasArrived: boolean): PageSight {
  const { view, serial, run, windows, pfn } = look;
  const { durationMs, pages } = standing;
  const isNew = windows.every(({ have }) => have === 0);
  return {
    type: "sight",
    view,
    serial,
    run,
    tMs: hasArrived ? Math.min(look.tMs, durationMs) : standing.timeMs,
    hasArrived,
    durationMs,
    spaces: isNew ? pages.spaces() : null,
    census: pages.census(),
    page: pfn < 0 ? null : pages.page(pfn),
    rasters: pictures.draw(pages, picture, serial, windows),
  };
}
