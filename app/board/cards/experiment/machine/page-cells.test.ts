import type { PageMap } from "@carveout/sim";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridFor, PageCells, stackHeights } from "./page-cells";
import { STATE_LOOKS } from "./state-looks";

/** Two cells of free pages, three alike of two states, and one behind a gap of absent sections. */
const map: PageMap = {
  cellPages: 512,
  states: ["free", "movable", "reserved", "absent"],
  totals: [1024 + 3 * 112, 3 * 400, 200, 312],
  stretches: [
    { cell: 0, firstPfn: 0 },
    { cell: 5, firstPfn: 0x40000 },
  ],
  runs: [
    [2, 0, 512],
    [3, 1, 400, 0, 112],
    [1, 3, 312, 2, 200],
  ],
};

describe("the cells of a map", () => {
  const cells = new PageCells(map);

  test("are unfolded from its runs, with the pfns of their stretch", () => {
    expect(cells.count).toBe(6);
    expect(cells.at(1)).toEqual({ firstPfn: 512, pages: 512, mix: [{ state: "free", pages: 512 }] });
    expect(cells.at(4)).toEqual({
      firstPfn: 4 * 512,
      pages: 512,
      mix: [
        { state: "movable", pages: 400 },
        { state: "free", pages: 112 },
      ],
    });
    expect(cells.at(5).firstPfn).toBe(0x40000);
  });

  test("lead to the next one of another state, and stop at the ends", () => {
    expect(cells.nextOther(0, 1)).toBe(2);
    expect(cells.nextOther(2, 1)).toBe(5);
    expect(cells.nextOther(5, 1)).toBe(5);
    expect(cells.nextOther(4, -1)).toBe(1);
    expect(cells.nextOther(1, -1)).toBe(0);
  });

  test("count every state that occurs", () => {
    expect(cells.totals()).toEqual([
      { state: "free", pages: 1360 },
      { state: "movable", pages: 1200 },
      { state: "reserved", pages: 200 },
      { state: "absent", pages: 312 },
    ]);
  });
});

test("rows are powers of two of cells and hold all of them, within the width", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 250, max: 1200 }), (count, width) => {
      const { columns, rows, size } = gridFor(count, width);
      expect(Number.isInteger(Math.log2(columns))).toBe(true);
      expect(columns * size).toBeLessThanOrEqual(width);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(rows * size).toBeLessThanOrEqual(384);
    }),
  );
});

test("a cell's states share its height: all of it, none below nothing", () => {
  const mixes = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(mixes, fc.integer({ min: 2, max: 16 }), (counts, height) => {
      const mix = counts.sort((a, b) => b - a).map((pages) => ({ state: "free" as const, pages }));
      const heights = stackHeights(mix, height);
      expect(heights.every((pixels) => pixels >= 0)).toBe(true);
      expect(heights.reduce((sum, pixels) => sum + pixels, 0)).toBe(height);
    }),
  );
  expect(
    stackHeights(
      [
        { state: "free", pages: 7 },
        { state: "movable", pages: 3 },
      ],
      10,
    ),
  ).toEqual([7, 3]);
});

test("no two states share a letter, and no two look the same", () => {
  const looks = Object.values(STATE_LOOKS);
  expect(new Set(looks.map(({ letter }) => letter)).size).toBe(looks.length);
  expect(new Set(looks.map(({ token, pattern }) => `${token} ${pattern}`)).size).toBe(looks.length);
});
