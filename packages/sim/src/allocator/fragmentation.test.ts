import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fragmentationIndex, unusableFreeIndex } from "./fragmentation";

/** Free blocks from {order: blocks}. */
function blocks(given: Record<number, number>): number[] {
  return Array.from({ length: 11 }, (_, order) => given[order] ?? 0);
}

test("S-B7 the indices of the kernel's arithmetic", () => {
  expect(unusableFreeIndex(blocks({ 0: 512 }), 9)).toBe(1000);
  expect(fragmentationIndex(blocks({ 0: 512 }), 9)).toBe(997);

  expect(fragmentationIndex(blocks({ 8: 1 }), 9)).toBe(-500);
  expect(unusableFreeIndex(blocks({ 8: 1 }), 9)).toBe(1000);

  expect(fragmentationIndex(blocks({ 0: 8 }), 1)).toBe(375);

  expect(fragmentationIndex(blocks({ 0: 1024, 9: 2 }), 9)).toBe(-1000);
  expect(unusableFreeIndex(blocks({ 0: 1024, 9: 2 }), 9)).toBe(500);

  expect(fragmentationIndex(blocks({ 0: 100, 1: 50, 2: 25 }), 3)).toBe(780);
});

test("nothing free: wholly unusable, and the index is 0", () => {
  expect(unusableFreeIndex(blocks({}), 0)).toBe(1000);
  expect(fragmentationIndex(blocks({}), 0)).toBe(0);
});

describe("laws", () => {
  const counts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 11, maxLength: 11 });

  test("I-B6 the unusable index is a share: 0 for order 0, never falling with the order", () => {
    fc.assert(
      fc.property(counts, (free) => {
        const total = free.reduce((sum, n, order) => sum + n * 2 ** order, 0);
        let previous = 0;
        for (let order = 0; order <= 10; order++) {
          const below = free.reduce((sum, n, o) => (o < order ? sum + n * 2 ** o : sum), 0);
          const index = unusableFreeIndex(free, order);
          expect(index).toBe(total === 0 ? 1000 : Math.floor((below * 1000) / total));
          expect(index).toBeGreaterThanOrEqual(previous);
          previous = index;
        }
      }),
    );
  });
});
