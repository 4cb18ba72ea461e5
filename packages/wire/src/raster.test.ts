import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges, changesOf } from "./raster";

const rasters = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 127 }), fc.nat(400)), {
    maxLength: 40,
  })
  .map((runs) => ({
    before: Uint8Array.from(runs.flatMap(([one, , length]) => Array(length).fill(one))),
    after: Uint8Array.from(
      runs.flatMap(([one, other, length]) => Array.from({ length }, (_, i) => (i % 150 === 0 ? other : one))),
    ),
  }));

test("the changes of a raster make the new one of the old one, and name what has changed", () => {
  fc.assert(
    fc.property(rasters, ({ before, after }) => {
      const cells = before.slice();
      const told: number[] = [];
      applyChanges(cells, changesOf(before, after), (cell) => told.push(cell));
      expect(cells).toEqual(after);
      expect(told).toEqual([...after.keys()].filter((cell) => before[cell] !== after[cell]));
    }),
  );
});

test("bytes that are no changes write nothing beyond the raster", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(50), (bytes, size) => {
      const cells = new Uint8Array(size);
      applyChanges(cells, bytes, (cell) => expect(cell).toBeLessThan(size));
      expect(cells).toHaveLength(size);
    }),
  );
});
