import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { handOverRange } from "../../machine/handover";
import { HeldBlocks } from "./held-blocks";

type Range = [startPfn: number, endPfn: number];

/** Hands ranges over to held blocks alone, and keeps what they let go, by order. */
function carve(ranges: Range[], maxOrder = 10) {
  const held = new HeldBlocks(maxOrder);
  const free = new Map<number, number[]>();
  let usable = 0;
  const release = (pfn: number, order: number) => {
    free.set(order, [...(free.get(order) ?? []), pfn]);
    usable += 2 ** order;
  };
  for (const [start, end] of ranges) {
    handOverRange(start, end, maxOrder, (pfn, order) => {
      if (!held.offer(pfn, order)) release(pfn, order);
    });
  }
  const usableAtHandOver = usable;
  const heldPages = held.heldPages;
  held.discard(release);
  const counts = Object.fromEntries([...free].map(([order, blocks]) => [order, blocks.length]));
  return { held, free, counts, usable, usableAtHandOver, heldPages };
}

describe("scenarios", () => {
  test("S-C1 1 GiB in one range", () => {
    const { held, free, counts, usable, usableAtHandOver } = carve([[0, 262144]]);
    expect(free.get(10)?.slice(0, 2)).toEqual([2048, 5120]);
    expect(usableAtHandOver).toBe(87_040);
    expect(usable).toBe(87_381);
    expect(held.leaked).toEqual([261802]);
    expect(counts).toEqual({ 10: 85, 8: 1, 6: 1, 4: 1, 2: 1, 0: 1 });
    expect([8, 6, 4, 2, 0].map((order) => free.get(order)?.[0])).toEqual([
      261376, 261696, 261776, 261796, 261801,
    ]);
  });

  test("S-C2 seven blocks", () => {
    const { held, counts, usable, usableAtHandOver } = carve([[0, 7168]]);
    expect(usableAtHandOver).toBe(2048);
    expect(counts).toEqual({ 10: 2, 8: 1, 6: 1, 4: 1, 2: 1, 0: 1 });
    expect(usable).toBe(2389);
    expect(held.leaked).toHaveLength(1);
  });

  test("S-C3 a tiny range", () => {
    const { held, free, usable } = carve([[1, 9]]);
    expect(held.tracked).toEqual([{ page: 2, shadow: 6, origin: 4, order: 1 }]);
    expect(free.get(1)).toEqual([2]);
    expect(usable).toBe(2);
    expect([...held.leaked].sort()).toEqual([1, 8]);
  });

  test("S-C4 a block is split to match a smaller one", () => {
    const { held, usable } = carve([[4, 16]]);
    expect(held.tracked).toEqual([{ page: 4, shadow: 12, origin: 8, order: 2 }]);
    expect(usable).toBe(4);
    expect(held.leaked).toEqual([]);
  });

  test("S-C5 the x86-64 layout of 4 GiB", () => {
    const { held, counts, usable, usableAtHandOver } = carve([
      [1, 0x9f],
      [0x100, 0xbffe0],
      [0x100000, 0x140000],
    ]);
    expect(usableAtHandOver).toBe(348_160);
    expect(usable).toBe(349_482);
    expect(held.leaked).toEqual([]);
    expect(counts).toEqual({ 10: 340, 9: 2, 7: 1, 6: 2, 4: 2, 2: 2, 0: 2 });
  });
});

describe("laws", () => {
  const layouts = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 900 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((pieces) => {
      let at = 0;
      return pieces.map(([gap, length]): Range => {
        const start = at + gap;
        at = start + length;
        return [start, at];
      });
    });

  test("I-C1 I-C3 I-C5 I-C6 a third of the pages, each with neighbours in its metadata, at most two left over", () => {
    fc.assert(
      fc.property(layouts, fc.integer({ min: 0, max: 10 }), (ranges, maxOrder) => {
        const offered = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
        const { held, usable } = carve(ranges, maxOrder);
        expect(usable).toBe(Math.floor(offered / 3));
        expect(held.leaked).toHaveLength(offered % 3);
        expect(held.heldPages).toBe(0);

        const use = new Map<number, string>();
        const mark = (pfn: number, as: string) => {
          expect(use.has(pfn)).toBe(false);
          use.set(pfn, as);
        };
        for (const { page, shadow, origin, order } of held.tracked) {
          for (let i = 0; i < 2 ** order; i++) {
            mark(page + i, "page");
            mark(shadow + i, "shadow");
            mark(origin + i, "origin");
          }
        }
        for (const pfn of held.leaked) mark(pfn, "leaked");
        const offeredPfns = ranges.flatMap(([s, e]) => Array.from({ length: e - s }, (_, i) => s + i));
        expect([...use.keys()].sort((a, b) => a - b)).toEqual(offeredPfns);
      }),
      { numRuns: 60 },
    );
  });

  test("I-C7 the stack of leftovers stays within the kernel's eight entries", () => {
    // discard() throws beyond eight; every order holding two blocks is the worst there is.
    for (let maxOrder = 0; maxOrder <= 13; maxOrder++) {
      const held = new HeldBlocks(maxOrder);
      let pfn = 0;
      for (let order = maxOrder; order >= 0; order--) {
        for (let i = 0; i < 2; i++, pfn += 2 ** order) held.offer(pfn, order);
      }
      const offered = pfn;
      let usable = 0;
      held.discard((_, order) => {
        usable += 2 ** order;
      });
      expect(usable).toBe(Math.floor(offered / 3));
    }
  });

  test("the totals do not depend on the order of the ranges", () => {
    fc.assert(
      fc.property(layouts, (ranges) => {
        expect(carve([...ranges].reverse()).usable).toBe(carve(ranges).usable);
      }),
      { numRuns: 30 },
    );
  });
});
