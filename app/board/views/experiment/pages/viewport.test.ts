import { MAX_LOOK_CELLS } from "@carveout/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cornerOf,
  covers,
  nearestStep,
  placeAt,
  type Room,
  rowPages,
  viewportAt,
  windowOf,
  withInView,
  type Zoom,
  zoomedAbout,
  zoomSteps,
} from "./viewport";

const rooms: fc.Arbitrary<Room> = fc.record({
  pages: fc.integer({ min: 1, max: 2 ** 32 }),
  width: fc.integer({ min: 200, max: 2000 }),
  height: fc.integer({ min: 100, max: 1200 }),
  edge: fc.constantFrom(4, 8, 16),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("every room", () => {
  test("goes from the whole machine to single pages in powers of two", () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const steps = zoomSteps(room);
        const whole = viewportAt(room, steps[0] as Zoom, 0);
        expect(whole.columns * whole.rows * whole.cellPages).toBeGreaterThanOrEqual(room.pages);
        for (const [i, { cellPages }] of steps.entries()) {
          const before = steps[i - 1]?.cellPages ?? 2 * cellPages;
          expect(before / cellPages === 2 || (before === 1 && cellPages === 1)).toBe(true);
        }
        expect(steps.at(-1)?.cellPages).toBe(1);
        for (const { edge } of steps)
          expect(edge).toBeGreaterThanOrEqual(Math.min(room.edge, room.width / 4 - 1));
      }),
    );
  });

  test("keeps its rows at multiples of themselves, and never leaves memory", () => {
    fc.assert(
      fc.property(rooms, share, share, (room, depth, down) => {
        const steps = zoomSteps(room);
        const zoom = steps[Math.floor(depth * (steps.length - 1))] as Zoom;
        const viewport = viewportAt(room, zoom, down * (room.pages / zoom.cellPages));
        expect(viewport.columns * zoom.edge).toBeLessThanOrEqual(Math.max(room.width, 4 * zoom.edge));
        const window = windowOf(viewport, room.pages);
        expect(window.place % rowPages(viewport)).toBe(0);
        expect(window.cells).toBeLessThanOrEqual(MAX_LOOK_CELLS);
        expect(window.place).toBeLessThan(room.pages);
        expect(covers(window, viewport, room.pages)).toBe(true);
      }),
    );
  });

  test("zooming about a page keeps it in view, and at its height where memory allows", () => {
    fc.assert(
      fc.property(rooms, share, share, share, (room, depth, at, height) => {
        const steps = zoomSteps(room);
        const zoom = steps[Math.floor(depth * (steps.length - 1))] as Zoom;
        const place = Math.floor(at * (room.pages - 1));
        const y = height * (Math.floor(room.height / zoom.edge) - 1) * zoom.edge;
        const viewport = zoomedAbout(room, zoom, place, y);
        const corner = cornerOf(viewport, place);
        const isAtAnEdge =
          viewport.top === 0 || viewport.top === viewportAt(room, zoom, Number.MAX_SAFE_INTEGER).top;
        if (!isAtAnEdge) expect(Math.abs(corner.y - y)).toBeLessThanOrEqual(zoom.edge);
        expect(withInView(room, viewport, place)).toEqual(viewport);
        const found = placeAt(viewport, room.pages, corner.x + 1, corner.y + 1);
        expect(found).toBe(place - (place % zoom.cellPages));
      }),
    );
  });
});

test("a zoom that is no step any more becomes the nearest one", () => {
  const steps = zoomSteps({ pages: 2 ** 18, width: 1024, height: 512, edge: 4 });
  expect(steps[0]).toEqual({ cellPages: 8, edge: 4 });
  expect(steps.slice(-4).map(({ edge }) => edge)).toEqual([8, 16, 32, 64]);
  expect(steps[nearestStep(steps, { cellPages: 4, edge: 8 })]).toEqual({ cellPages: 4, edge: 4 });
  expect(steps[nearestStep(steps, { cellPages: 2 ** 20, edge: 4 })]).toEqual(steps[0]);
  expect(steps[nearestStep(steps, { cellPages: 1, edge: 30 })]).toEqual({ cellPages: 1, edge: 32 });
});
