import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MachineInput, RunInput, TagStorageRegion } from "../../input";
import { diagnose } from "../../run/diagnose";
import { estimate } from "../../run/estimate";
import { createRun } from "../../run/run";
import { MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";
import { pagesIn } from "../../testing/results";

/** One or two memory nodes with their tags behind them; of one NUMA node, or one each. */
function machine(
  nodes: number,
  blockBytes: number,
  kernel: MachineInput["kernel"],
  isNuma = false,
): MachineInput {
  const all = Array.from({ length: nodes }, (_, i) => i);
  const region = (i: number): TagStorageRegion => ({
    baseBytes: 0x8800_0000 + i * 4 * MIB,
    sizeBytes: 4 * MIB,
    blockBytes,
    memoryBaseBytes: 0x8000_0000 + i * 64 * MIB,
    memorySizeBytes: 64 * MIB,
  });
  return machineInput(0, {
    arch: "arm64",
    kernel,
    cpus: 2,
    banks: all.flatMap((i) => [
      { baseBytes: 0x8000_0000 + i * 64 * MIB, sizeBytes: 64 * MIB, nid: isNuma ? i : 0 },
      { baseBytes: 0x8800_0000 + i * 4 * MIB, sizeBytes: 4 * MIB, nid: isNuma ? i : 0 },
    ]),
    reserved: [{ baseBytes: 0x8000_0000, sizeBytes: 34 * MIB, label: "kernel image", recorded: true }],
    cma: nodes === 1 ? [] : [{ baseBytes: 0x8400_0000, sizeBytes: 8 * MIB, label: "reserved" }],
    // Twice what the tags need, and whole pageblocks of every kernel.
    tagStorage: all.map(region),
  });
}

const inputs: fc.Arbitrary<RunInput> = fc
  .record({
    nodes: fc.constantFrom(1, 2),
    isNuma: fc.boolean(),
    // All of them divide a region of 4 MiB.
    blockBytes: fc.constantFrom(0x1000, 0x2000, 0x8000),
    kernel: fc.constantFrom("5.4" as const, "5.18" as const, "6.1" as const, "6.6" as const),
    type: fc.constantFrom("firmware", "cma", "cleancache"),
    tagged: fc.integer({ min: 0, max: 100 }),
    pinned: fc.integer({ min: 0, max: 30 }),
    pinTerm: fc.constantFrom("short" as const, "long" as const, "vmsplice" as const),
    orders: fc.constantFrom<number[]>([1], [20, 1, 1], [90, 5, 3, 0, 1, 0, 0, 0, 0, 1]),
    cacheWeight: fc.integer({ min: 0, max: 60 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  })
  .map((shape) =>
    runInput({
      machine: machine(shape.nodes, shape.blockBytes, shape.kernel, shape.isNuma),
      strategies: [strategyInput("mte", shape.type)],
      seed: shape.seed,
      workload: workloadInput({
        durationMs: 200,
        allocationsPerSecond: 40_000,
        orderWeights: shape.orders,
        lifetimeMeanMs: 100,
        classes: mix({
          user: { weight: 60 },
          cache: { weight: shape.cacheWeight, lifetime: "never" },
          atomic: { weight: 3 },
          kernel: { weight: 3 },
        }),
        taggedPercent: shape.tagged,
        atomicTaggedPercent: 20,
        pinnedPercent: shape.pinned,
        pinTerm: shape.pinTerm,
        rereadPercent: 30,
      }),
    }),
  );

test("I-E1 to I-E6 and the machine's laws hold on any machine under any load, and the estimate is the result", () => {
  fc.assert(
    fc.property(inputs, (input) => {
      expect(diagnose(input).filter(({ severity }) => severity === "error")).toEqual([]);
      const run = createRun(input, { check: true });
      while (run.step(5000));
      const result = run.result();
      expect(estimate(input).memory).toEqual(result.memory);
      const figures = result.figures[0]?.figures ?? [];
      const pages = figures
        .filter(({ key }) => ["tagPages", "dataPages", "idlePages"].includes(key))
        .reduce((sum, { value }) => sum + Number(value), 0);
      expect(pages).toBe(input.machine.tagStorage.reduce((sum, { sizeBytes }) => sum + sizeBytes / 4096, 0));
      const tags = pagesIn(result, "tag_storage");
      const [strategy] = input.strategies;
      if (strategy?.type === "cma") expect(tags).toBe(figures.find(({ key }) => key === "tagPages")?.value);
      else expect(tags).toBe(pages);
    }),
    { numRuns: 6 },
  );
});

describe("under pressure everything comes about", () => {
  const figures = (type: string) => {
    const run = createRun(
      runInput({
        machine: machine(2, 0x1000, "6.6"),
        strategies: [strategyInput("mte", type)],
        workload: workloadInput({
          durationMs: 1200,
          allocationsPerSecond: 40_000,
          lifetimeMeanMs: 500,
          classes: mix({
            user: { weight: 70 },
            cache: { weight: 27, lifetime: "never" },
            atomic: { weight: 3 },
          }),
          taggedPercent: 30,
          atomicTaggedPercent: 20,
          pinnedPercent: 20,
          pinTerm: "vmsplice",
          rereadPercent: 30,
        }),
      }),
    );
    while (run.step(20_000));
    return run.result().figures[0]?.figures ?? [];
  };

  test.each([
    ["firmware", ["diskReads"]],
    ["cma", ["taggedPages", "movedOut", "dropped", "failed-pinned", "retried", "replaced", "atomicRefusals"]],
    ["cleancache", ["taggedPages", "copied", "hits", "misses", "droppedForTags", "droppedForCopies"]],
  ])("%s: %j", (type, keys) => {
    const found = figures(type);
    for (const key of keys) expect(found.find((figure) => figure.key === key)?.value, key).toBeGreaterThan(0);
  });
});

describe("two strategies under one seed", () => {
  test("get the same requests, but for those that memory cannot serve", () => {
    const run = (type: string) => {
      const [input] = fc.sample(inputs, { numRuns: 1, seed: 7 });
      if (input === undefined) throw new Error("no input");
      const load = createRun({ ...input, strategies: [strategyInput("mte", type)] });
      while (load.step(10_000));
      return load.result().orders.map(({ requested }) => requested);
    };
    const sum = (orders: number[]) => orders.reduce((a, b) => a + b);
    expect(sum(run("cma"))).toBe(sum(run("cleancache")));
    expect(sum(run("firmware"))).toBe(sum(run("cleancache")));
  });
});
