import { describe, expect, test } from "vitest";
import type { RunInput } from "../input";
import type { RunResult } from "../output";
import type { PageState } from "../page-states";
import { GIB, kmsan, MIB, machineInput, runInput, workloadInput } from "../testing/inputs";
import { createRun, InfeasibleError, type Run } from "./run";

/** A load that fills 256 MiB for a while: all orders, every kind of failure. */
const busy = workloadInput({
  durationMs: 5000,
  allocationsPerSecond: 4000,
  orderWeights: [80, 10, 4, 2, 1, 1, 1, 0, 0, 1],
  lifetime: "lognormal",
  lifetimeMeanMs: 800,
  immortalPercent: 2,
  burstStartMs: 2000,
  burstLengthMs: 500,
  burstFactor: 6,
});

const STRATEGIES = [
  [],
  [kmsan("boot-carve-out")],
  [kmsan("lazy", { onFree: "release" })],
  [kmsan("lazy", { onFree: "keep" })],
  [kmsan("page-ext", { sharedFlags: true })],
];

function finish(input: RunInput, chunk = 10_000): RunResult {
  const run = createRun(input);
  while (run.step(chunk));
  return run.result();
}

describe.each(STRATEGIES.map((strategies) => ({ name: JSON.stringify(strategies), strategies })))(
  "a run with $name",
  ({ strategies }) => {
    const input = runInput({ strategies, workload: busy, seed: 42 });
    const result = finish(input);

    test("gives the same bytes again, and whatever the size of its steps", () => {
      const bytes = JSON.stringify(result);
      expect(JSON.stringify(finish(input))).toBe(bytes);
      expect(JSON.stringify(finish(input, 7))).toBe(bytes);
    });

    test("is plain data that survives JSON", () => {
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    });

    test("keeps the machine's laws all the way", () => {
      const run = createRun(input, { check: true });
      while (run.step(10_000));
      expect(run.result()).toEqual(result);
    });

    test("accounts for every managed page in every sample", () => {
      const managed = result.zones.reduce((sum, zone) => sum + zone.managedPages, 0);
      const { tMs, freePages, pcpPages, dataPages, metadataPages, ...byOrder } = result.series;
      const { freeBlocks, unusable, fragmentation } = byOrder;
      expect(tMs).toHaveLength(241);
      expect(tMs[0]).toBe(0);
      expect(tMs.at(-1)).toBe(5000);
      for (const i of tMs.keys()) {
        const free = (freePages[i] ?? 0) + (pcpPages[i] ?? 0);
        expect(free + (dataPages[i] ?? 0) + (metadataPages[i] ?? 0)).toBe(managed);
      }
      for (const columns of [freeBlocks, unusable, fragmentation]) {
        expect(columns).toHaveLength(11);
        for (const column of columns) expect(column).toHaveLength(241);
      }
      for (const i of tMs.keys()) {
        expect(freeBlocks.reduce((sum, column, order) => sum + (column[i] ?? 0) * 2 ** order, 0)).toBe(
          freePages[i],
        );
        // An index tells why a request would fail, and only where it would.
        for (const [order, column] of fragmentation.entries())
          expect(column[i] === -1000).toBe(freeBlocks.slice(order).some((blocks) => (blocks[i] ?? 0) > 0));
      }
      expect(dataPages[0]).toBe(0);
    });

    test("ends with pages and files of the machine as its series left it", () => {
      const { pageStates, files, series, zones, memory } = result;
      const pages = (...names: PageState[]) =>
        pageStates.reduce((sum, { state, pages: n }) => (names.includes(state) ? sum + n : sum), 0);
      expect(pages("free", "cma")).toBe(series.freePages.at(-1));
      expect(pages("unmovable", "movable", "reclaimable", "pinned")).toBe(series.dataPages.at(-1));
      const all = pageStates.map(({ state }) => state);
      expect(pages(...all) - pages("absent")).toBe(memory.presentPages);
      const [buddyinfo] = files;
      expect(buddyinfo?.path).toBe("/proc/buddyinfo");
      const lines = buddyinfo?.text.trimEnd().split(/ \n| $/) ?? [];
      expect(lines.map((line) => line.split(/ +/).slice(4).map(Number))).toEqual(
        zones.map((zone) => zone.freeBlocks),
      );
    });

    test("tells when each group's failures were, all of them", () => {
      const { failures, series } = result;
      for (const { count, firstMs, lastMs, overTime } of failures) {
        expect(overTime.reduce((sum, stretch) => sum + stretch.count, 0)).toBe(count);
        const stretchOf = (tMs: number) => series.tMs.findIndex((sampleMs) => tMs <= sampleMs);
        expect(overTime[0]?.sample).toBe(stretchOf(firstMs));
        expect(overTime.at(-1)?.sample).toBe(stretchOf(lastMs));
      }
    });

    test("groups its failures so that they add up by order", () => {
      for (const { order, failed } of result.orders) {
        const grouped = result.failures.filter((group) => group.order === order);
        expect(grouped.reduce((sum, group) => sum + group.count, 0)).toBe(failed);
      }
      for (const group of result.failures) {
        expect(group.chain[0]?.code).toBe("request");
        expect(group.firstMs).toBeLessThanOrEqual(group.lastMs);
        for (const step of group.chain) expect(step.sentence).toMatch(/^[A-Z].*\.$/);
      }
    });
  },
);

