import { describe, expect, test } from "vitest";
import { checkInput, InputError } from "./check-input";
import { kmsan, mix, phaseInput, runInput, workloadInput } from "./testing/inputs";

/** A good input with one field replaced, by path. */
function withValue(path: string, value: unknown): unknown {
  const input = structuredClone(runInput({ strategies: [kmsan("page-ext")] }));
  input.workload.phases.push(phaseInput({ lengthMs: 10 }));
  input.machine.reserved.push({ baseBytes: 0, sizeBytes: 4096, label: "first page", recorded: true });
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  let at = input as unknown as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) ?? ""] = value;
  return input;
}

describe("a good input", () => {
  test("comes back as it is, with the defaults of its strategies", () => {
    const input = runInput({ strategies: [kmsan("page-ext")] });
    expect(checkInput(input)).toEqual({ ...input, strategies: [kmsan("page-ext", { sharedFlags: false })] });
  });

  test("is copied without what the contract does not name", () => {
    expect(checkInput({ ...runInput(), title: "x" })).toEqual(runInput());
  });

  test("may leave out all that came to workloads with classes, phases, pins and cpus", () => {
    const plain = {
      durationMs: 1000,
      allocationsPerSecond: 0,
      orderWeights: [1],
      lifetime: "exponential",
      lifetimeMeanMs: 100,
      immortalPercent: 0,
      burstStartMs: 0,
      burstLengthMs: 0,
      burstFactor: 1,
    };
    expect(checkInput({ ...runInput(), workload: plain }).workload).toEqual(workloadInput());
  });

  test("may name some of the classes, and of a phase what it changes", () => {
    const workload = {
      ...workloadInput(),
      classes: { kernel: { weight: 2 }, cache: { weight: 1, lifetime: "never" } },
      phases: [{ startMs: 5, lengthMs: 10, kernelFactor: 3 }],
    };
    expect(checkInput({ ...runInput(), workload }).workload).toEqual(
      workloadInput({
        classes: mix({ kernel: { weight: 2 }, cache: { weight: 1, lifetime: "never" } }),
        phases: [phaseInput({ startMs: 5, lengthMs: 10, kernelFactor: 3 })],
      }),
    );
  });

  test("may have no order weights at all, and as many as there are orders", () => {
    for (const length of [0, 11]) {
      const workload = workloadInput({ orderWeights: Array.from({ length }, () => 1) });
      expect(checkInput(runInput({ workload })).workload).toEqual(workload);
    }
  });
});

