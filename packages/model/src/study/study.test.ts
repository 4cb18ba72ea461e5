import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ItemJson } from "../item";
import { planExperiment } from "../plan";
import { freePort, viewOf, wireProblem } from "../references";
import { axisValues, numberAt, withField } from "./axis";
import { crossovers } from "./crossovers";
import { type Expectation, expectationText, judge } from "./expectations";
import { metricId, NEVER } from "./metrics";
import { cellKey, MAX_STUDY_RUNS, planStudy, studyName } from "./plan-study";
import { spreadOf } from "./spread";

const MIB = 1024 ** 2;
const card = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };
const wire = (item: string, port: string): ItemJson => ({
  kind: "connector",
  from: { item },
  to: { item: "e", port },
});

function board(fields: object = {}): Record<string, ItemJson> {
  return {
    p: { kind: "profile", ...card, fields: { banks: { b0: { sizeBytes: 64 * MIB } } } },
    q: { kind: "profile", ...card, fields: { banks: { b0: { sizeBytes: 128 * MIB } } } },
    w: { kind: "workload", ...card, fields: { durationMs: 2000 } },
    s: { kind: "strategy", family: "kmsan", type: "lazy", ...card, fields: {} },
    e: {
      kind: "experiment",
      ...card,
      fields: { seed: 7, variants: { v1: { order: "a0" }, v2: { order: "a1" } }, ...fields },
    },
    pw: wire("p", "profile"),
    ww: wire("w", "workload"),
    sw: wire("s", "v2"),
  };
}

const sweepOf = (...axes: object[]) => ({
  sweep: Object.fromEntries(axes.map((axis, i) => [`r${i}`, { order: `a${i}`, ...axis }])),
});
const cellsOf = (items: Record<string, ItemJson>, kind: "comparison" | "sweep") => {
  const plan = planStudy(viewOf(items), "e", kind);
  if ("problem" in plan) throw new Error(plan.problem);
  return plan.cells;
};

describe("a comparison", () => {
  test("has a run for each variant, profile, workload and seed; the first are the columns' own", () => {
    const items = { ...board({ seeds: 3 }), qw: wire("q", "further-profile") };
    const cells = cellsOf(items, "comparison");
    expect(cells.map(({ variant, profile, workload, seed }) => [profile, workload, seed, variant])).toEqual(
      ["p", "q"].flatMap((profile) =>
        [7, 8, 9].flatMap((seed) => ["v1", "v2"].map((variant) => [profile, "w", seed, variant])),
      ),
    );
    expect(new Set(cells.map(cellKey)).size).toBe(12);
    const columns = planExperiment(viewOf(items), "e");
    expect(cells.slice(0, 2).map(({ run }) => run)).toEqual(columns.map(({ run }) => run));
  });

  test("a second profile is wired beside the first, never the same one twice, and a strategy never there", () => {
    const view = viewOf({ ...board(), qw: wire("q", "further-profile") });
    expect(freePort(view, { item: "q" }, { item: "e", port: "profile" })).toBe("further-profile");
    expect(freePort(view, { item: "s" }, { item: "e", port: "profile" })).toBe("profile");
    const problem = (item: string) => wireProblem(view, { item }, { item: "e", port: "further-profile" });
    expect(problem("q")).toContain("wired to the experiment already");
    expect(problem("w")).toContain("workload port");
    expect(problem("s")).toContain("a variant's column");
  });

  test("is another one when what it runs is another, and the same when only its reading changes", () => {
    const name = (items: Record<string, ItemJson>) => studyName(viewOf(items), "e", "comparison");
    const same = name(board());
    expect(name(board({ baseline: "v2", expectations: { x: { order: "a0" } } }))).toBe(same);
    expect(name(board({ seeds: 2 }))).not.toBe(same);
    expect(name({ ...board(), qw: wire("q", "further-profile") })).not.toBe(same);
    expect(name({ ...board(), w: { kind: "workload", ...card, fields: { durationMs: 3000 } } })).not.toBe(
      same,
    );
  });
});

