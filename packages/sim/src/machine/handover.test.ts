import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countBlocks, handOverRange, offeredPages, wholePages } from "./handover";

type Chunk = [pfn: number, order: number];

function chunksOf(start: number, end: number, maxOrder = 10): Chunk[] {
  const chunks: Chunk[] = [];
  handOverRange(start, end, maxOrder, (pfn, order) => chunks.push([pfn, order]));
  return chunks;
}

describe("hand-over", () => {
  test("S-A3 a range falls into the largest aligned blocks", () => {
    const first = chunksOf(1, 159);
    expect(first).toEqual([
      [1, 0],
      [2, 1],
      [4, 2],
      [8, 3],
      [16, 4],
      [32, 5],
      [64, 6],
      [128, 4],
      [144, 3],
      [152, 2],
      [156, 1],
      [158, 0],
    ]);
    expect(first.reduce((sum, [, order]) => sum + 2 ** order, 0)).toBe(158);
    expect(chunksOf(9, 49)).toEqual([
      [9, 0],
      [10, 1],
      [12, 2],
      [16, 4],
      [32, 4],
      [48, 0],
    ]);
  });

  test("a range that starts at page 0 starts with the largest order", () => {
    expect(chunksOf(0, 3072)).toEqual([
      [0, 10],
      [1024, 10],
      [2048, 10],
    ]);
  });

  test("I-A3 chunks are aligned, cover the range in order, and no two could be one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 13 }),
        (start, length, maxOrder) => {
          let next = start;
          const chunks = chunksOf(start, start + length, maxOrder);
          const blocks = new Array<number>(maxOrder + 1).fill(0);
          countBlocks(start, start + length, maxOrder, blocks);
          expect(blocks).toEqual(
            blocks.map((_, order) => chunks.filter((chunk) => chunk[1] === order).length),
          );
          for (const [i, [pfn, order]] of chunks.entries()) {
            expect(pfn).toBe(next);
            expect(pfn % 2 ** order).toBe(0);
            expect(order).toBeLessThanOrEqual(maxOrder);
            const follower = chunks[i + 1];
            if (order < maxOrder && pfn % 2 ** (order + 1) === 0) expect(follower?.[1]).not.toBe(order);
            next += 2 ** order;
          }
          expect(next).toBe(start + length);
        },
      ),
    );
  });

  test("pages that are free in part stay behind", () => {
    expect(wholePages({ start: 1, end: 3 * 4096 - 1, nid: 0 }, 4096)).toEqual({ startPfn: 1, endPfn: 2 });
    const ranges = [
      { start: 1, end: 3 * 4096 - 1, nid: 0 },
      { start: 5 * 4096 + 8, end: 5 * 4096 + 16, nid: 0 },
    ];
    expect(offeredPages(ranges, 4096)).toBe(1);
  });
});
