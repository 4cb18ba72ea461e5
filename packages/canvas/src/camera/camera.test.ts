import fc from "fast-check";
import { expect, test } from "vitest";
import type { Box, Point } from "../plane/geometry";
import {
  between,
  fitting,
  panBy,
  revealing,
  toBoard,
  toScreen,
  viewBox,
  ZOOM_MAX,
  ZOOM_MIN,
  zoomAbout,
} from "./camera";

const coordinate = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const onScreen = fc.record({
  x: fc.double({ min: 0, max: 4000, noNaN: true }),
  y: fc.double({ min: 0, max: 4000, noNaN: true }),
});
const zoom = fc.double({ min: ZOOM_MIN, max: ZOOM_MAX, noNaN: true });
const camera = fc.record({ x: coordinate, y: coordinate, zoom });
const view = fc.record({ w: fc.integer({ min: 320, max: 3000 }), h: fc.integer({ min: 320, max: 2000 }) });
const box = fc.record({
  x: coordinate,
  y: coordinate,
  w: fc.double({ min: 1, max: 2000, noNaN: true }),
  h: fc.double({ min: 1, max: 2000, noNaN: true }),
});

function expectNear(a: Point, b: Point): void {
  expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeLessThan(1e-6);
}

const holds = (outer: Box, inner: Box, slack = 1e-6): boolean =>
  outer.x <= inner.x + slack &&
  outer.y <= inner.y + slack &&
  outer.x + outer.w >= inner.x + inner.w - slack &&
  outer.y + outer.h >= inner.y + inner.h - slack;

test("screen and board undo each other", () => {
  fc.assert(fc.property(camera, point, (c, at) => expectNear(toBoard(c, toScreen(c, at)), at)));
});

test("zooming keeps the board point under the pointer", () => {
  fc.assert(
    fc.property(camera, onScreen, fc.double({ min: 0.01, max: 20, noNaN: true }), (c, about, to) => {
      const next = zoomAbout(c, about, to);
      expectNear(toBoard(next, about), toBoard(c, about));
      expect(next.zoom).toBeGreaterThanOrEqual(ZOOM_MIN);
      expect(next.zoom).toBeLessThanOrEqual(ZOOM_MAX);
    }),
  );
});

test("panning brings what was at (dx, dy) to the corner", () => {
  fc.assert(fc.property(camera, onScreen, (c, by) => expectNear(panBy(c, by.x, by.y), toBoard(c, by))));
});

test("what would be too small at its whole is shown from its top left corner", () => {
  const view = { w: 1000, h: 800 };
  const tall = { x: 100, y: 50, w: 600, h: 2000 };
  const camera = fitting(tall, view, undefined, 0.7);
  expect(camera.zoom).toBe(0.7);
  const top = toScreen(camera, { x: tall.x, y: tall.y });
  const right = toScreen(camera, { x: tall.x + tall.w, y: tall.y });
  expect(top.y).toBeCloseTo(48);
  // Across it fits, so it stands in the middle.
  expect(top.x).toBeCloseTo(view.w - right.x);
  // What fits is shown as ever.
  const small = { x: 0, y: 0, w: 300, h: 300 };
  expect(fitting(small, view, undefined, 0.7)).toEqual(fitting(small, view));
});

test("fitting shows the box whole, centred and never above 100 %", () => {
  fc.assert(
    fc.property(box, view, (what, v) => {
      const c = fitting(what, v);
      expect(c.zoom).toBeLessThanOrEqual(1);
      // Below the least zoom nothing more can be done.
      if (c.zoom > ZOOM_MIN) expect(holds(viewBox(c, v), what)).toBe(true);
      const middle = toScreen(c, { x: what.x + what.w / 2, y: what.y + what.h / 2 });
      expectNear(middle, { x: v.w / 2, y: v.h / 2 });
    }),
  );
});

test("revealing shows the box when it fits, and leaves the camera when it was shown", () => {
  fc.assert(
    fc.property(camera, box, view, (c, what, v) => {
      const next = revealing(c, what, v);
      const seen = viewBox(next, v);
      expect(next.zoom).toBe(c.zoom);
      if (what.w <= seen.w && what.h <= seen.h) expect(holds(seen, what)).toBe(true);
      if (holds(viewBox(c, v), what, 0)) expectNear(next, c);
    }),
  );
});

test("a flight begins and ends where it should", () => {
  fc.assert(
    fc.property(camera, camera, view, (a, b, v) => {
      expectNear(between(a, b, 0, v), a);
      expectNear(between(a, b, 1, v), b);
      expect(between(a, b, 1, v).zoom).toBeCloseTo(b.zoom, 9);
    }),
  );
});