describe("a sweep", () => {
  const size = {
    item: "p",
    field: "banks.b0.sizeBytes",
    from: 64 * MIB,
    to: 256 * MIB,
    steps: 3,
    scale: "log",
  };

  test("runs every variant at every point, with the value in its field", () => {
    const cells = cellsOf(board(sweepOf(size)), "sweep");
    expect(cells.map(({ at, variant }) => [at[0], variant])).toEqual(
      [64, 128, 256].flatMap((mib) => ["v1", "v2"].map((variant) => [mib * MIB, variant])),
    );
    for (const { at, run } of cells)
      expect("input" in run && run.input.machine.banks[0]?.sizeBytes).toBe(at[0]);
  });

  test("of two parameters is their product", () => {
    const rate = { item: "w", field: "allocationsPerSecond", from: 100, to: 200, steps: 2 };
    expect(cellsOf(board(sweepOf(size, rate)), "sweep")).toHaveLength(2 * 3 * 2);
  });

  test.each([
    [{}, "Choose a parameter"],
    [sweepOf({ ...size, item: "q" }), "no longer wired"],
    [sweepOf({ ...size, field: "arch" }), "no longer wired"],
    [sweepOf({ ...size, field: "banks.gone.sizeBytes" }), "no longer wired"],
    [sweepOf({ ...size, field: "__proto__.x" }), "no longer wired"],
    [sweepOf({ ...size, from: 0 }), "above 0"],
    [sweepOf(size, size), "Both axes"],
    [sweepOf({ item: "p", field: "cpus", from: 0, to: 4, steps: 3 }), "is below the range"],
    [
      {
        seeds: 20,
        ...sweepOf({ ...size, steps: 40 }, { item: "w", field: "durationMs", from: 1, to: 9, steps: 9 }),
      },
      `at most ${MAX_STUDY_RUNS}`,
    ],
  ])("%o says what is wrong", (fields, words) => {
    const plan = planStudy(viewOf(board(fields)), "e", "sweep");
    expect("problem" in plan ? plan.problem : "").toContain(words);
  });

  test("its values are those the field takes: within the ends, whole where it is whole, in one direction", () => {
    const spec = numberAt(board().w as ItemJson, "durationMs");
    if (spec === null) throw new Error("No such field.");
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom("linear" as const, "log" as const),
        (from, to, steps, scale) => {
          const axis = { key: "r", item: "w", field: "durationMs", from, to, steps, scale };
          const values = axisValues(axis, { ...spec, type: "int" });
          expect(values[0]).toBe(from);
          if (from !== to) expect(values.at(-1)).toBe(to);
          expect(values.length).toBeLessThanOrEqual(steps);
          for (const [i, value] of values.entries()) {
            expect(Number.isInteger(value)).toBe(true);
            if (i > 0) expect(Math.sign(value - (values[i - 1] ?? 0))).toBe(Math.sign(to - from));
          }
        },
      ),
    );
  });

  test("one field changes, and nothing of the item that was", () => {
    const before = board().p as ItemJson;
    const after = withField(before, "banks.b0.sizeBytes", 5);
    expect(after).toMatchObject({ fields: { banks: { b0: { sizeBytes: 5 } } } });
    expect(before).toEqual(board().p);
  });
});

describe("crossovers", () => {
  const curve = (letter: string, ...values: (number | null)[]) => ({ letter, values });

  test("two straight lines cross where they do", () => {
    // 10 - x and x meet at 5.
    const [found, ...others] = crossovers([0, 4, 8], [curve("A", 10, 6, 2), curve("B", 0, 4, 8)], "more");
    expect(found).toEqual({ below: "A", above: "B", x: 5 });
    expect(others).toEqual([]);
    expect(crossovers([0, 4, 8], [curve("A", 10, 6, 2), curve("B", 0, 4, 8)], "less")[0]?.below).toBe("B");
  });

  test("between steps by a factor it lies at the factor's share", () => {
    const [found] = crossovers([1, 100], [curve("A", 1, 0), curve("B", 0, 1)], "more", "log");
    expect(found?.x).toBeCloseTo(10, 9);
  });

  test("what touches and parts on the same side, and what has a gap, does not cross", () => {
    expect(crossovers([0, 1, 2], [curve("A", 2, 1, 2), curve("B", 1, 1, 1)], "more")).toEqual([]);
    expect(crossovers([0, 1, 2], [curve("A", 2, null, 0), curve("B", 1, 1, 1)], "more")).toEqual([]);
  });

  test("a stretch on which they are equal is crossed once", () => {
    const found = crossovers([0, 1, 2, 3], [curve("A", 2, 1, 1, 0), curve("B", 1, 1, 1, 1)], "more");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ below: "A", above: "B" });
  });

  test("the curves' order names the same places", () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(values, values, (va, vb) => {
        const xs = [0, 1, 2, 3, 4, 5];
        const [a, b] = [curve("A", ...va), curve("B", ...vb)];
        const one = crossovers(xs, [a, b], "more");
        const other = crossovers(xs, [b, a], "more");
        expect(other.map(({ below, above }) => [below, above])).toEqual(
          one.map(({ below, above }) => [below, above]),
        );
        for (const [i, { x }] of one.entries()) expect(other[i]?.x).toBeCloseTo(x, 9);
      }),
    );
  });
});