describe("is refused at its path", () => {
  test.each([
    ["machine", null, "Expected an object."],
    ["machine.arch", "riscv", 'Is "riscv"; allowed are x86-64, arm64, arm32.'],
    ["machine.pageSizeBytes", 16384, "Is 16384; allowed are 4096."],
    ["machine.kernel", "6.2", 'Is "6.2"; allowed are 5.4, 5.18, 6.1, 6.6.'],
    ["machine.cpus", 0, "Is 0; allowed are 1 to 8192."],
    ["machine.pageblockOrder", 11, "Is 11; allowed are 0 to 10."],
    ["machine.nodeDistances", "1".repeat(16_385), "Has 16385 characters; at most 16384 are allowed."],
    ["machine.reserved[0].freedLatePages", -1, "Is -1; allowed are 0 to 4294967296."],
    ["machine.cma", {}, "Expected a list."],
    ["machine.maxOrder", 1.5, "Is 1.5; a whole number is needed."],
    ["machine.structPageBytes", 60, "Has to be a multiple of 8."],
    ["machine.banks", [], "Needs at least one bank."],
    ["machine.banks[0].sizeBytes", 0, "Is 0; allowed are 1 to 4503599627370496."],
    ["machine.banks[0].baseBytes", Number.NaN, "Expected a finite number."],
    ["machine.reserved[0].recorded", "yes", "Expected true or false."],
    ["machine.unplacedRecordedPages", 1, "Is 1; allowed are 0 to 0."],
    ["machine.kernelDataBytes", -1, "Is -1; allowed are 0 to 1099511627776."],
    ["strategies", {}, "Expected a list."],
    ["strategies[0].params", undefined, "Expected an object."],
    ["strategies[0].params.sharedFlags", 1, "Expected true or false."],
    ["strategies[0].params.speed", 1, "The strategy has no such parameter."],
    ["workload.orderWeights", new Array(12).fill(1), "Has 12 entries; at most 11 are allowed."],
    ["workload.lifetime", "gamma", 'Is "gamma"; allowed are exponential, lognormal, pareto, fixed, never.'],
    ["workload.immortalPercent", 101, "Is 101; allowed are 0 to 100."],
    ["workload.classes", 7, "Expected an object."],
    [
      "workload.classes.driver",
      { weight: 1 },
      "There is no such class; there are user, kernel, reclaimable, atomic, nowait, cache.",
    ],
    ["workload.classes.kernel.weight", -1, "Is -1; allowed are 0 to 1000000000."],
    ["workload.classes.user.weight", undefined, "Expected a finite number."],
    [
      "workload.classes.cache.lifetime",
      "gamma",
      'Is "gamma"; allowed are workload, exponential, lognormal, pareto, fixed, never.',
    ],
    ["workload.classes.cache.lifetimeMeanMs", "1 s", "Expected a finite number."],
    ["workload.phases", {}, "Expected a list."],
    ["workload.phases", new Array(33).fill({}), "Has 33 entries; at most 32 are allowed."],
    ["workload.phases[0]", null, "Expected an object."],
    ["workload.phases[0].startMs", undefined, "Expected a finite number."],
    ["workload.phases[0].lengthMs", Number.POSITIVE_INFINITY, "Expected a finite number."],
    ["workload.phases[0].rateFactor", 1001, "Is 1001; allowed are 0 to 1000."],
    ["workload.phases[0].nowaitFactor", "2", "Expected a finite number."],
    ["workload.atomicBurstsPerSecond", -0.5, "Is -0.5; allowed are 0 to 1000000."],
    ["workload.atomicBurstAllocations", 1.5, "Is 1.5; a whole number is needed."],
    ["workload.atomicBurstOrder", 11, "Is 11; allowed are 0 to 10."],
    ["workload.pinnedPercent", 101, "Is 101; allowed are 0 to 100."],
    ["workload.pinTerm", "medium", 'Is "medium"; allowed are short, long, vmsplice.'],
    ["workload.pinMeanMs", Number.NaN, "Expected a finite number."],
    ["workload.taggedPercent", -1, "Is -1; allowed are 0 to 100."],
    ["workload.cpuChoice", 3, "Is 3; allowed are uniform, in-turn."],
    ["workload.sameCpuFreePercent", 100.5, "Is 100.5; allowed are 0 to 100."],
    ["seed", 2 ** 32, "Is 4294967296; allowed are 0 to 4294967295."],
  ])("%s = %j", (path, value, sentence) => {
    let refusal: unknown;
    try {
      checkInput(withValue(path, value));
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InputError);
    expect(refusal).toMatchObject({ path, sentence });
  });

  test("a strategy nobody has, and a family twice", () => {
    expect(() => checkInput(runInput({ strategies: [kmsan("magic")] }))).toThrow(
      'strategies[0].type: There is no strategy "magic" in the family "kmsan".',
    );
    expect(() => checkInput(runInput({ strategies: [kmsan("lazy"), kmsan("page-ext")] }))).toThrow(
      'strategies[1].family: The family "kmsan" is there twice.',
    );
  });

  test("65 banks, 1,025 reserved ranges, more than 16 TiB", () => {
    const bank = { baseBytes: 0, sizeBytes: 4096, nid: 0 };
    expect(() => checkInput(withValue("machine.banks", new Array(65).fill(bank)))).toThrow("at most 64");
    const range = { baseBytes: 0, sizeBytes: 1, label: "", recorded: true };
    expect(() => checkInput(withValue("machine.reserved", new Array(1025).fill(range)))).toThrow(
      "at most 1024",
    );
    const large = [0, 1].map((i) => ({ baseBytes: i * 2 ** 44, sizeBytes: 2 ** 44, nid: 0 }));
    expect(() => checkInput(withValue("machine.banks", large))).toThrow("machine.banks: The banks sum up to");
  });

  test("two nodes that meet at an odd page", () => {
    const banks = [
      { baseBytes: 0, sizeBytes: 4096 * 1001, nid: 0 },
      { baseBytes: 4096 * 1001, sizeBytes: 4096 * 1000, nid: 1 },
    ];
    expect(() => checkInput(withValue("machine.banks", banks))).toThrow("machine.banks[1].baseBytes");
  });
});
