import { describe, expect, test } from "vitest";
import { PageBook, type SmallZone, smallAllocator } from "../../testing/page-book";
import { __GFP_HIGH, __GFP_MOVABLE, GFP_ATOMIC, GFP_KERNEL, GFP_NOWAIT } from "../gfp";
import { HIGHATOMIC, MOVABLE, UNMOVABLE } from "../migratetype";
import { mobility, USED } from "../page-state";
import { failureSteps } from "./failure";

const KERNELS = ["5.4", "5.18", "6.1", "6.6"] as const;

function oneZone(
  zone: Omit<SmallZone, "kind" | "startFrame">,
  kernel: (typeof KERNELS)[number] = "6.1",
  pageblockOrder = 9,
) {
  const zones = [{ kind: "Normal" as const, startFrame: 0, ...zone }];
  return new PageBook(
    smallAllocator({ kernel, pageblockOrder, maxOrder: pageblockOrder === 9 ? 10 : pageblockOrder, zones }),
  );
}

describe("S-B4 reserves, MIN = 1024", () => {
  const cases = [
    ["GFP_KERNEL", GFP_KERNEL, 1024],
    ["GFP_KERNEL with __GFP_HIGH", GFP_KERNEL | __GFP_HIGH, 512],
    ["GFP_ATOMIC", GFP_ATOMIC, 384],
  ] as const;
  for (const kernel of KERNELS)
    for (const [name, gfp, enough] of cases)
      test(`v${kernel}: ${name} fails at ${enough} free pages and not at ${enough + 1}`, () => {
        for (const free of [enough, enough + 1]) {
          const book = oneZone({ endFrame: 4096, marks: [1024, 1280, 1536] }, kernel);
          book.drainTo(free);
          expect(book.take(0, gfp) >= 0).toBe(free > enough);
        }
      });

  test("B-17 GFP_NOWAIT has no part in the reserves", () => {
    for (const free of [1024, 1025]) {
      const book = oneZone({ endFrame: 4096, marks: [1024, 1280, 1536] });
      book.drainTo(free);
      expect(book.take(0, GFP_NOWAIT) >= 0).toBe(free === 1025);
    }
  });
});

describe("S-B6 claim: an unmovable page is wanted and only one movable pageblock has memory", () => {
  /** One pageblock of 512 pages with that many free and movable pages, all of order 0; the others are the kernel's. */
  function mixedBlock(kernel: (typeof KERNELS)[number], free: number, movable: number): PageBook {
    const book = oneZone({ endFrame: 512 }, kernel);
    book.fillExcept((frame) => frame % 2 === 1 && frame < 2 * free);
    const held = [...book.held.keys()];
    for (const frame of held.slice(movable)) book.allocator.buddy.mark(frame, 0, USED | (UNMOVABLE << 4));
    expect(held.filter((frame) => mobility(book.allocator.buddy.stateOf(frame)) === MOVABLE)).toHaveLength(
      movable,
    );
    expect(book.allocator.buddy.freePages).toBe(free);
    return book;
  }

  const freeOn = (book: PageBook, type: number) => book.allocator.rmqueue.freeOfType(0, type);

  for (const kernel of KERNELS) {
    test(`v${kernel}: 200 free and 112 alike of 512 are enough, the block becomes unmovable`, () => {
      const book = mixedBlock(kernel, 200, 200);
      expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
      expect(book.allocator.buddy.typeOfBlock[0]).toBe(UNMOVABLE);
      expect(freeOn(book, UNMOVABLE)).toBe(199);
    });

    test(`v${kernel}: 100 free and 32 alike are not, the pageblock stays movable`, () => {
      const book = mixedBlock(kernel, 100, 380);
      expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
      expect(book.allocator.buddy.typeOfBlock[0]).toBe(MOVABLE);
      // Since v6.15 one block is stolen; before, all that is free changes lists.
      expect(freeOn(book, kernel === "6.6" ? MOVABLE : UNMOVABLE)).toBe(99);
    });
  }
});

