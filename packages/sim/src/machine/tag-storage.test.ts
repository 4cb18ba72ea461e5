import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TagStorageRegion } from "../input";
import { FVP } from "../testing/tag-storage";
import { blockSizePages, neededTagPages, TagStorage } from "./tag-storage";

const storage = (over: Partial<TagStorageRegion> = {}, pageSizeBytes = 4096) =>
  new TagStorage({ tagStorage: FVP.map((region) => ({ ...region, ...over })), pageSizeBytes });

test("S-E1 2 GiB have 64 MiB of tags, 1,920 MiB have 60 MiB", () => {
  for (const region of FVP) expect(neededTagPages(region, 4096) * 4096).toBe(region.sizeBytes);
  expect(storage().pages).toBe(0x7c0_0000 / 4096);
});

describe("S-E2 the block that keeps a page's tags follows from the page's address", () => {
  test.each([
    [0xa0000, 0x1000, 0x8f9000],
    [0xa001f, 0x1000, 0x8f9000],
    [0xa0020, 0x1000, 0x8f9001],
    [0xa0020, 0x2000, 0x8f9000],
    [0x880000, 0x1000, 0x8fc000],
  ])("pfn %i with blocks of %i bytes", (pfn, blockBytes, expected) => {
    const tags = storage({ blockBytes });
    expect(tags.pfnOf(tags.blockOf(pfn))).toBe(expected);
  });

  test("memory without a region has no block, and tag storage itself has none", () => {
    expect(storage().blockOf(0x7ffff)).toBe(-1);
    expect(storage().blockOf(0x8f8000)).toBe(-1);
    expect(storage().holds(0x8f8000)).toBe(true);
    expect(storage().covers(0xfffff, 1)).toBe(true);
    expect(storage().covers(0xfffff, 2)).toBe(false);
  });
});

test.each([
  [0x1000, 4096, 1],
  [0x2000, 4096, 2],
  [0x2000, 65536, 1],
  [0x1800, 4096, 3],
  [0x400, 4096, 1],
  [0x4000, 16384, 1],
])("S-E3 a block of %i bytes with pages of %i is %i pages", (blockBytes, page, blockPages) =>
  expect(blockSizePages(page, blockBytes)).toBe(blockPages),
);

test("F-E3 on any layout: the formula, page by page; the pages that a block covers are one run", () => {
  const layouts = fc.record({
    blockBytes: fc.constantFrom(0x400, 0x1000, 0x1800, 0x2000, 0x5000),
    memoryPages: fc.integer({ min: 1, max: 700 }),
    memoryStart: fc.integer({ min: 0, max: 5000 }),
  });
  fc.assert(
    fc.property(layouts, ({ blockBytes, memoryPages, memoryStart }) => {
      const region: TagStorageRegion = {
        baseBytes: 0x1000_0000,
        sizeBytes: 4096,
        blockBytes,
        memoryBaseBytes: memoryStart * 4096,
        memorySizeBytes: memoryPages * 4096,
      };
      region.sizeBytes = neededTagPages(region, 4096) * 4096;
      const tags = new TagStorage({ tagStorage: [region], pageSizeBytes: 4096 });
      let lcm = 4096;
      while (lcm % blockBytes !== 0) lcm += 4096;
      const size = lcm / 4096;
      for (let i = 0; i < memoryPages; i++) {
        const tagPage = Math.floor(i / 32);
        const block = tags.blockOf(memoryStart + i);
        expect(tags.pfnOf(block)).toBe(0x10000 + tagPage - (tagPage % size));
        expect(tags.pfnOf(block) + size).toBeLessThanOrEqual(0x10000 + region.sizeBytes / 4096);
        expect(tags.coveredEnd(block)).toBeGreaterThan(memoryStart + i);
        if (i + 1 < memoryPages && tags.blockOf(memoryStart + i + 1) !== block)
          expect(tags.coveredEnd(block)).toBe(memoryStart + i + 1);
      }
    }),
    { numRuns: 60 },
  );
});
