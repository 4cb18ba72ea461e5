import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ReplayError } from "./error";
import { placeFreeBlocks } from "./pages-from-counts";

/** Free blocks as the buddy would keep these pages: the largest that lie aligned. */
function blocksIn(isFree: Uint8Array, maxOrder: number): number[] {
  const counts = Array.from({ length: maxOrder + 1 }, () => 0);
  for (let frame = 0; frame < isFree.length; ) {
    if (isFree[frame] === 0) {
      frame++;
      continue;
    }
    let order = 0;
    const isBlock = (o: number) =>
      frame % 2 ** o === 0 &&
      isFree.subarray(frame, frame + 2 ** o).every((free) => free === 1) &&
      frame + 2 ** o <= isFree.length;
    while (order < maxOrder && isBlock(order + 1)) order++;
    counts[order] = (counts[order] ?? 0) + 1;
    frame += 2 ** order;
  }
  return counts;
}

describe("free pages from counts", () => {
  test("blocks come out as they were counted: nothing has merged", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 5, maxLength: 5 }), (counts) => {
        const isFree = new Uint8Array(1024);
        placeFreeBlocks(isFree, [{ start: 3, end: 1021 }], counts, "Normal");
        expect(blocksIn(isFree, 4)).toEqual(counts);
        expect([isFree[2], isFree[1021]]).toEqual([0, 0]);
      }),
    );
  });

  test("more than the zone has room for is another machine's", () => {
    expect(() => placeFreeBlocks(new Uint8Array(64), [{ start: 0, end: 64 }], [0, 0, 17], "DMA")).toThrow(
      ReplayError,
    );
    expect(() => placeFreeBlocks(new Uint8Array(64), [{ start: 0, end: 64 }], [0, 0, 17], "DMA")).toThrow(
      "Zone DMA of the profile has no room for the start state's free blocks of order 2",
    );
  });
});
