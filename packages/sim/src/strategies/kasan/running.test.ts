import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GFP_KERNEL } from "../../allocator/gfp";
import type { WorkloadInput } from "../../input";
import { checkMachine } from "../../machine/check";
import { causeChain } from "../../probes/failures";
import { createRun } from "../../run/run";
import { MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";
import { KasanBench } from "../../testing/kasan-bench";
import { perPage } from "./per-page";
import { slabBlocks } from "./slab-blocks";

describe("M-6, S-D5 one group of 8 pages with per-page shadow", () => {
  const bench = new KasanBench(perPage);
  const first = bench.group();
  const steps: [number, number][] = [];
  const dynamic = () => bench.figure("dynamic-shadow");

  test("two slab pages share the group's shadow page", () => {
    expect(first % 8).toBe(0);
    expect(dynamic()).toBe(0);
    bench.makeSlab(first + 1);
    expect(dynamic()).toBe(4096);
    bench.makeSlab(first + 4);
    expect(dynamic()).toBe(4096);
    expect(bench.figure("byte-granular")).toBe(2);
  });

  test("freed, they leave it mapped until the whole group is free", () => {
    for (const page of [1, 4, 0, 2, 3, 5, 6]) {
      bench.machine.free(first + page, 0, 0);
      steps.push([dynamic(), bench.figure("withheld")]);
    }
    expect(steps).toEqual(new Array(7).fill([4096, 0]));
    expect(bench.isFree(first + 1)).toBe(true);
    expect(bench.figure("byte-granular")).toBe(0);
  });

  test("then the block of order 3 is on no free list until the worker has run", () => {
    const free = bench.machine.buddy.freePages;
    bench.machine.free(first + 7, 0, 0);
    expect([dynamic(), bench.figure("withheld")]).toEqual([4096, 8]);
    for (let page = 0; page < 8; page++) expect(bench.isFree(first + page)).toBe(false);
    expect(bench.machine.buddy.freePages).toBe(free - 7);
    checkMachine(bench.machine);

    bench.machine.nowMs = 4;
    bench.machine.wake();
    expect(bench.figure("withheld")).toBe(8);
    expect(bench.machine.wakeMs).toBe(5);
    bench.machine.nowMs = 5;
    bench.machine.wake();
    expect([dynamic(), bench.figure("withheld")]).toEqual([0, 0]);
    // The last page of the group, and its shadow page.
    expect(bench.machine.buddy.freePages).toBe(free + 2);
    expect(bench.machine.metadataPages).toBe(0);
    checkMachine(bench.machine);
  });
});

test("M-6 the same with 512-byte blocks: 0, 512, 1024, 0", () => {
  const bench = new KasanBench(slabBlocks);
  const first = bench.group();
  const attached = () => 512 * bench.figure("attached-blocks");
  expect(attached()).toBe(0);
  bench.makeSlab(first + 1);
  expect(attached()).toBe(512);
  bench.makeSlab(first + 4);
  expect(attached()).toBe(1024);
  bench.machine.free(first + 1, 0, 0);
  bench.machine.free(first + 4, 0, 0);
  expect(attached()).toBe(0);
  checkMachine(bench.machine);
});

describe("S-D3 1,000 groups", () => {
  test.each([
    { pages: 1, perPageBytes: 4_096_000, blockBytes: 512_000 },
    { pages: 8, perPageBytes: 4_096_000, blockBytes: 4_096_000 },
  ])("with $pages slab pages each", ({ pages, perPageBytes, blockBytes }) => {
    const [shadow, blocks] = [new KasanBench(perPage), new KasanBench(slabBlocks)];
    for (let group = 0; group < 1000; group++) {
      for (const bench of [shadow, blocks]) {
        const first = bench.group();
        for (let page = 0; page < pages; page++) bench.makeSlab(first + page);
      }
    }
    expect(shadow.figure("dynamic-shadow")).toBe(perPageBytes);
    expect(512 * blocks.figure("attached-blocks")).toBe(blockBytes);
    // 8 blocks a page.
    expect(blocks.figure("dynamic-shadow")).toBe((1000 * pages * 4096) / 8);
  });
});

test("a check is repeated once for each other cpu that uses the group", () => {
  const bench = new KasanBench(perPage);
  const first = bench.group();
  bench.makeSlab(first);
  bench.makeSlab(first + 1);
  bench.makeSlab(first + 2);
  expect(bench.figure("rechecks")).toBe(0);
  bench.machine.free(first, 0, 1);
  bench.machine.free(first + 1, 0, 1);
  bench.machine.free(first + 2, 0, 0);
  expect(bench.figure("rechecks")).toBe(1);
});

describe("X-D3 no page for the shadow", () => {
  test.each([
    ["per-page", perPage],
    ["slab-blocks", slabBlocks],
  ])("%s: the slab allocation fails, its block goes back, and the chain says why", (_, strategy) => {
    const bench = new KasanBench(strategy, 16 * MIB);
    const { machine } = bench;
    while (machine.buddy.freePages > 1) machine.allocate(0, GFP_KERNEL, 0);
    machine.isSlabRequest = true;
    expect(machine.allocate(0, GFP_KERNEL, 0)).toBe(-1);
    machine.isSlabRequest = false;
    expect(machine.buddy.freePages).toBe(1);
    expect(bench.figure("shadow-failures")).toBe(1);
    const codes = causeChain(machine, machine.shortage).map(({ code }) => code);
    expect(codes.slice(0, 3)).toEqual(["request", "slab-block", "shadow-missing"]);
    expect(codes).toContain("out-of-memory");
    expect(machine.shortage).toMatchObject({ order: 0, missing: "shadow", neededPages: 1 });
    checkMachine(machine);
  });
});

describe("the laws hold under any load", () => {
  const loads: fc.Arbitrary<WorkloadInput> = fc
    .record({
      rate: fc.integer({ min: 0, max: 40_000 }),
      orders: fc.integer({ min: 1, max: 6 }),
      slabPercent: fc.integer({ min: 0, max: 100 }),
      lifetimeMeanMs: fc.integer({ min: 1, max: 80 }),
      sameCpuFreePercent: fc.constantFrom(0, 50, 100),
    })
    .map(({ rate, orders, ...over }) =>
      workloadInput({
        durationMs: 200,
        allocationsPerSecond: rate,
        orderWeights: Array.from({ length: orders }, (_, order) => 1 / (order + 1)),
        classes: mix({
          user: { weight: 2 },
          kernel: { weight: 3 },
          reclaimable: { weight: 1 },
          atomic: { weight: 1 },
          cache: { weight: 1 },
        }),
        ...over,
      }),
    );
  const strategies = fc.oneof(
    fc
      .record({ quarantine: fc.boolean(), workerDelayMs: fc.constantFrom(0, 3, 1000) })
      .map((params) => strategyInput("kasan", "per-page", params)),
    fc.boolean().map((quarantine) => strategyInput("kasan", "slab-blocks", { quarantine })),
    fc.boolean().map((quarantine) => strategyInput("kasan", "linear", { quarantine })),
  );

  test("I-D1, I-D2, I-D3, I-D4 and the machine's own, with failures and without", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(loads, strategies, fc.integer({ min: 0, max: 2 ** 31 }), (workload, strategy, seed) => {
        const machine = machineInput(48 * MIB, { cpus: 3 });
        const run = createRun(runInput({ machine, strategies: [strategy], workload, seed }), { check: true });
        while (run.step(10_000));
        const { memory } = run.result();
        expect(memory.presentPages).toBe(12_288);
      }),
      { numRuns: 25 },
    );
  });
});

