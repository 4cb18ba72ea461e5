import fc from "fast-check";
import { expect, test } from "vitest";
import { intersect, type Range, roundedOut, subtract, union, wholePages } from "./range";

const SPACE = 64;
const ranges = fc.array(
  fc
    .tuple(fc.nat(SPACE), fc.nat(SPACE))
    .map(([a, b]) => ({ startBytes: Math.min(a, b), endBytes: Math.max(a, b) })),
  { maxLength: 8 },
);
const bits = (list: Range[]) =>
  Array.from({ length: SPACE }, (_, i) => list.some((range) => range.startBytes <= i && i < range.endBytes));

test("union, subtract and intersect are those of sets, and their results disjoint, apart and sorted", () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const [x, y] = [bits(a), bits(b)];
      expect(bits(union(a))).toEqual(x);
      expect(bits(subtract(union(a), union(b)))).toEqual(x.map((bit, i) => bit && !y[i]));
      expect(bits(intersect(union(a), union(b)))).toEqual(x.map((bit, i) => bit && y[i]));
      for (const result of [union(a), subtract(union(a), union(b))]) {
        for (const [i, range] of result.entries()) {
          expect(range.startBytes).toBeLessThan(range.endBytes);
          if (i > 0) expect(result[i - 1]?.endBytes).toBeLessThan(range.startBytes);
        }
      }
    }),
  );
});

test("whole pages lie inside, rounded out ones outside", () => {
  const list = [{ startBytes: 1, endBytes: 8192 }];
  expect(wholePages(list, 4096)).toBe(1);
  expect(wholePages([{ startBytes: 1, endBytes: 4095 }], 4096)).toBe(0);
  expect(roundedOut(list, 4096)).toEqual([{ startBytes: 0, endBytes: 8192 }]);
});
