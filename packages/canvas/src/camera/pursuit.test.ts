import fc from "fast-check";
import { expect, test } from "vitest";
import type { Box, Size } from "../plane/geometry";
import { type Camera, containing, viewBox } from "./camera";
import { Pursuit } from "./pursuit";

const start: Camera = { x: 0, y: 0, zoom: 1 };
const size = fc.record({ w: fc.integer({ min: 300, max: 3000 }), h: fc.integer({ min: 300, max: 2000 }) });
const camera = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  zoom: fc.double({ min: 1, max: 4, noNaN: true }),
});

const holds = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x + 0.01 &&
  outer.y <= inner.y + 0.01 &&
  outer.x + outer.w >= inner.x + inner.w - 0.01 &&
  outer.y + outer.h >= inner.y + inner.h - 0.01;

/** Frames of 16 ms until it rests. */
function chase(pursuit: Pursuit, from: Camera, view: Size): { camera: Camera; frames: number } {
  let [at, frames] = [from, 0];
  for (;;) {
    const next = pursuit.step(at, view, 16, false);
    if (next === null) return { camera: at, frames };
    at = next;
    pursuit.settled(at);
    if (++frames > 1000) throw new Error("It never arrives.");
  }
}

test("whatever the two screens are, what is followed ends inside the view, and the pursuit comes to rest", () => {
  fc.assert(
    fc.property(size, size, camera, (theirs, mine, theirCamera) => {
      const seen = viewBox(theirCamera, theirs);
      const pursuit = new Pursuit();
      pursuit.follow(seen, start);
      expect(holds(viewBox(chase(pursuit, start, mine).camera, mine), seen)).toBe(true);
    }),
  );
});

test("on a screen of the same form the view is the same", () => {
  const seen = viewBox({ x: 10, y: 20, zoom: 2 }, { w: 800, h: 600 });
  expect(viewBox(containing(seen, { w: 1600, h: 1200 }), { w: 1600, h: 1200 })).toEqual(seen);
});

test("it glides, and jumps where motion is unwanted", () => {
  const pursuit = new Pursuit();
  pursuit.follow({ x: 1000, y: 0, w: 1000, h: 800 }, start);
  const view = { w: 1000, h: 800 };
  expect(chase(pursuit, start, view).frames).toBeGreaterThan(5);
  expect(pursuit.step(start, view, 16, true)).toEqual({ x: 1000, y: 0, zoom: 1 });
});

test("a camera that somebody else has moved breaks it; one that only followed does not", () => {
  const pursuit = new Pursuit();
  expect(pursuit.isBroken(start)).toBe(false);
  pursuit.follow({ x: 1000, y: 0, w: 1000, h: 800 }, start);
  expect(pursuit.isBroken(start)).toBe(false);
  const next = pursuit.step(start, { w: 1000, h: 800 }, 16, false) ?? start;
  pursuit.settled(next);
  pursuit.follow({ x: 1100, y: 0, w: 1000, h: 800 }, next);
  expect(pursuit.isBroken(next)).toBe(false);
  expect(pursuit.isBroken({ ...next })).toBe(true);
  pursuit.stop();
  expect(pursuit.isBroken(start)).toBe(false);
});
