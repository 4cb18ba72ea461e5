/**
 * The page allocator against its twin in C (twin.c): same streams, same frames, CPU time, processes that take turns.
 * Prints tables for people and, as the last line, the figures as JSON. Nothing here passes or fails.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { percentile } from "../figures";
import { pc } from "./arena";
import { overhead } from "./overhead";
import {
  compileTwin,
  type OwnRun,
  type PlayedRun,
  runHeap,
  runPipeline,
  runPlayer,
  runStart,
  runTrace,
  runTwin,
  save,
} from "./processes";
import { churn, cutUp } from "./stream";

const PAIRS = 7;
/** Runs in one process; the first ones of ours warm it up. */
const TWIN_RUNS = 3;
const OWN_RUNS = 5;
const WARM_UP = 2;

interface Place {
  name: string;
  gib: number;
  cpus: number;
  /** Share that blocks of order 9 and 10 fill for good. */
  huge: number;
  operations: number;
  /** Rate to reach, as a share of C's. */
  goal: number;
}

const SMALL: Place = { name: "4 GiB", gib: 4, cpus: 4, huge: 0, operations: 5_000_000, goal: 0.7 };
const PLACES: Place[] = [
  SMALL,
  { name: "64 GiB", gib: 64, cpus: 16, huge: 0.5, operations: 8_000_000, goal: 0.85 },
  { name: "1 TiB", gib: 1024, cpus: 64, huge: 0.7, operations: 8_000_000, goal: 0.85 },
];
const STEADY = { seed: 1, low: 0.7, high: 0.85 };

/**
 * @param player path of our side, bundled
 * @param twinSource path of twin.c
 * @param strategyPlayer path of strategy-run.ts, bundled
 * @param core path of the simulation core, bundled
 */
