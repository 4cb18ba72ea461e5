import fc from "fast-check";
import { expect, test } from "vitest";
import type { Box } from "../plane/geometry";
import { snapLine, snapMove } from "./snap";

const even = fc.integer({ min: 1, max: 60 }).map((half) => half * 4);
const boxes = fc.record({
  x: fc.integer({ min: -400, max: 400 }),
  y: fc.integer({ min: -400, max: 400 }),
  w: even,
  h: even,
});
const linesX = ({ x, w }: Box) => [x, x + w / 2, x + w];
const linesY = ({ y, h }: Box) => [y, y + h / 2, y + h];
const meets = (own: number[], other: number[]) => own.some((a) => other.some((b) => Math.abs(a - b) < 0.01));

test("a snap stays within reach, and what has snapped stays where it is", () => {
  fc.assert(
    fc.property(boxes, fc.array(boxes, { maxLength: 6 }), (moving, others) => {
      const first = snapMove(moving, others, 6);
      expect(Math.max(Math.abs(first.dx), Math.abs(first.dy))).toBeLessThanOrEqual(6);
      const moved = { ...moving, x: moving.x + first.dx, y: moving.y + first.dy };
      // The second axis can bring new neighbours into the row of the first one, so only edges are compared.
      const again = snapMove(moved, others, 0.001);
      expect(Math.hypot(again.dx, again.dy)).toBeLessThan(0.01);
    }),
  );
});

test("an edge guide runs through an edge or centre of the box and of another", () => {
  fc.assert(
    fc.property(boxes, fc.array(boxes, { maxLength: 6 }), (moving, others) => {
      const { dx, dy, guides } = snapMove(moving, others, 6);
      const box = { ...moving, x: moving.x + dx, y: moving.y + dy };
      for (const { from, to } of guides.filter(({ kind }) => kind === "edge")) {
        const isUpright = Math.abs(from.x - to.x) < 0.01;
        const linesOf = isUpright ? linesX : linesY;
        const at = isUpright ? from.x : from.y;
        expect(meets([at], linesOf(box))).toBe(true);
        expect(others.some((other) => meets([at], linesOf(other)))).toBe(true);
      }
    }),
  );
});

test("where everything lies makes no difference", () => {
  fc.assert(
    fc.property(
      boxes,
      fc.array(boxes, { maxLength: 4 }),
      fc.integer({ min: -9, max: 9 }),
      (moving, others, by) => {
        const pushed = (box: Box) => ({ ...box, x: box.x + by * 64, y: box.y - by * 32 });
        const [here, there] = [snapMove(moving, others, 6), snapMove(pushed(moving), others.map(pushed), 6)];
        expect([there.dx, there.dy]).toEqual([here.dx, here.dy]);
      },
    ),
  );
});

const box = (x: number, y: number, w = 100, h = 60): Box => ({ x, y, w, h });

test("alone on the board nothing snaps", () => {
  expect(snapMove(box(3, 3), [], 6)).toEqual({ dx: 0, dy: 0, guides: [] });
});

test("the left edge comes to lie on another's, with a line through both", () => {
  const { dx, dy, guides } = snapMove(box(104, 300), [box(100, 0)], 6);
  expect([dx, dy]).toEqual([-4, 0]);
  expect(guides).toContainEqual({ kind: "edge", from: { x: 100, y: 0 }, to: { x: 100, y: 360 } });
});

test("after two with a gap the third snaps to the same gap, which is drawn twice", () => {
  const { dx, guides } = snapMove(box(283, 10), [box(0, 0), box(140, 20)], 6, ["x"]);
  expect(dx).toBe(-3);
  const gaps = guides.filter(({ kind }) => kind === "gap").map(({ from, to }) => [from.x, to.x]);
  expect(gaps).toEqual([
    [100, 140],
    [240, 280],
  ]);
});

test("between two it snaps to the middle", () => {
  const { dx } = snapMove(box(153, 10), [box(0, 0), box(301, 0)], 6, ["x"]);
  expect(153 + dx - 100).toBe(301 - (153 + dx + 100));
});

test("an axis that is held stays", () => {
  expect(snapMove(box(104, 3), [box(100, 0)], 6, ["y"])).toMatchObject({ dx: 0, dy: -3 });
});

test("an edge that is dragged snaps to the nearest line", () => {
  expect(snapLine("x", 203, [box(0, 0), box(200, 0)], 6)).toBe(200);
  expect(snapLine("x", 208, [box(0, 0), box(200, 0)], 6)).toBe(208);
});