describe("S-B8 CMA, MIN = 500: 1,000 free pages", () => {
  /** Pageblocks of eight pages; the CMA area lies at the end. */
  const withCma = (cmaPages: number, kernel: (typeof KERNELS)[number] = "6.1") => {
    const book = oneZone({ endFrame: 1000, marks: [500, 500, 500], cma: [1000 - cmaPages, 1000] }, kernel, 3);
    book.allocator.levels.managed[0] = 1000;
    return book;
  };

  test("600 of them CMA: unmovable sees 400 and fails, movable takes CMA first", () => {
    const book = withCma(600);
    expect(book.take(0, GFP_KERNEL)).toBe(-1);
    const failure = book.allocator.slowPath.failure;
    expect(failure?.zones[0]).toMatchObject({ lack: "cma-unusable", freePages: 1000, freeCmaPages: 600 });
    expect(book.take(0, GFP_KERNEL | __GFP_MOVABLE)).toBeGreaterThanOrEqual(400);
  });

  test("400 of them CMA: both succeed, movable from its own list first", () => {
    const book = withCma(400);
    expect(book.take(0, GFP_KERNEL | __GFP_MOVABLE)).toBeLessThan(600);
    expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
  });

  test("before v5.8 movable takes CMA only when its own list is empty", () => {
    expect(withCma(600, "5.4").take(0, GFP_KERNEL | __GFP_MOVABLE)).toBeLessThan(400);
  });
});

describe("S-B10 I-B4 highatomic pageblocks are kept up to the cap", () => {
  const cases = [
    ["6.6", 262144, 6],
    ["6.6", 32768, 0],
    ["5.18", 32768, 2],
    ["6.1", 32768, 2],
  ] as const;
  for (const [kernel, managed, blocks] of cases)
    test(`v${kernel}, ${managed} pages: ${blocks} pageblocks`, () => {
      const book = oneZone({ endFrame: managed, marks: [64, managed, managed] }, kernel);
      // Order 4 is in no per-cpu list. So much that even the cap could not hold it.
      for (let i = 0; i < (40 * 512) / 16; i++) book.take(4, GFP_ATOMIC);
      const { buddy, levels } = book.allocator;
      const reserved = buddy.typeOfBlock.filter((type) => type === HIGHATOMIC).length;
      expect(reserved).toBe(blocks);
      expect(levels.highatomic[0]).toBe(blocks * 512);
    });

  test("one is given back before others fail, and the request's type takes it over", () => {
    const book = oneZone({ endFrame: 4096, marks: [64, 4096, 4096] });
    const first = book.take(4, GFP_ATOMIC);
    const { buddy, levels } = book.allocator;
    expect(levels.highatomic[0]).toBe(512);
    // The reserve counts as gone for others: 512 free pages with 512 reserved are nothing.
    book.drainTo(512);
    expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
    expect(levels.highatomic[0]).toBe(0);
    expect(buddy.typeOfBlock[first >>> 9]).toBe(UNMOVABLE);
  });
});

test("a failure names what each zone lacked and what kept the kernel from doing more", () => {
  const book = oneZone({ endFrame: 4096, marks: [8, 16, 24] });
  book.fillExcept((frame) => frame % 2 === 1);
  expect(book.take(3, GFP_ATOMIC)).toBe(-1);
  const failure = book.allocator.slowPath.failure;
  expect(failure).not.toBeNull();
  if (failure === null) return;
  const chain = failureSteps(failure);
  expect(chain.map(({ code }) => code)).toEqual(["fragmentation", "cannot-wait"]);
  // 2048 single pages: 1000 - (1000 + 2048 * 1000 / 8) / 2048 = 1000 - 125.
  expect(chain[0]?.facts).toMatchObject({ freePages: 2048, largestOrder: 0, fragmentationIndex: 875 });
  expect(failure.stop).toBe("cannot-wait");
});
