import { readStroke } from "@carveout/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { strokeItem } from "./stroke-item";

const at = fc.double({ min: -900_000, max: 900_000, noNaN: true });
const pressure = fc.double({ min: 0, max: 1, noNaN: true });

test("whatever was drawn becomes a stroke that reads back where it was, inside its box", () => {
  fc.assert(
    fc.property(
      at,
      at,
      fc.array(fc.tuple(fc.double({ min: 0, max: 4000, noNaN: true }), pressure), {
        minLength: 1,
        maxLength: 40,
      }),
      (x, y, steps) => {
        const points = steps.map(([far, p], i) => ({ x: x + far, y: y + i * 3, pressure: p }));
        const { geo, stroke } = strokeItem(points, 3);
        const read = readStroke(stroke);
        expect([read?.w, read?.h]).toEqual([geo.w, geo.h]);
        points.forEach((point, i) => {
          expect(Math.abs(geo.x + (read?.points[i]?.x ?? NaN) - point.x)).toBeLessThan(0.13);
          expect(Math.abs(geo.y + (read?.points[i]?.y ?? NaN) - point.y)).toBeLessThan(0.13);
        });
      },
    ),
  );
});