export function main(player: string, twinSource: string, strategyPlayer: string, core: string): void {
  const folder = mkdtempSync(join(tmpdir(), "carveout-bench-"));
  try {
    const twin = compileTwin(twinSource, folder);
    if (twin === null) console.log("No C compiler (cc, gcc, clang): the comparison with C is left out.\n");
    console.log("Random churn, nanoseconds of CPU time an operation, medians");
    const rates = PLACES.map((place) => compare(player, twin, place, folder));
    const small = save(churn(pc(SMALL.gib, SMALL.cpus), { ...STEADY, ...SMALL }), folder, "small");
    const report = {
      rates,
      together: together(player, small),
      cutUpBytesPerPage: cutUpMemory(player, folder),
      startOf16TibMs: start(player),
      heap: heap(player, folder),
      ftrace: ftrace(player, folder),
      strategies: overhead(strategyPlayer, core, folder),
    };
    console.log(`\n${JSON.stringify(report)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const median = (values: readonly number[]) => percentile(values, 50);
const steadyNs = (runs: readonly PlayedRun[], warmUp: number) =>
  median(runs.slice(warmUp).map((run) => run.nsPerOperation));

/** Alternated pairs on one stream. */
function compare(player: string, twin: string | null, place: Place, folder: string) {
  const file = save(churn(pc(place.gib, place.cpus), { ...STEADY, ...place }), folder, "stream");
  const ours: number[] = [];
  const c: number[] = [];
  let own: OwnRun[] = [];
  const answers = new Set<string>();
  for (let pair = 0; pair < PAIRS; pair++) {
    if (twin !== null) {
      const runs = runTwin(twin, file, TWIN_RUNS);
      c.push(steadyNs(runs, 0));
      for (const run of runs) answers.add(answerOf(run));
    }
    own = runPlayer(player, "alone", file, OWN_RUNS);
    ours.push(steadyNs(own, WARM_UP));
    for (const run of own) answers.add(answerOf(run));
  }
  const ratios = c.map((ns, i) => ns / (ours[i] as number));
  const bytesPerPage = (own[0]?.heldBytes ?? 0) / (place.gib * 262_144);
  const figures = {
    place: place.name,
    nsPerOperation: median(ours),
    ...(twin === null ? {} : { cNsPerOperation: median(c), ratio: median(ratios), ratios, goal: place.goal }),
    sameAnswers: answers.size === 1,
    firstRunNs: own[0]?.nsPerOperation,
    fallbacks: own[0]?.fallbacks,
    failures: own[0]?.failures,
    bytesPerPage,
    residentBytes: own[0]?.residentBytes,
  };
  const versusC =
    twin === null
      ? ""
      : `   C ${cell(median(c))}   ${median(ratios).toFixed(2)} of C's rate [${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}], goal ${place.goal}`;
  console.log(
    `  ${place.name.padEnd(8)} ours ${cell(median(ours))} (${(1e3 / median(ours)).toFixed(1)} M/s)${versusC}   ` +
      `${answers.size === 1 ? "same frames" : "DIFFERENT FRAMES"}   ${bytesPerPage.toFixed(3)} bytes/page`,
  );
  return figures;
}

const answerOf = ({ hash, probes, failures, fallbacks }: PlayedRun) =>
  [hash, probes, failures, fallbacks].join();
const cell = (ns: number) => ns.toFixed(1).padStart(6);

/** Two machines at once against one alone. */
function together(player: string, file: string) {
  const times = { alone: [] as number[], pair: [] as number[], workers: [] as number[] };
  for (let round = 0; round < PAIRS; round++)
    for (const mode of ["alone", "pair", "workers"] as const)
      times[mode].push(steadyNs(runPlayer(player, mode, file, OWN_RUNS), WARM_UP));
  const [alone, pair, workers] = [median(times.alone), median(times.pair), median(times.workers)];
  console.log("\nTwo machines of 4 GiB at once, nanoseconds of CPU time an operation");
  console.log(
    `  one alone ${cell(alone)}   two in one thread ${cell(pair)}   two in workers ${cell(workers)}`,
  );
  return { alone, pair, workers };
}

function cutUpMemory(player: string, folder: string): number {
  const arena = pc(SMALL.gib, SMALL.cpus);
  const [run] = runPlayer(player, "alone", save(cutUp(arena), folder, "cut"), 1);
  const bytes = (run?.heldBytes ?? Number.NaN) / arena.frames;
  console.log(`\n4 GiB, every second page taken: ${bytes.toFixed(3)} bytes/page`);
  return bytes;
}

function start(player: string): number {
  const times = Array.from({ length: PAIRS }, () => runStart(player, 16_384));
  console.log(`Start of a 16 TiB machine: ${median(times).toFixed(0)} ms of CPU time`);
  return median(times);
}

function heap(player: string, folder: string) {
  const stream = churn(pc(SMALL.gib, SMALL.cpus), { ...STEADY, huge: 0, operations: 15_000_000 });
  const run = runHeap(player, save(stream, folder, "heap"));
  console.log(
    `Heap after ${run.operations / 1e6} M operations: ${run.growthBytes} bytes more, ${run.collections} collections`,
  );
  return run;
}

function ftrace(player: string, folder: string) {
  const traceOf = (operations: number) =>
    save(churn(pc(SMALL.gib, SMALL.cpus), { ...STEADY, huge: 0, operations }), folder, "trace");
  const one = runTrace(player, traceOf(500_000), PAIRS + WARM_UP).slice(WARM_UP);
  const two = runPipeline(player, traceOf(4_000_000), PAIRS + WARM_UP).slice(WARM_UP);
  const figures = {
    oneThreadEventsPerSecond: median(one.map((run) => run.eventsPerSecond)),
    scanNs: median(one.map((run) => run.scanNs)),
    replayNs: median(one.map((run) => run.replayNs)),
    twoThreadsEventsPerSecond: median(two.map((run) => run.eventsPerSecond)),
    twoThreadsCpuNs: median(two.map((run) => run.cpuNs)),
  };
  const rate = (perSecond: number) => `${(perSecond / 1e6).toFixed(2)} M events/s`;
  console.log(
    `ftrace text to finished simulation: one thread ${rate(figures.oneThreadEventsPerSecond)} of CPU time (an event ` +
      `${figures.scanNs.toFixed(0)} ns to scan, ${figures.replayNs.toFixed(0)} ns to replay); two threads, from a file, ` +
      `${rate(figures.twoThreadsEventsPerSecond)} by the clock (${figures.twoThreadsCpuNs.toFixed(0)} ns of CPU time)`,
  );
  return figures;
}
