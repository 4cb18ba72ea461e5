import fc from "fast-check";
import { expect, test } from "vitest";
import { edgePull } from "./edge";

const view = { w: 1000, h: 800 };

test("nothing pulls in the middle, and the farther out the more", () => {
  expect(edgePull({ x: 500, y: 400 }, view)).toEqual({ dx: 0, dy: 0 });
  expect(edgePull({ x: 5, y: 400 }, view).dx).toBeLessThan(edgePull({ x: 15, y: 400 }, view).dx);
  expect(edgePull({ x: 500, y: 795 }, view).dy).toBeGreaterThan(0);
});

test("both sides pull alike and never faster than the limit", () => {
  const out = fc.integer({ min: -5000, max: 6000 });
  fc.assert(
    fc.property(out, (x) => {
      const [left, right] = [edgePull({ x, y: 400 }, view).dx, edgePull({ x: view.w - x, y: 400 }, view).dx];
      expect(left).toBeCloseTo(-right, 9);
      expect(Math.abs(left)).toBeLessThanOrEqual(900);
    }),
  );
});

test("a tiny view does not run away", () => {
  expect(edgePull({ x: 2, y: 2 }, { w: 100, h: 100 })).toEqual({ dx: 0, dy: 0 });
});
