import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { barbsPath, closedPath, distanceToOutline, endsOf, linePath } from "./outline";

const size = { w: 200, h: 100 };
const CORNERS = ["top left", "top right", "bottom left", "bottom right"] as const;

describe("how far a point lies from an outline", () => {
  test("on it 0, inside less, outside more", () => {
    for (const form of ["rectangle", "ellipse", "diamond"] as const) {
      const away = (x: number, y: number) => distanceToOutline(form, "top left", size, { x, y });
      expect(away(100, 0)).toBeCloseTo(0);
      expect(away(200, 50)).toBeCloseTo(0);
      expect(away(100, 50)).toBeLessThan(-30);
      expect(away(100, -20)).toBeGreaterThan(15);
      expect(away(220, 50)).toBeGreaterThan(5);
    }
  });

  test("a corner of the box is on the rectangle and off the round and the pointed form", () => {
    const away = (form: "rectangle" | "ellipse" | "diamond") =>
      distanceToOutline(form, "top left", size, { x: 0, y: 0 });
    expect(away("rectangle")).toBeCloseTo(0);
    expect(away("ellipse")).toBeGreaterThan(15);
    expect(away("diamond")).toBeGreaterThan(40);
  });

  test("walking straight out of the middle one crosses the outline once", () => {
    const form = fc.constantFrom("rectangle" as const, "ellipse" as const, "diamond" as const);
    const side = fc.integer({ min: 10, max: 900 });
    fc.assert(
      fc.property(form, side, side, fc.double({ min: 0, max: 6.28, noNaN: true }), (one, w, h, turn) => {
        const away = Array.from({ length: 60 }, (_, i) => {
          const far = ((i + 1) / 60) * 1.2 * (w + h);
          const at = { x: w / 2 + far * Math.cos(turn), y: h / 2 + far * Math.sin(turn) };
          return distanceToOutline(one, "top left", { w, h }, at) > 0;
        });
        expect(away.filter((out, i) => out !== (away[i - 1] ?? false))).toHaveLength(1);
      }),
    );
  });
});

test("a line runs from its corner to the opposite one, and is hit along it only", () => {
  for (const start of CORNERS) {
    const [from, to] = endsOf(start, size);
    expect([from.x + to.x, from.y + to.y]).toEqual([size.w, size.h]);
    expect(distanceToOutline("arrow", start, size, from)).toBe(0);
    expect(distanceToOutline("line", start, size, { x: 100, y: 50 })).toBeCloseTo(0);
  }
  expect(distanceToOutline("line", "top left", size, { x: 200, y: 0 })).toBeGreaterThan(80);
});

test("an arrow's barbs meet at its end", () => {
  expect(linePath("bottom right", size)).toBe("M200 100L0 0");
  expect(barbsPath("bottom right", size, 2)).toMatch(/^M[\d. -]+L0 0L[\d. -]+$/);
});

test("a form of one pixel is still a path without a wrong number", () => {
  for (const form of ["ellipse", "diamond"] as const)
    expect(closedPath(form, { w: 1, h: 1 })).toMatch(/^M[-0-9. MLHVAZ]+$/);
});
