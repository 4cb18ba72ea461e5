/**
 * What each strategy costs: whole runs of one load, bare and with the strategy, in processes that take turns. Bare is what the
 * machine's own kernel does, where a family has such a standard.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, type MachineInput, type RunInput, type StrategyInput } from "@carveout/sim";
import { GIB, MIB, machineInput, mix, workloadInput } from "../../../packages/sim/src/testing/inputs";
import { percentile } from "../figures";
import { runStrategy, type StrategyRun } from "./processes";

const PAIRS = 5;
/** Runs in one process; the first one warms it up. */
const RUNS = 3;
const WARM_UP = 1;

/** Share of the bare machine's event rate that is to be left. */
const GOAL = 0.7;

/** What a family's strategies have to find on the machine; the bare runs that they are compared with have it as well. */
const NEEDS: Record<string, Partial<MachineInput>> = {
  mte: {
    arch: "arm64",
    tagStorage: [
      {
        baseBytes: 3968 * MIB,
        sizeBytes: 124 * MIB,
        blockBytes: 4096,
        memoryBaseBytes: 0,
        memorySizeBytes: 3968 * MIB,
      },
    ],
  },
  device: {
    pmem: [{ baseBytes: 8 * GIB, sizeBytes: 2 * GIB, mode: "fsdax", map: "dev", alignBytes: 2 * MIB }],
  },
};

/** About 190,000 pages at once: what KMSAN leaves of 4 GiB holds them without reclaim. */
const WORKLOAD = workloadInput({
  durationMs: 12_000,
  allocationsPerSecond: 60_000,
  orderWeights: [90, 5, 3, 2],
  lifetime: "exponential",
  lifetimeMeanMs: 2500,
  classes: mix({
    user: { weight: 60 },
    kernel: { weight: 25 },
    reclaimable: { weight: 10 },
    atomic: { weight: 5 },
  }),
  sameCpuFreePercent: 80,
  taggedPercent: 20,
  slabPercent: 30,
});

/** @param player path of strategy-run.ts, bundled */
export function overhead(player: string, folder: string) {
  console.log(
    `\nWhole runs with one strategy, share of the bare rate by CPU time, medians of ${PAIRS} pairs, goal ${GOAL}`,
  );
  return catalogue().map(({ family, type }) => {
    const bare = inputFor(family, []);
    const figures = compare(player, folder, bare, inputFor(family, [{ family, type, params: {} }]));
    console.log(`  ${`${family} ${type}`.padEnd(28)} ${sentenceOf(figures)}`);
    return { family, type, goal: GOAL, ...figures };
  });
}

function inputFor(family: string, strategies: StrategyInput[]): RunInput {
  return {
    machine: machineInput(4 * GIB, { cpus: 4, ...NEEDS[family] }),
    strategies,
    workload: WORKLOAD,
    seed: 1,
  };
}

type Compared =
  | { reason: string }
  | { ratio: number; ratios: number[]; bareEventsPerSecond: number; failed: number };

function compare(player: string, folder: string, bare: RunInput, own: RunInput): Compared {
  const files = [bare, own].map((input, i) => {
    const file = join(folder, `run-${i}.json`);
    writeFileSync(file, JSON.stringify(input));
    return file;
  }) as [string, string];
  const rates: [number[], number[]] = [[], []];
  let failed = 0;
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const side of [0, 1] as const) {
      const runs = runStrategy(player, files[side], RUNS);
      if ("reason" in runs) return runs;
      rates[side].push(steadyRate(runs));
      failed = runs[0]?.failed ?? 0;
    }
  }
  const ratios = rates[1].map((rate, i) => rate / (rates[0][i] as number));
  return { ratio: percentile(ratios, 50), ratios, bareEventsPerSecond: percentile(rates[0], 50), failed };
}

const steadyRate = (runs: readonly StrategyRun[]) =>
  percentile(
    runs.slice(WARM_UP).map((run) => run.eventsPerSecond),
    50,
  );

function sentenceOf(figures: Compared): string {
  if ("reason" in figures) return `cannot run: ${figures.reason}`;
  const { ratio, ratios, bareEventsPerSecond, failed } = figures;
  return (
    `${ratio.toFixed(2)} [${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}] of ` +
    `${(bareEventsPerSecond / 1e6).toFixed(2)} M events/s${failed > 0 ? `, ${failed} requests failed` : ""}`
  );
}
