import fc from "fast-check";
import { expect, test } from "vitest";
import { handlesOf, hitHandle, resized } from "./resize";

const handles = handlesOf({ axes: "box", least: { w: 1, h: 1 } });
const cases = fc.record({
  box: fc.record({
    x: fc.integer({ min: -500, max: 500 }),
    y: fc.integer({ min: -500, max: 500 }),
    w: fc.integer({ min: 20, max: 400 }),
    h: fc.integer({ min: 20, max: 400 }),
  }),
  handle: fc.constantFrom(...handles),
  by: fc.record({ x: fc.integer({ min: -600, max: 600 }), y: fc.integer({ min: -600, max: 600 }) }),
});
const least = { w: 20, h: 20 };

test("the edges that are not dragged stay, and nothing gets smaller than it may", () => {
  fc.assert(
    fc.property(cases, ({ box, handle, by }) => {
      const out = resized(box, handle, by, { least });
      if (handle.x >= 0) expect(out.x).toBe(box.x);
      if (handle.x <= 0) expect(out.x + out.w).toBe(box.x + box.w);
      if (handle.y >= 0) expect(out.y).toBe(box.y);
      if (handle.y <= 0) expect(out.y + out.h).toBe(box.y + box.h);
      expect(out.w).toBeGreaterThanOrEqual(least.w);
      expect(out.h).toBeGreaterThanOrEqual(least.h);
    }),
  );
});

test("with its shape kept the sides stay in proportion", () => {
  fc.assert(
    fc.property(cases, ({ box, handle, by }) => {
      const out = resized(box, handle, by, { least, keepsShape: true });
      expect(out.w / out.h).toBeCloseTo(box.w / box.h, 6);
      expect(out.w).toBeGreaterThanOrEqual(least.w - 1e-9);
      expect(out.h).toBeGreaterThanOrEqual(least.h - 1e-9);
    }),
  );
});

test("a card has handles at its sides only, and they are hit around their middle", () => {
  const box = { x: 0, y: 0, w: 100, h: 60 };
  const card = { axes: "width", least } as const;
  expect(hitHandle(box, card, { x: 103, y: 33 }, { zoom: 1, isTouch: false })).toEqual({ x: 1, y: 0 });
  expect(hitHandle(box, card, { x: 100, y: 60 }, { zoom: 1, isTouch: false })).toBeNull();
  expect(hitHandle(box, { axes: "box", least }, { x: 100, y: 60 }, { zoom: 1, isTouch: false })).toEqual({
    x: 1,
    y: 1,
  });
});
