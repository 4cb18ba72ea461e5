import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Buddy, MIXED_ZONES } from "./buddy";

const oneZone = { count: 1, zoneOf: () => 0, zoneOfLargest: () => 0 };

/** Free blocks per order, index = order. */
function freeBlocks(buddy: Buddy, zone = 0): number[] {
  return Array.from(buddy.freeBlocks.subarray(zone * buddy.orders, (zone + 1) * buddy.orders));
}

function lists(buddy: Buddy, zone = 0): number[][] {
  return Array.from({ length: buddy.orders }, (_, order) => [...buddy.freeList(zone, order)]);
}

test("S-B1 one page out of one block of order 10, and back", () => {
  const buddy = new Buddy(1024, 10, oneZone);
  buddy.add(0, 10, true);
  expect(buddy.take(0, 0)).toBe(0);
  expect(lists(buddy)).toEqual([[1], [2], [4], [8], [16], [32], [64], [128], [256], [512], []]);
  expect(buddy.freePages).toBe(1023);
  buddy.free(0, 0);
  expect(lists(buddy)).toEqual([[], [], [], [], [], [], [], [], [], [], [0]]);
});

test("a block that was never given out cannot be freed, and none twice", () => {
  const buddy = new Buddy(1024, 10, oneZone);
  buddy.add(0, 10, true);
  expect(() => buddy.free(4, 0)).toThrow(RangeError);
  const frame = buddy.take(0, 3);
  expect(() => buddy.free(frame, 2)).toThrow(RangeError);
  buddy.free(frame, 3);
  expect(() => buddy.free(frame, 3)).toThrow(RangeError);
});

test("a split block can be given back page by page and becomes whole again", () => {
  const buddy = new Buddy(1024, 10, oneZone);
  buddy.add(0, 10, true);
  const frame = buddy.take(0, 8);
  buddy.split(frame, 8);
  for (let i = 255; i >= 0; i--) buddy.free(frame + i, 0);
  expect(lists(buddy).at(-1)).toEqual([0]);
});

test("blocks of two zones never merge, even within one block of the largest order", () => {
  const zoneOf = (frame: number) => (frame < 6 ? 0 : 1);
  const buddy = new Buddy(16, 4, { count: 2, zoneOf, zoneOfLargest: () => MIXED_ZONES });
  for (let frame = 0; frame < 16; frame++) buddy.add(frame, 0, true);
  expect(lists(buddy, 0)).toEqual([[], [4], [0], [], []]);
  expect(lists(buddy, 1)).toEqual([[], [6], [], [8], []]);
  expect(buddy.take(0, 3)).toBe(-1);
  expect(buddy.take(1, 3)).toBe(8);
});

/** The slow obvious twin: lists are arrays, state is a map from first frame to order. */
class Twin {
  readonly lists: number[][];

  constructor(readonly maxOrder: number) {
    this.lists = Array.from({ length: maxOrder + 1 }, () => []);
  }

  take(order: number): number {
    const found = this.lists.findIndex((list, o) => o >= order && list.length > 0);
    if (found < 0) return -1;
    const frame = this.lists[found]?.shift() ?? -1;
    for (let o = found - 1; o >= order; o--) this.lists[o]?.unshift(frame + 2 ** o);
    return frame;
  }

  free(start: number, startOrder: number, toTail: boolean): void {
    let frame = start;
    let order = startOrder;
    while (order < this.maxOrder && this.drop(frame ^ (1 << order), order)) frame &= ~(1 << order++);
    const parent = frame & ~(1 << order);
    const aunt = parent ^ (2 << order);
    const isMergeLikely = order < this.maxOrder - 1 && this.lists[order + 1]?.includes(aunt);
    if (toTail || isMergeLikely) this.lists[order]?.push(frame);
    else this.lists[order]?.unshift(frame);
  }

  private drop(frame: number, order: number): boolean {
    const at = this.lists[order]?.indexOf(frame) ?? -1;
    if (at >= 0) this.lists[order]?.splice(at, 1);
    return at >= 0;
  }
}

describe("laws", () => {
  const operations = fc.array(
    fc.oneof(
      fc.record({ op: fc.constant("take" as const), order: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ op: fc.constant("free" as const), which: fc.nat(), toTail: fc.boolean() }),
    ),
    { maxLength: 120 },
  );

  test("I-B1 I-B2 every list has the twin's blocks in the twin's order, and pages add up", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const blocks = 4;
        const maxOrder = 5;
        const buddy = new Buddy(blocks * 2 ** maxOrder, maxOrder, oneZone);
        const twin = new Twin(maxOrder);
        for (let b = 0; b < blocks; b++) {
          buddy.add(b * 2 ** maxOrder, maxOrder, true);
          twin.free(b * 2 ** maxOrder, maxOrder, true);
        }
        const held: { frame: number; order: number }[] = [];
        for (const step of steps) {
          if (step.op === "take") {
            const frame = buddy.take(0, step.order);
            expect(frame).toBe(twin.take(step.order));
            if (frame >= 0) held.push({ frame, order: step.order });
          } else if (held.length > 0) {
            const [block] = held.splice(step.which % held.length, 1);
            if (block === undefined) continue;
            buddy.free(block.frame, block.order, step.toTail);
            twin.free(block.frame, block.order, step.toTail);
          }
          expect(lists(buddy)).toEqual(twin.lists);
          expect(freeBlocks(buddy)).toEqual(twin.lists.map((list) => list.length));
          const used = held.reduce((sum, { order }) => sum + 2 ** order, 0);
          expect(buddy.freePages + used).toBe(blocks * 2 ** maxOrder);
          const frees = lists(buddy);
          for (let order = 0; order < maxOrder; order++) {
            for (const frame of frees[order] ?? []) {
              expect(frame % 2 ** order).toBe(0);
              expect(frees[order]).not.toContain(frame ^ (1 << order));
            }
          }
        }
      }),
    );
  });

  test("I-B5 giving everything back, in any order, restores the blocks of the largest order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
        fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
        (orders, picks) => {
          const buddy = new Buddy(128, 5, oneZone);
          for (let b = 0; b < 4; b++) buddy.add(b * 32, 5, true);
          const held = orders
            .map((order) => ({ order, frame: buddy.take(0, order) }))
            .filter((b) => b.frame >= 0);
          for (const pick of picks) {
            const [block] = held.splice(pick % Math.max(1, held.length), 1);
            if (block !== undefined) buddy.free(block.frame, block.order);
          }
          expect(freeBlocks(buddy)).toEqual([0, 0, 0, 0, 0, 4]);
        },
      ),
    );
  });
});