describe("spread", () => {
  test("ends and middle are values that were measured; never comes last", () => {
    expect(spreadOf([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3, count: 3 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ min: 1, median: 2, max: 4, count: 4 });
    expect(spreadOf([NEVER, 5])).toEqual({ min: 5, median: 5, max: NEVER, count: 2 });
    expect(spreadOf([NEVER, NEVER, NEVER])?.median).toBe(NEVER);
    expect(spreadOf([])).toBeNull();
  });
});

describe("expectations", () => {
  const expectation = (more: Partial<Expectation>): Expectation => ({
    key: "x",
    variant: "v2",
    metric: "first-failure",
    blockOrder: 9,
    comparison: "at most",
    value: 10_000,
    seeds: "all",
    ...more,
  });
  const seeds = (...firsts: (number | "never" | null)[]) => [
    {
      variant: "v2",
      letter: "B",
      seeds: firsts.map((value) => (value === null ? null : { "first-failure:9": value })),
    },
  ];

  test("reads as a sentence", () => {
    const variants = [{ variant: "v2", letter: "B", name: "Lazy" }];
    expect(expectationText(expectation({}), variants, 5)).toBe(
      "B Lazy: first failure of order 9 at most 10.000 s, on all 5 seeds",
    );
    expect(expectationText(expectation({ variant: "", metric: "usable", blockOrder: -1 }), variants, 1)).toBe(
      "Every variant: usable memory at most 10,000 pages",
    );
    expect(expectationText(expectation({ variant: "gone" }), variants, 1)).toContain("that is gone");
  });

  test("on all seeds: one that does not show it settles it, all that do meet it", () => {
    expect(judge(expectation({}), seeds(2914, null)).state).toBe("not yet");
    expect(judge(expectation({}), seeds(2914, 6231)).state).toBe("met");
    expect(judge(expectation({}), seeds(null, NEVER)).state).toBe("not met");
    expect(judge(expectation({}), seeds(2914, 6231)).measured).toBe("B 2.914 s to 6.231 s");
  });

  test("on any seed: one that shows it settles it", () => {
    const any = expectation({ seeds: "any" });
    expect(judge(any, seeds(null, 6231)).state).toBe("met");
    expect(judge(any, seeds(null, NEVER)).state).toBe("not yet");
    expect(judge(any, seeds(NEVER, NEVER))).toEqual({ state: "not met", measured: "B never" });
  });

  test("what never happens is later than any time", () => {
    expect(judge(expectation({ comparison: "at least" }), seeds(NEVER)).state).toBe("met");
  });

  test("what no run measures is not met, and a variant that is gone is never judged", () => {
    expect(judge(expectation({ metric: "nobody/knows" }), seeds(1))).toEqual({
      state: "not met",
      measured: "B not measured",
    });
    expect(judge(expectation({ variant: "gone" }), seeds(1)).state).toBe("not yet");
  });

  test("an order belongs to a metric that has orders", () => {
    expect(metricId("failed", 9)).toBe("failed:9");
    expect(metricId("failed", -1)).toBe("failed");
    expect(metricId("usable", 9)).toBe("usable");
  });
});
