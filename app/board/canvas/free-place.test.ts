import fc from "fast-check";
import { expect, test } from "vitest";
import { freePlace } from "./free-place";

const at = { x: 0, y: 0 };

test("the middle of the view where nothing is, beside what is there where something is", () => {
  expect(freePlace({ w: 100, h: 40 }, at, [])).toEqual({ x: -50, y: -20 });
  const wide = { x: -500, y: -50, w: 1000, h: 100 };
  const { x, y } = freePlace({ w: 100, h: 40 }, at, [wide]);
  expect(x).toBe(-50);
  expect([-50 - 32 - 40, 50 + 32]).toContain(y);
});

test("it overlaps nothing, however full the board is", () => {
  const size = fc.record({ w: fc.integer({ min: 1, max: 600 }), h: fc.integer({ min: 1, max: 900 }) });
  const place = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) });
  const box = fc.tuple(place, size).map(([p, s]) => ({ ...p, ...s }));
  fc.assert(
    fc.property(size, place, fc.array(box, { maxLength: 70 }), (size, middle, boxes) => {
      const { x, y } = freePlace(size, middle, boxes);
      for (const other of boxes)
        expect(
          x + size.w <= other.x || other.x + other.w <= x || y + size.h <= other.y || other.y + other.h <= y,
        ).toBe(true);
    }),
  );
});
