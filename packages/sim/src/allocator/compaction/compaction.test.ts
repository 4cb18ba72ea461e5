import { expect, test } from "vitest";
import { PageBook, smallAllocator } from "../../testing/page-book";
import { GFP_KERNEL } from "../gfp";
import { MOVABLE, UNMOVABLE } from "../migratetype";
import { PRIORITY_ASYNC, PRIORITY_SYNC_LIGHT } from "./compaction";
import {
  COMPACT_COMPLETE,
  COMPACT_DEFERRED,
  COMPACT_PARTIAL_SKIPPED,
  COMPACT_SKIPPED,
  COMPACT_SUCCESS,
} from "./run";

/** Four pageblocks of 32 pages in one zone. */
function fourBlocks(): PageBook {
  const zones = [{ kind: "Normal" as const, startFrame: 0, endFrame: 128 }];
  return new PageBook(smallAllocator({ pageblockOrder: 5, maxOrder: 6, zones }));
}

function direct(book: PageBook, order: number, type: number, priority: number): number {
  return book.allocator.compaction.direct(order, type, 0, [0], 2, priority, 0);
}

/** First frames of the movable free blocks, by order. */
function freeBlocks({ allocator }: PageBook): Record<number, number[]> {
  const { buddy } = allocator;
  const blocks: Record<number, number[]> = {};
  for (let order = 0; order <= buddy.maxOrder; order++) {
    const list = [...buddy.list(0, order, MOVABLE)].sort((a, b) => a - b);
    if (list.length > 0) blocks[order] = list;
  }
  return blocks;
}

test("a whole zone, worked by hand: what is low goes high, page for page", () => {
  // Pageblock 0 holds pages 1 and 5, blocks 1 and 2 are full, block 3 has its odd pages free.
  const book = fourBlocks();
  book.fillExcept((frame) => (frame < 32 ? frame !== 1 && frame !== 5 : frame > 96 && frame % 2 === 1));
  expect(book.allocator.compaction.compactWholeZone(0, 0)).toBe(COMPACT_COMPLETE);
  // The first cluster ends with its pageblock and needs two targets; the last page isolated goes to the last target.
  // The second cluster is all of pageblock 1, for which 14 targets are left before the scanners meet.
  const expected = [
    { from: 5, to: 99, order: 0 },
    { from: 1, to: 97, order: 0 },
    ...Array.from({ length: 14 }, (_, i) => ({ from: 63 - i, to: 127 - 2 * i, order: 0 })),
  ];
  expect(book.moves).toEqual(expected);
  expect(freeBlocks(book)).toEqual({ 1: [50], 2: [52], 3: [56], 5: [0] });
  // Eight looks in pageblock 0 (free blocks are stepped over), 32 in pageblock 1; 4 and 28 free-scanner looks in block 3.
  expect(book.allocator.events).toMatchObject({
    compactMigrateScanned: 40,
    compactFreeScanned: 32,
    compactIsolated: 2 + 2 + 32 + 14,
    pgmigrateSuccess: 16,
    pgmigrateFail: 1,
  });
});

test("pinned pages and kernel pages stay, and what is around them moves", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame === 7);
  expect(book.take(0, GFP_KERNEL)).toBe(7);
  for (let frame = 65; frame < 128; frame += 2) book.give(frame);
  book.pinned.add(3);
  const before = new Map([...book.held].map(([frame, held]) => [held.contents, frame]));
  book.allocator.compaction.compactWholeZone(0, 0);
  // Pageblock 0 needs 30 targets: the 16 of block 3, then 14 of block 2, where the scanners meet.
  expect([...book.held.keys()].filter((frame) => frame < 32).sort((a, b) => a - b)).toEqual([3, 7]);
  expect(book.moves).toHaveLength(30);
  for (const frame of [3, 7]) expect(before.get(book.contentsAt(frame) as number)).toBe(frame);
  expect(new Set([...book.held.values()].map((held) => held.contents))).toEqual(new Set(before.keys()));
});

test("whole free pageblocks are no targets: there is nothing to be gained", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame >= 32);
  expect(book.allocator.compaction.compactWholeZone(0, 0)).toBe(COMPACT_COMPLETE);
  expect(book.moves).toEqual([]);
});

test("an asynchronous run gives an aligned range up at its first immovable page", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame > 64 && frame % 2 === 1);
  book.pinned.add(3);
  expect(direct(book, 3, MOVABLE, PRIORITY_ASYNC)).toBe(COMPACT_SUCCESS);
  // Ranges of eight pages: 0 to 7 has a pinned one, the other three of the pageblock move, each from its end. Targets are
  // found by the fast search in the order they were freed: no more than one page each time.
  const moves = [8, 16, 24].flatMap((range, i) =>
    Array.from({ length: 8 }, (_, page) => ({
      from: range + 7 - page,
      to: 65 + 16 * i + 2 * page,
      order: 0,
    })),
  );
  expect(book.moves).toEqual(moves);
  expect(freeBlocks(book)).toMatchObject({ 3: [8], 4: [16] });
});

test("an asynchronous run for kernel memory leaves movable pageblocks alone", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame > 64 && frame % 2 === 1);
  expect(direct(book, 3, UNMOVABLE, PRIORITY_ASYNC)).toBe(COMPACT_COMPLETE);
  expect(book.moves).toEqual([]);
});

