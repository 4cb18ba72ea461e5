import { describe, expect, test } from "vitest";
import type { MachineInput } from "../../input";
import { createRun } from "../../run/run";
import { GIB, MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";

/** Slab pages, tagged pages, page cache and compaction at once. */
const LOAD = workloadInput({
  durationMs: 500,
  allocationsPerSecond: 15_000,
  orderWeights: [8, 1, 1, 2],
  lifetimeMeanMs: 400,
  slabPercent: 60,
  taggedPercent: 30,
  sameCpuFreePercent: 60,
  pinnedPercent: 2,
  classes: mix({
    user: { weight: 5 },
    kernel: { weight: 3 },
    reclaimable: { weight: 1 },
    atomic: { weight: 1 },
    cache: { weight: 2 },
  }),
  actions: [{ kind: "compact", startMs: 100, times: 4, everyMs: 100, pages: 0 }],
});

const TAGGED: MachineInput = machineInput(0, {
  arch: "arm64",
  cpus: 4,
  banks: [{ baseBytes: GIB, sizeBytes: 132 * MIB, nid: 0 }],
  tagStorage: [
    {
      baseBytes: GIB + 128 * MIB,
      sizeBytes: 4 * MIB,
      blockBytes: 4096,
      memoryBaseBytes: GIB,
      memorySizeBytes: 128 * MIB,
    },
  ],
});

const PMEM: MachineInput = machineInput(128 * MIB, {
  cpus: 4,
  pmem: [{ baseBytes: 8 * GIB, sizeBytes: 256 * MIB, mode: "fsdax", map: "mem", alignBytes: 2 * MIB }],
});

describe("strategies of other families work on the same pages, and the laws hold", () => {
  test.each(
    ["linear", "per-page", "slab-blocks", "page-ext"].flatMap((type) => [
      { type, other: strategyInput("mte", "cma"), machine: TAGGED },
      { type, other: strategyInput("device", "pfn-valid"), machine: PMEM },
    ]),
  )("$type beside $other.family/$other.type", ({ type, other, machine }) => {
    const strategies = [strategyInput("kasan", type), other];
    const run = createRun(runInput({ machine, strategies, workload: LOAD }), { check: true });
    while (run.step(20_000));
    const { figures, panic } = run.result();
    expect(panic).toBeNull();
    expect(figures.map(({ family }) => family)).toContain("kasan");
  });
});