describe("a run that is looked at on its way", () => {
  /** All pages of a machine, one after the other, and what is known of some. */
  const seen = (run: Run) => {
    const { spans } = run.pages.spaces();
    const cells = spans.reduce((sum, { pages }) => sum + pages, 0);
    const window = { place: 0, cellPages: 1, cells, mark: 0, isDetailed: true };
    return { raster: run.pages.raster(window), census: run.pages.census(), page: run.pages.page(0x1234) };
  };

  test.each(STRATEGIES.map((strategies) => [JSON.stringify(strategies), strategies] as const))(
    "stands at a time as every run of its input does, and ends as if nobody had looked, %s",
    (_, strategies) => {
      const input = runInput({ strategies, workload: busy, seed: 7 });
      const looked = createRun(input);
      for (const time of [0, 12.5, 700, 2100.25, 2101, 4999]) {
        while (looked.stepTo(time, 777));
        const straight = createRun(input);
        while (straight.stepTo(time, 100_000));
        expect(seen(looked)).toEqual(seen(straight));
        expect(looked.progress().tMs).toBeLessThanOrEqual(time);
      }
      while (looked.stepTo(5000, 10_000));
      expect(looked.result()).toEqual(finish(input));
    },
  );
});

test("two strategies under one seed get the same requests", () => {
  const requests = STRATEGIES.map((strategies) =>
    finish(runInput({ strategies, workload: busy, seed: 42 })).orders.map(({ requested }) => requested),
  );
  for (const other of requests) expect(other).toEqual(requests[0]);
});

test("another seed gives another run", () => {
  const run = (seed: number) => JSON.stringify(finish(runInput({ workload: busy, seed })));
  expect(run(1)).not.toBe(run(2));
});

describe("progress", () => {
  test("starts with the machine right after boot and ends with the result's parts", () => {
    const run = createRun(runInput({ workload: busy }));
    const first = run.progress();
    expect(first).toMatchObject({ tMs: 0, durationMs: 5000, events: 0, failures: [] });
    expect(first.series.tMs).toEqual([0]);
    expect(() => run.result()).toThrow(RangeError);
    let last = first.tMs;
    while (run.step(1000)) {
      const { tMs } = run.progress();
      expect(tMs).toBeGreaterThanOrEqual(last);
      last = tMs;
    }
    const { memory, series, orders, failures, figures, panic, events } = run.result();
    expect(run.progress()).toEqual({
      tMs: 5000,
      durationMs: 5000,
      memory,
      series,
      orders,
      failures,
      figures,
      panic,
      events,
    });
  });

  test("hands out copies", () => {
    const run = createRun(runInput({ workload: busy }));
    run.progress().series.freePages.fill(0);
    expect(run.progress().series.freePages[0]).toBeGreaterThan(0);
  });
});

describe("causes", () => {
  /** Codes of the chains of one order, most frequent first. */
  const chains = (result: RunResult, order: number) =>
    result.failures
      .filter((group) => group.order === order)
      .map(({ chain }) => chain.map(({ code }) => code));

  test("out of memory: fewer pages are free than the request needs", () => {
    const workload = workloadInput({
      allocationsPerSecond: 200,
      orderWeights: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    });
    const immortal = { ...workload, immortalPercent: 100 };
    const plain = finish(runInput({ workload: immortal }));
    expect(chains(plain, 10)[0]).toEqual([
      "request",
      "no-block",
      "memory",
      "memory",
      "costly",
      "out-of-memory",
    ]);
    const carved = finish(runInput({ workload: immortal, strategies: [kmsan("boot-carve-out")] }));
    expect(chains(carved, 10)[0]).toContain("carved-out");
  });
});

describe("what cannot run", () => {
  test("is said in diagnostics", () => {
    const input = runInput({ machine: machineInput(64 * MIB, { unplacedReservedPages: 20_000 }) });
    expect(() => createRun(input)).toThrow(InfeasibleError);
    expect(() => createRun(input)).toThrow("20,000 reserved pages have no place of their own");
  });
});

test("64 GiB boot and run within their bounds", () => {
  const machine = machineInput(64 * GIB, { lateFreedPages: 10, unplacedReservedPages: 10 });
  const result = finish(runInput({ machine, workload: busy, strategies: [kmsan("boot-carve-out")] }));
  expect(result.memory.presentPages).toBe(16_777_216);
  expect(result.failures).toEqual([]);
});
