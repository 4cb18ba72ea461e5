import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_STROKE_LENGTH, MAX_STROKE_POINTS, readStroke, type Stroke, writeStroke } from "./stroke";

const side = fc.integer({ min: 1, max: 100_000 });
const stroke: fc.Arbitrary<Stroke> = fc
  .record({
    w: side,
    h: side,
    at: fc.array(fc.tuple(unit(), unit(), unit()), { minLength: 1, maxLength: 60 }),
  })
  .map(({ w, h, at }) => ({
    w,
    h,
    points: at.map(([x, y, pressure]) => ({ x: x * w, y: y * h, pressure })),
  }));

function unit(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, noNaN: true });
}

test("a stroke reads back within half a step of where it was drawn", () => {
  fc.assert(
    fc.property(stroke, (drawn) => {
      const read = readStroke(writeStroke(drawn));
      expect(read).toMatchObject({ w: drawn.w, h: drawn.h });
      expect(read?.points).toHaveLength(drawn.points.length);
      drawn.points.forEach(({ x, y, pressure }, i) => {
        expect(Math.abs((read?.points[i]?.x ?? NaN) - x)).toBeLessThanOrEqual(1 / 8);
        expect(Math.abs((read?.points[i]?.y ?? NaN) - y)).toBeLessThanOrEqual(1 / 8);
        expect(Math.abs((read?.points[i]?.pressure ?? NaN) - pressure)).toBeLessThanOrEqual(1 / 62 + 1e-12);
      });
    }),
  );
});

test("writing what was read gives the same text: coding loses nothing twice", () => {
  fc.assert(
    fc.property(stroke, (drawn) => {
      const text = writeStroke(drawn);
      expect(writeStroke(readStroke(text) as Stroke)).toBe(text);
    }),
  );
});

test("whatever is sent instead of a stroke is read as one that can be drawn, or not at all", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."0159azAZ-_"), maxLength: 200 }),
    stroke.map((drawn) => writeStroke(drawn).slice(0, -1)),
  );
  fc.assert(
    fc.property(text, (sent) => {
      const read = readStroke(sent);
      for (const { x, y, pressure } of read?.points ?? []) {
        expect(x >= 0 && x <= (read?.w ?? 0) && y >= 0 && y <= (read?.h ?? 0)).toBe(true);
        expect(pressure >= 0 && pressure <= 1).toBe(true);
      }
    }),
  );
});

test("a cut stroke, one of no size, and one of too many points are none", () => {
  const points = [{ x: 1, y: 2, pressure: 0.5 }];
  expect(readStroke(writeStroke({ w: 10, h: 10, points }).slice(0, -1))).toBeNull();
  expect(readStroke(writeStroke({ w: 0, h: 10, points: [{ x: 0, y: 0, pressure: 0 }] }))).toBeNull();
  expect(readStroke("")).toBeNull();
  const many = Array.from({ length: MAX_STROKE_POINTS + 1 }, () => ({ x: 0, y: 0, pressure: 0 }));
  expect(readStroke(writeStroke({ w: 10, h: 10, points: many }))).toBeNull();
});

test("the longest stroke across a screen fits the limit, at few characters a point", () => {
  const points = Array.from({ length: MAX_STROKE_POINTS }, (_, i) => ({
    x: (i * 7) % 1440,
    y: (i * 5) % 900,
    pressure: (i % 20) / 20,
  }));
  const text = writeStroke({ w: 1440, h: 900, points });
  expect(text.length).toBeLessThanOrEqual(MAX_STROKE_LENGTH);
  expect(text.length / points.length).toBeLessThan(6);
});