describe("quarantine", () => {
  const load = (params: Record<string, boolean>) => {
    const workload = workloadInput({
      durationMs: 2000,
      allocationsPerSecond: 5000,
      slabPercent: 100,
      lifetimeMeanMs: 20,
      classes: mix({ kernel: { weight: 1 } }),
    });
    const strategies = [strategyInput("kasan", "linear", params)];
    const run = createRun(runInput({ machine: machineInput(256 * MIB), strategies, workload }), {
      check: true,
    });
    while (run.step(10_000));
    const { figures, series } = run.result();
    const figure = new Map(figures[0]?.figures.map(({ key, value }) => [key, Number(value)]));
    return { figure, dataPages: series.dataPages.at(-1) ?? 0 };
  };

  test("holds 1/32 of memory and no more, once that much was freed", () => {
    const { figure, dataPages } = load({ quarantine: true });
    const limit = figure.get("quarantine-limit") ?? 0;
    expect(limit).toBeGreaterThan((0.8 * 256 * MIB) / 32);
    expect(limit).toBeLessThanOrEqual((256 * MIB) / 32);
    expect(figure.get("quarantine-most")).toBeLessThanOrEqual(limit);
    // 40 MB go through it; 100 pages are in use at a time.
    expect(figure.get("quarantine-most")).toBeGreaterThan(0.9 * limit);
    expect(dataPages * 4096).toBeGreaterThan(0.8 * limit);
    expect(load({ quarantine: false }).dataPages).toBeLessThan(200);
  });
});
