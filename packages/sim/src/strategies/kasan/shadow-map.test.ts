import fc from "fast-check";
import { expect, test } from "vitest";
import { ShadowMap, type ShadowShape } from "./shadow-map";

/** The slow way: the kernel's loops, entry by entry, with a set of tables. */
function slowly(
  shape: ShadowShape,
  ranges: [start: number, end: number][],
): { leaves: number[]; tables: number } {
  const leaves = new Array<number>(shape.leafLevels + 1).fill(0);
  const tables = new Set<string>();
  const size = (level: number): number => (level === 0 ? 1 : shape.entries * size(level - 1));
  const populate = (level: number, start: number, end: number) => {
    // A table of this level holds entries that map size(level - 1) each.
    const entry = size(level - 1);
    for (let at = start; at < end; ) {
      const next = Math.min((Math.floor(at / entry) + 1) * entry, end);
      tables.add(`${level} ${Math.floor(at / size(level))}`);
      if (level - 1 <= shape.leafLevels && next - at === entry)
        leaves[level - 1] = (leaves[level - 1] ?? 0) + 1;
      else populate(level - 1, at, next);
      at = next;
    }
  };
  for (const [start, end] of ranges) populate(shape.levels, start, end);
  return { leaves, tables: tables.size };
}

test("leaves and tables are those of the loops that set entry by entry", () => {
  const shapes = fc.record({
    entries: fc.constantFrom(2, 4),
    levels: fc.integer({ min: 1, max: 4 }),
    leafLevels: fc.integer({ min: 0, max: 2 }),
  });
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 90 })), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(shapes, steps, ({ entries, levels, leafLevels }, steps) => {
      const shape = { entries, levels, leafLevels: Math.min(leafLevels, levels - 1) };
      let at = 0;
      const ranges = steps.map(([gap, length]): [number, number] => {
        const start = at + gap;
        at = start + length;
        return [start, at];
      });
      const map = new ShadowMap(shape);
      for (const [start, end] of ranges) map.map(start, end);
      const { leaves, tables } = slowly(shape, ranges);
      expect(map.shadowPages).toBe(ranges.reduce((sum, [start, end]) => sum + end - start, 0));
      expect([map.leaves, map.tables]).toEqual([leaves, tables]);
    }),
    { numRuns: 300 },
  );
});

test("254 MiB in 2 MiB leaves and 2,032 KiB in pages, with three tables (measured on 6.1.192 at 2 GiB)", () => {
  const map = new ShadowMap({ entries: 512, levels: 3, leafLevels: 1 });
  map.map(0, 0x7ffe_0000 / 8 / 4096);
  expect(map.leaves).toEqual([508, 127]);
  expect(map.tables).toBe(3);
});