test("B-24 no compaction without pages to copy to: free must be above MIN and twice the block", () => {
  for (const free of [16, 17]) {
    const book = fourBlocks();
    book.fillExcept((frame) => frame > 64 && frame % 2 === 1 && frame <= 64 + 2 * free);
    expect(book.allocator.buddy.freePages).toBe(free);
    const isLeftOut = direct(book, 3, MOVABLE, PRIORITY_SYNC_LIGHT) === COMPACT_SKIPPED;
    expect(isLeftOut).toBe(free === 16);
  }
});

test("B-24b each failure doubles the attempts that are left out, up to 63; a higher order than the one that failed too", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame > 64 && frame % 2 === 1);
  for (const frame of book.held.keys()) book.pinned.add(frame);
  for (const leftOut of [1, 3, 7, 15, 31, 63, 63]) {
    expect(direct(book, 3, MOVABLE, PRIORITY_SYNC_LIGHT)).toBeOneOf([
      COMPACT_COMPLETE,
      COMPACT_PARTIAL_SKIPPED,
    ]);
    for (let i = 0; i < leftOut; i++)
      expect(direct(book, i % 2 === 0 ? 3 : 2, MOVABLE, PRIORITY_SYNC_LIGHT)).toBe(COMPACT_DEFERRED);
  }
});

test("F-B10 proactive: a node whose free memory is too scattered is compacted until it is not", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame % 2 === 1);
  // 64 free pages, none in a block of a pageblock: score 128 * 100 / 129 = 99.
  expect(book.allocator.compaction.nodeScore(0)).toBe(99);
  expect(book.allocator.compaction.proactive(0, 0)).toBe(true);
  // One pageblock of 32 of 64 free pages makes 50 percent, below 80.
  expect(freeBlocks(book)[5]).toEqual([0]);
  expect(book.allocator.compaction.proactive(0, 0)).toBe(false);
});

test("pages that compaction frees wait in the cpu's lists until its range is left behind", () => {
  const zones = [{ kind: "Normal" as const, startFrame: 32, endFrame: 160, pcpBatch: 4, pcpHigh: 64 }];
  const book = new PageBook(smallAllocator({ pageblockOrder: 5, maxOrder: 6, zones }));
  book.fillExcept((frame) => frame > 96 && frame % 2 === 1);
  book.allocator.pcp.drainZone(0);
  expect(direct(book, 3, MOVABLE, PRIORITY_ASYNC)).toBe(COMPACT_SUCCESS);
  expect(book.allocator.pcp.countOfZone(0)).toBe(0);
  expect(freeBlocks(book)[5]).toEqual([32]);
});

test("targets are taken above MIN only", () => {
  for (const free of [11, 12]) {
    const zones = [{ kind: "Normal" as const, startFrame: 0, endFrame: 128, marks: [10, 10, 10] as const }];
    const book = new PageBook(smallAllocator({ pageblockOrder: 5, maxOrder: 6, zones }));
    book.fillExcept((frame) => frame > 96 && frame % 2 === 1 && frame < 97 + 2 * free);
    expect(book.allocator.buddy.freePages).toBe(free);
    book.allocator.compaction.compactWholeZone(0, 0);
    expect(book.moves.length > 0).toBe(free === 12);
  }
});

test("a pageblock where nothing could be taken is left out, until kswapd goes to sleep after a run through the whole zone", () => {
  const book = fourBlocks();
  book.fillExcept((frame) => frame >= 64 && frame % 2 === 0);
  for (const frame of book.held.keys()) book.pinned.add(frame);
  const { compaction, events } = book.allocator;
  const scannedBy = (run: () => number) => {
    const before = events.compactMigrateScanned;
    let result = run();
    while (result === COMPACT_DEFERRED) result = run();
    return events.compactMigrateScanned - before;
  };
  const run = () => direct(book, 3, MOVABLE, PRIORITY_SYNC_LIGHT);
  // The scanners meet in the last pageblock: the three below it are looked at page by page.
  expect(scannedBy(run)).toBe(96);
  expect(scannedBy(run)).toBe(0);
  compaction.hints.reset(0);
  expect(scannedBy(run)).toBe(96);
});

test("a fast search in vain leaves the blocks it has seen at the head of their list, for the next one to see others", () => {
  const zones = [{ kind: "Normal" as const, startFrame: 0, endFrame: 256 }];
  const book = new PageBook(smallAllocator({ pageblockOrder: 5, maxOrder: 6, zones }));
  book.fillExcept((frame) => frame >= 32 && frame < 96 && frame % 2 === 0);
  for (const frame of [8, 16, 24]) book.pinned.add(frame);
  const evens = (from: number, to: number) =>
    Array.from({ length: (from - to) / 2 + 1 }, (_, i) => from - 2 * i);
  expect([...book.allocator.buddy.list(0, 0, MOVABLE)]).toEqual(evens(94, 32));
  expect(direct(book, 3, MOVABLE, PRIORITY_ASYNC)).toBe(COMPACT_COMPLETE);
  // 16 blocks were seen from the tail on, 32 to 62, all too low in the zone. The linear scan looks at one page of pageblock 2
  // and, since that was free, at every page of pageblock 1 until it has eight.
  expect([...book.allocator.buddy.list(0, 0, MOVABLE)]).toEqual([...evens(62, 46), ...evens(94, 66)]);
  expect(book.moves.map(({ to }) => to).sort((a, b) => a - b)).toEqual([...evens(44, 32).reverse(), 64]);
});
