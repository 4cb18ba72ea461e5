import fc from "fast-check";
import { expect, test } from "vitest";
import { curveBox, distanceToCurve, PIECE_TOLERANCE, pointAt } from "../plane/curve";
import { contains, inflated } from "../plane/geometry";
import { aPort } from "../testing";
import { portEnd, route, type WireEnd } from "./route";

const coordinate = fc.integer({ min: -5000, max: 5000 });
const end = fc.record<WireEnd>({ x: coordinate, y: coordinate, side: fc.constantFrom("left", "right") });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test("a route begins and ends at its ports", () => {
  fc.assert(
    fc.property(end, end, (from, to) => {
      const curve = route(from, to);
      expect(pointAt(curve, 0)).toEqual({ x: from.x, y: from.y });
      expect(pointAt(curve, 1)).toEqual({ x: to.x, y: to.y });
    }),
  );
});

test("a route leaves both ends horizontally, away from their cards", () => {
  fc.assert(
    fc.property(end, end, (from, to) => {
      const { pullFrom, pullTo } = route(from, to);
      const isOutward = (at: WireEnd, pull: number): boolean =>
        at.side === "right" ? pull >= at.x : pull <= at.x;
      expect(pullFrom.y).toBe(from.y);
      expect(pullTo.y).toBe(to.y);
      expect(isOutward(from, pullFrom.x) && isOutward(to, pullTo.x)).toBe(true);
    }),
  );
});

test("the box holds the curve, and points of the curve are near it", () => {
  fc.assert(
    fc.property(end, end, share, (from, to, t) => {
      const curve = route(from, to);
      const at = pointAt(curve, t);
      expect(contains(inflated(curveBox(curve), 1e-6), at)).toBe(true);
      expect(distanceToCurve(at, curve)).toBeLessThanOrEqual(PIECE_TOLERANCE + 1e-6);
    }),
    // A wire of 6,400 px that turns back: 24 pieces, whatever the length, were not enough for it.
    {
      examples: [[{ x: -497, y: 1403, side: "left" }, { x: 0, y: -4988, side: "left" }, 0.0203]],
      numRuns: 1000,
    },
  );
});

test("far from the box the curve is at least as far", () => {
  const curve = route({ x: 0, y: 0, side: "right" }, { x: 200, y: 100, side: "left" });
  expect(distanceToCurve({ x: 100, y: 400 }, curve)).toBeGreaterThanOrEqual(300);
});

test("ports lie on the card's edge, at their row", () => {
  const box = { x: 10, y: 20, w: 100, h: 60 };
  expect(portEnd(box, aPort("a", "in", { offsetY: 15 }))).toEqual({ x: 10, y: 35, side: "left" });
  expect(portEnd(box, aPort("b", "out", { offsetY: 15 }))).toEqual({ x: 110, y: 35, side: "right" });
});
