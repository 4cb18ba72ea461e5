import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp, ln } from "./elementary";

/** Distance in units of the last place of `reference`. */
function ulps(value: number, reference: number): number {
  if (value === reference) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(reference)));
  return Math.abs(value - reference) / 2 ** (exponent - 52);
}

describe("ln", () => {
  test("known values", () => {
    expect(ln(1)).toBe(0);
    expect(ln(2)).toBe(Math.LN2);
    expect(ln(10)).toBe(Math.LN10);
    expect(ln(0.5)).toBe(-Math.LN2);
  });

  test("agrees with the engine's to two units in the last place", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(ulps(ln(x), Math.log(x))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 2000 },
    );
  });

  test("refuses what has no logarithm", () => {
    for (const x of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => ln(x)).toThrow(RangeError);
  });
});

describe("exp", () => {
  test("known values", () => {
    expect(exp(0)).toBe(1);
    expect(ulps(exp(1), Math.E)).toBeLessThanOrEqual(1);
  });

  test("agrees with the engine's to two units in the last place", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 2000 },
    );
  });

  test("refuses what would leave the normal numbers", () => {
    for (const x of [701, -701, Number.NaN]) expect(() => exp(x)).toThrow(RangeError);
  });
});
