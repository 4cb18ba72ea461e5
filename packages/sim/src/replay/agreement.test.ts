import { describe, expect, test } from "vitest";
import { compare, totalVariation } from "./agreement";

const zone = (kind: string, ...free: number[][]) => ({ nid: 0, kind, free });

describe("agreement", () => {
  test("the same counts agree, by order and by type", () => {
    const free = [zone("DMA", [0, 1, 2], [3, 0, 0]), zone("Normal", [4, 4, 4], [0, 0, 9])];
    expect(compare(free, free)).toEqual({
      predictedPages: 10 + 3 + 28 + 36,
      measuredPages: 10 + 3 + 28 + 36,
      freeError: 0,
      orderDistance: 0,
      typeDistance: 0,
      unusableError: 0,
    });
  });

  test("free pages: 8 predicted, 10 measured are 20 % too few", () => {
    const { freeError, predictedPages } = compare([zone("Normal", [0, 4])], [zone("Normal", [2, 4])]);
    expect(predictedPages).toBe(8);
    expect(freeError).toBeCloseTo(-0.2, 12);
  });

  test("orders: half of the pages one order off is a distance of one half", () => {
    const { orderDistance } = compare([zone("Normal", [4, 2])], [zone("Normal", [8, 0])]);
    expect(orderDistance).toBeCloseTo(0.5, 12);
  });

  test("types: swapped types are as far apart as can be, and the orders do not see it", () => {
    const { orderDistance, typeDistance } = compare([zone("Normal", [8], [0])], [zone("Normal", [0], [8])]);
    expect([orderDistance, typeDistance]).toEqual([0, 1]);
  });

  test("unusable index: 1024 x order 0 and 2 x order 9 against the same in one order-11 block's worth of order 9", () => {
    // S-B7: 1024 x order 0 + 2 x order 9, request 9: unusable 500. All in order 9: 0 at every order up to 9.
    const fragmented = [1024, 0, 0, 0, 0, 0, 0, 0, 0, 2];
    const whole = [0, 0, 0, 0, 0, 0, 0, 0, 0, 4];
    const { unusableError } = compare([zone("Normal", fragmented)], [zone("Normal", whole)]);
    expect(unusableError).toBeCloseTo((9 * 0.5) / 10, 12);
  });

  test("a zone that the model lacks counts as empty", () => {
    const { predictedPages, measuredPages } = compare([], [zone("DMA", [5])]);
    expect([predictedPages, measuredPages]).toEqual([0, 5]);
  });

  test("nothing free on either side is no distance, on one side it is the largest", () => {
    expect(totalVariation([0, 0], [0])).toBe(0);
    expect(totalVariation([1, 0], [0])).toBe(1);
  });
});
