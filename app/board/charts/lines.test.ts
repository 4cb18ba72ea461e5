import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { variantLook } from "../cards/variant-look";
import { alignLines, type ChartLine, endLabels, gridSteps, lowest, spreadLabels, valueAt } from "./lines";

const line = (t: number[], values: number[]): ChartLine => ({ look: variantLook(0, "A"), t, values });

test("lines of different length share one time axis", () => {
  expect(alignLines([line([0, 10, 20], [5, 4, 3]), line([0, 15], [9, 8])])).toEqual([
    [0, 10, 15, 20],
    [5, 4, null, 3],
    [9, null, 8, null],
  ]);
});

describe("valueAt", () => {
  test("is the last sample until then", () => {
    const l = line([0, 10, 20], [5, 4, 3]);
    expect([0, 9, 10, 20].map((t) => valueAt(l, t))).toEqual([5, 5, 4, 3]);
  });

  test("says nothing about a time that was not reached", () => {
    expect(valueAt(line([0, 10], [5, 4]), 11)).toBeNull();
    expect(valueAt(line([], []), 0)).toBeNull();
  });

  test("agrees with a scan", () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 100 }), (list, t) => {
        const sorted = [...list].sort((a, b) => a - b);
        const scanned = t > (sorted.at(-1) ?? 0) ? null : (sorted.findLast((s) => s <= t) ?? null);
        expect(valueAt(line(sorted, sorted), t)).toBe(scanned);
      }),
    );
  });
});

describe("gridSteps", () => {
  test.each([
    [843, [0, 400, 800]],
    [900, [0, 300, 600, 900]],
    [1797, [0, 800, 1600]],
    [600, [0, 200, 400, 600]],
    [1000, [0, 500, 1000]],
    [0, [0]],
    [0.25, [0, 0.1, 0.2]],
  ])("up to %d", (max, steps) => expect(gridSteps(max)).toEqual(steps));

  test("an axis of time has room for six", () => {
    expect(gridSteps(10_000, 6)).toEqual([0, 2000, 4000, 6000, 8000, 10_000]);
  });

  test("never more than four lines, never above the top", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (max) => {
        const steps = gridSteps(max);
        expect(steps.length).toBeLessThanOrEqual(4);
        expect(steps.at(-1) ?? 0).toBeLessThanOrEqual(max * (1 + 1e-6));
      }),
    );
  });
});

describe("spreadLabels", () => {
  test("moves only what overlaps", () => {
    expect(spreadLabels([10, 12, 60], 14, 0, 100)).toEqual([10, 24, 60]);
    expect(spreadLabels([99, 98], 14, 0, 100)).toEqual([100, 86]);
  });

  test("labels keep their gap where there is room for all", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }), (wanted) => {
        const places = spreadLabels(wanted, 12, 0, 100).sort((a, b) => a - b);
        for (let i = 1; i < places.length; i++)
          expect((places[i] ?? 0) - (places[i - 1] ?? 0)).toBeGreaterThanOrEqual(12);
      }),
    );
  });
});

describe("endLabels", () => {
  const label = { width: 50, height: 12 };
  const box = { right: 400, top: 10, bottom: 110 };

  test("at the right edge they stand beside their markers, apart", () => {
    const ends = [
      { x: 400, y: 50 },
      { x: 400, y: 52 },
    ];
    expect(endLabels(ends, label, box)).toEqual([50, 62]);
  });

  test("before it they stand above the lines that run on, or below at the top", () => {
    expect(endLabels([{ x: 100, y: 60 }], label, box)).toEqual([48]);
    expect(endLabels([{ x: 100, y: 12 }], label, box)).toEqual([24]);
  });

  test("those that cannot meet do not move each other", () => {
    const ends = [
      { x: 100, y: 110 },
      { x: 200, y: 110 },
      { x: 400, y: 98 },
    ];
    expect(endLabels(ends, label, box)).toEqual([98, 98, 98]);
  });
});

test("the lowest point with its time", () => {
  expect(lowest(line([0, 10, 20], [5, 1, 3]))).toEqual({ value: 1, tMs: 10 });
  expect(lowest(line([], []))).toBeNull();
});
