/**
 * What each strategy costs: whole runs of one load, bare and with the strategy, that take turns. Bare is what the machine's own kernel
 * does, where a family has such a standard.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, type MachineInput, type RunInput, type StrategyInput } from "@carveout/sim";
import { GIB, MIB, machineInput, mix, workloadInput } from "../../../packages/sim/src/testing/inputs";
import { percentile } from "../figures";
import { runStrategy, type StrategyRun } from "./processes";

const ROUNDS = 9;
/** The first ones warm both sides up. */
const WARM_UP = 2;

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

/**
 * Told two ways. By the load's events, a strategy that takes pages of its own pays for the allocator's work on them as well. By the pages
 * that the allocator gives out, it pays for what it does beside the allocator.
 * @param player path of strategy-run.ts, bundled
 * @param core path of the simulation core, bundled
 */
export function overhead(player: string, core: string, folder: string) {
  console.log(
    `\nWhole runs with one strategy, shares of the bare rates by CPU time, medians of ${ROUNDS - WARM_UP} rounds, goal ${GOAL} of the events`,
  );
  return catalogue().map(({ family, type }) => {
    const bare = inputFor(family, []);
    const figures = compare(player, core, folder, bare, inputFor(family, [{ family, type, params: {} }]));
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
  | { ratio: number; ratios: number[]; pageRatio: number; bareEventsPerSecond: number; failed: number };

function compare(player: string, core: string, folder: string, bare: RunInput, own: RunInput): Compared {
  const [bareFile, ownFile] = [bare, own].map((input, i) => {
    const file = join(folder, `run-${i}.json`);
    writeFileSync(file, JSON.stringify(input));
    return file;
  }) as [string, string];
  const all = runStrategy(player, [core, bareFile, ownFile], ROUNDS);
  if ("reason" in all) return all;
  const rounds = all.slice(WARM_UP);
  const median = (of: (bare: StrategyRun, own: StrategyRun) => number) =>
    percentile(
      rounds.map(([bare, own]) => of(bare, own)),
      50,
    );
  return {
    ratio: median((bare, own) => own.eventsPerSecond / bare.eventsPerSecond),
    ratios: rounds.map(([bare, own]) => own.eventsPerSecond / bare.eventsPerSecond),
    pageRatio: median((bare, own) => own.pagesPerSecond / bare.pagesPerSecond),
    bareEventsPerSecond: median((bare) => bare.eventsPerSecond),
    failed: median((_, own) => own.failed),
  };
}

function sentenceOf(figures: Compared): string {
  if ("reason" in figures) return `cannot run: ${figures.reason}`;
  const { ratio, ratios, pageRatio, bareEventsPerSecond, failed } = figures;
  return (
    `${ratio.toFixed(2)} [${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}] of ` +
    `${(bareEventsPerSecond / 1e6).toFixed(2)} M events/s, ${pageRatio.toFixed(2)} of the pages given out` +
    `${failed > 0 ? `, ${failed} requests failed` : ""}`
  );
}
