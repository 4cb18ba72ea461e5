import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../../allocator/gfp";
import type { MachineInput, RunInput, StrategyInput } from "../../input";
import { EarlyMachine } from "../../machine/early";
import { Machine } from "../../machine/machine";
import { pcpSize } from "../../machine/pcp-size";
import type { RunResult } from "../../output";
import { diagnose } from "../../run/diagnose";
import { type Grant, Holdings } from "../../run/holdings";
import { createRun } from "../../run/run";
import { GIB, MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";
import { policy } from "./policy";

const buddy = (params: StrategyInput["params"] = {}) => strategyInput("buddy", "policy", params);
const defaults = Object.fromEntries(policy.description.params.map(({ key, default: value }) => [key, value]));
const boot = (params: StrategyInput["params"], machine: MachineInput = machineInput(GIB, { cpus: 4 })) =>
  new Machine(new EarlyMachine(machine, 64), [policy.create({ ...defaults, ...params })]);

function run(input: Partial<RunInput>, check = false): RunResult {
  const running = createRun(runInput(input), { check });
  while (running.step(100_000));
  return running.result();
}

const figure = (result: RunResult, key: string) =>
  Number(result.figures.flatMap(({ figures }) => figures).find((one) => one.key === key)?.value);

const GRANT: Grant = {
  frame: 0,
  order: 0,
  gfp: GFP_HIGHUSER_MOVABLE,
  isCache: false,
  isDirty: false,
  pinnedUntilMs: 0,
};

/** Fills memory, lets most of it go and leaves single pages of every kind behind. */
const scatter = (over = {}) =>
  workloadInput({
    durationMs: 4000,
    allocationsPerSecond: 12_000,
    orderWeights: [92, 4, 2, 2],
    lifetime: "lognormal",
    lifetimeMeanMs: 700,
    immortalPercent: 8,
    classes: mix({ user: { weight: 60 }, kernel: { weight: 30 }, reclaimable: { weight: 10 } }),
    ...over,
  });

test("at its defaults it is the kernel's own policy: the same run", () => {
  fc.assert(
    fc.property(
      fc.record({
        mib: fc.integer({ min: 24, max: 96 }),
        kernel: fc.constantFrom("5.4" as const, "5.18" as const, "6.1" as const, "6.6" as const),
        cpus: fc.integer({ min: 1, max: 3 }),
        rate: fc.integer({ min: 1000, max: 20_000 }),
        seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      }),
      ({ mib, kernel, cpus, rate, seed }) => {
        const machine = machineInput(mib * MIB, { kernel, cpus, watermarkScaleFactor: 37 });
        const input = { machine, seed, workload: scatter({ durationMs: 600, allocationsPerSecond: rate }) };
        const own = run({ ...input, strategies: [buddy()] });
        const { figures, series, ...rest } = own;
        const gauges = series.gauges.filter(({ family }) => family !== "buddy");
        const others = figures.filter(({ family }) => family !== "buddy");
        expect({ ...rest, series: { ...series, gauges }, figures: others }).toEqual(run(input));
      },
    ),
    { numRuns: 25 },
  );
});

test("every policy keeps the allocator's laws", () => {
  fc.assert(
    fc.property(
      fc.record({
        claimPercent: fc.integer({ min: 0, max: 100 }),
        alikePercent: fc.integer({ min: 0, max: 100 }),
        sparesPageblocks: fc.boolean(),
        groupsByMobility: fc.constantFrom("kernel", "on", "off"),
        watermarkScaleFactor: fc.integer({ min: 0, max: 3000 }),
        watermarkBoostFactor: fc.integer({ min: 0, max: 100_000 }),
        pcpHighFraction: fc.oneof(fc.constant(0), fc.integer({ min: 8, max: 1000 })),
        compactionProactiveness: fc.integer({ min: 0, max: 100 }),
      }),
      fc.constantFrom("5.4" as const, "5.18" as const, "6.1" as const, "6.6" as const),
      (params, kernel) => {
        const machine = machineInput(48 * MIB, { kernel, cpus: 2 });
        const workload = scatter({ durationMs: 1200, allocationsPerSecond: 10_000, burstFactor: 1 });
        const { memory } = run({ machine, workload, strategies: [buddy(params)] }, true);
        expect(memory.usablePages).toBe(run({ machine, workload: workloadInput() }).memory.usablePages);
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);

describe("watermarkScaleFactor (F-B3)", () => {
  // One zone of DMA32 apart, MIN is the same; the steps above it are 0.1 % or 10 % of what the zone manages.
  test.each([
    [0, 25],
    [25, 25],
    [1000, 1000],
    [3000, 3000],
  ])("%i: marks apart by at least managed * %i / 10,000", (factor, effective) => {
    const machine = machineInput(4 * GIB, { watermarkScaleFactor: 25 });
    const { marks, managedOf } = boot({ watermarkScaleFactor: factor }, machine);
    for (const [zone, { watermarks: at }] of marks.zones.entries()) {
      const step = Math.max(
        Math.floor(at.min / 4),
        Math.floor(((managedOf[zone] as number) * effective) / 10_000),
      );
      expect([at.low - at.min, at.high - at.low]).toEqual([step, step]);
    }
  });
});

describe("pcpHighFraction (zone_highsize(); F-B6)", () => {
  const size = (kernel: "5.4" | "6.1", fraction: number) =>
    pcpSize({ managedPages: 262_144, lowPages: 1286 }, 4, { kernel, pageSizeBytes: 4096 }, fraction);

  test("S-B9 not set, LOW is dealt to the cpus; set, one n-th of the zone is, but four batches at least", () => {
    expect(size("6.1", 0)).toEqual({ batch: 63, high: 321 });
    expect(size("6.1", 8)).toEqual({ batch: 63, high: 8192 });
    expect(size("6.1", 1000)).toEqual({ batch: 63, high: 252 });
  });

  test("in v5.4 each cpu gets it, and a quarter of it at a time, at most 8 * PAGE_SHIFT", () => {
    expect(size("5.4", 0)).toEqual({ batch: 31, high: 186 });
    expect(size("5.4", 8)).toEqual({ batch: 96, high: 32_768 });
    expect(size("5.4", 10_000)).toEqual({ batch: 6, high: 26 });
  });

  test("reaches the machine's lists", () => {
    const high = (fraction: number) =>
      boot({ pcpHighFraction: fraction }).marks.zones.map(({ pcp }) => pcp.high);
    const managed = boot({}).managedOf;
    expect(high(8)).toEqual(
      managed.map((pages) =>
        Math.max(Math.floor(Math.floor(pages / 8) / 4), high(1e5)[managed.indexOf(pages)] as number),
      ),
    );
    expect(boot({ pcpHighFraction: 8 }).allocator.levels.pcpHigh[1]).toBe(high(8)[1]);
  });
});

describe("compactionProactiveness (fragmentation_score_wmark())", () => {
  /** Movable pages, of which two of three are given back: what is free lies in scraps. */
  const scattered = (compactionProactiveness: number, kernel: MachineInput["kernel"] = "6.1") => {
    const machine = boot({ compactionProactiveness }, machineInput(96 * MIB, { kernel }));
    const holdings = new Holdings(machine, 0);
    machine.allocator.owner = holdings;
    const slots = Array.from({ length: 20_000 }, () => {
      const frame = machine.allocate(0, GFP_HIGHUSER_MOVABLE, 0);
      return holdings.take({ ...GRANT, frame });
    });
    for (const [i, slot] of slots.entries()) if (i % 3 > 0) machine.free(holdings.release(slot), 0, 0);
    const score = () => machine.allocator.compaction.nodeScore(0);
    const before = score();
    machine.kcompactd.wake(500);
    return { before, after: score(), rounds: machine.kcompactd.rounds, dueMs: machine.kcompactd.dueMs };
  };

  test("100 compacts from a score of 15 on until it is 5, zone by zone; 20 from 90 on; 0 never", () => {
    const eager = scattered(100);
    expect(eager.before).toBeGreaterThan(15);
    expect(eager.before).toBeLessThanOrEqual(90);
    expect(eager).toMatchObject({ rounds: 1, dueMs: 1000 });
    expect(eager.after).toBeLessThanOrEqual(15);
    expect(scattered(20)).toMatchObject({ rounds: 0, after: eager.before, dueMs: 1000 });
    expect(scattered(0)).toMatchObject({ rounds: 0, after: eager.before, dueMs: Number.POSITIVE_INFINITY });
  });

  test("v5.4 has none, whatever is set", () => {
    expect(scattered(100, "5.4")).toMatchObject({ rounds: 0, dueMs: Number.POSITIVE_INFINITY });
  });

  test("a run has its rounds every 500 ms", () => {
    const rounds = (compactionProactiveness: number) => {
      const strategies = [buddy({ compactionProactiveness })];
      const workload = scatter({ allocationsPerSecond: 7000, burstLengthMs: 2000, burstFactor: 3 });
      return figure(run({ machine: machineInput(96 * MIB), strategies, workload }), "rounds");
    };
    expect(rounds(0)).toBe(0);
    expect(rounds(100)).toBeGreaterThan(0);
    expect(rounds(100)).toBeLessThanOrEqual(8);
  });

  test("a round without progress is not repeated for 64 intervals", () => {
    const machine = boot({ compactionProactiveness: 100 }, machineInput(64 * MIB));
    const { kcompactd, allocator } = machine;
    // Every second page unmovable: nothing can be moved, all that is free is unusable for huge pages.
    const pages: number[] = [];
    for (
      let frame = allocator.allocate(0, GFP_KERNEL, 0);
      frame >= 0 && pages.length < 12_000;
      frame = allocator.allocate(0, GFP_KERNEL, 0)
    )
      pages.push(frame);
    for (const frame of pages) if (frame % 2 === 0) allocator.free(frame, 0, 0);
    expect(allocator.compaction.nodeScore(0)).toBeGreaterThan(15);
    expect(kcompactd.dueMs).toBe(500);
    kcompactd.wake(500);
    expect(kcompactd.rounds).toBe(1);
    expect(kcompactd.dueMs).toBe(500 + 64 * 500);
    kcompactd.wake(1000);
    expect(kcompactd.rounds).toBe(1);
  });
});

describe("groupsByMobility", () => {
  const fallbacks = (groupsByMobility: string, sizeBytes = 64 * MIB) => {
    const result = run({
      machine: machineInput(sizeBytes),
      strategies: [buddy({ groupsByMobility })],
      workload: scatter({ allocationsPerSecond: 6000 }),
    });
    return { fallbacks: figure(result, "fallbacks"), types: figure(result, "grouping") };
  };

  test("on, requests fall back; off, there is nobody to fall back to", () => {
    expect(fallbacks("on")).toMatchObject({ types: 3 });
    expect(fallbacks("on").fallbacks).toBeGreaterThan(0);
    expect(fallbacks("off")).toEqual({ fallbacks: 0, types: 1 });
  });

  test("left to the kernel, below six pageblocks it is off", () => {
    expect(fallbacks("kernel", 12 * MIB).types).toBe(1);
    expect(fallbacks("kernel", 64 * MIB).types).toBe(3);
    expect(fallbacks("on", 12 * MIB).types).toBe(3);
  });
});

describe("what the kernel would not take", () => {
  const said = (params: StrategyInput["params"], machine: Partial<MachineInput> = {}) =>
    diagnose(runInput({ machine: machineInput(256 * MIB, machine), strategies: [buddy(params)] })).map(
      ({ severity, field }) => [severity, field],
    );

  test("fractions from 1 to 7", () => {
    expect(said({ pcpHighFraction: 7 })).toEqual([["error", "pcpHighFraction"]]);
    expect(said({ pcpHighFraction: 8 })).toEqual([]);
  });

  test("proactive compaction before v5.9, migratetypes with too few pages", () => {
    expect(said({ compactionProactiveness: 50 }, { kernel: "5.4" })).toEqual([
      ["warning", "compactionProactiveness"],
    ]);
    expect(said({}, { kernel: "5.4" })).toEqual([]);
    const tiny = { banks: [{ baseBytes: 0, sizeBytes: 12 * MIB, nid: 0 }] };
    expect(said({ groupsByMobility: "on" }, tiny)).toEqual([["warning", "groupsByMobility"]]);
    expect(said({}, tiny)).toEqual([]);
  });
});
