import fc from "fast-check";
import { expect, test } from "vitest";
import { type Box, union } from "../plane/geometry";
import { type Arranged, align, distribute, type Edge, type Move } from "./align";

const EDGES: Edge[] = ["left", "centre", "right", "top", "middle", "bottom"];
const boxes = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  w: fc.integer({ min: 1, max: 300 }),
  h: fc.integer({ min: 1, max: 300 }),
});
const items = fc
  .array(fc.tuple(boxes, fc.option(fc.constantFrom("g", "h"), { nil: undefined })), { maxLength: 8 })
  .map((list) => list.map(([box, group], i): Arranged => ({ id: `i${i}`, box, group })));
const after = (before: readonly Arranged[], moves: readonly Move[]): Arranged[] =>
  before.map((item) => {
    const move = moves.find(({ id }) => id === item.id);
    return move ? { ...item, box: { ...item.box, x: move.x, y: move.y } } : item;
  });
const around = (list: readonly Arranged[]): Box | null => union(list.map(({ box }) => box));
const edgeOf = ({ x, y, w, h }: Box, edge: Edge): number =>
  ({ left: x, centre: x + w / 2, right: x + w, top: y, middle: y + h / 2, bottom: y + h })[edge];

test("aligned items share the edge, and aligning again moves nothing", () => {
  fc.assert(
    fc.property(items, fc.constantFrom(...EDGES), (before, edge) => {
      const single = before.map(({ id, box }) => ({ id, box }));
      const done = after(single, align(single, edge));
      const whole = around(single);
      if (whole) for (const { box } of done) expect(edgeOf(box, edge)).toBeCloseTo(edgeOf(whole, edge), 6);
      expect(align(done, edge)).toEqual([]);
    }),
  );
});

test("a group keeps its shape whatever is aligned", () => {
  fc.assert(
    fc.property(items, fc.constantFrom(...EDGES), (before, edge) => {
      if (new Set(before.map(({ id, group }) => group ?? id)).size < 2) return;
      const done = after(before, align(before, edge));
      for (const group of ["g", "h"]) {
        const [old, now] = [before, done].map((list) => list.filter((item) => item.group === group));
        const shifts = (old ?? []).map(({ box }, i) => [
          (now?.[i]?.box.x ?? 0) - box.x,
          (now?.[i]?.box.y ?? 0) - box.y,
        ]);
        for (const [x, y] of shifts) {
          expect(x).toBeCloseTo(shifts[0]?.[0] ?? 0, 6);
          expect(y).toBeCloseTo(shifts[0]?.[1] ?? 0, 6);
        }
      }
    }),
  );
});

test("distributed items have equal gaps between outermost ones that stay", () => {
  fc.assert(
    fc.property(items, (list) => {
      const single = list.map(({ id, box }) => ({ id, box: { ...box, w: 20 } }));
      const done = after(single, distribute(single, "x")).sort((a, b) => a.box.x - b.box.x);
      const gaps = done.slice(1).map(({ box }, i) => box.x - (done[i]?.box.x ?? 0));
      if (single.length >= 3) for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? 0, 6);
      else expect(done.map(({ box }) => box.x).sort()).toEqual(single.map(({ box }) => box.x).sort());
      expect(around(done)?.w ?? 0).toBeCloseTo(around(single)?.w ?? 0, 6);
    }),
  );
});
