import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TagStorageRegion } from "../../input";
import { neededTagPages, TagStorage } from "../../machine/tag-storage";
import { FVP } from "../../testing/tag-storage";
import { TagBlocks } from "./tag-blocks";

/** Blocks that can always be had but for those that are busy; what was taken and given, in order. */
function books(tagStorage: TagStorageRegion[], busy: ReadonlySet<number> = new Set()) {
  const storage = new TagStorage({ tagStorage, pageSizeBytes: 4096 });
  const calls: string[] = [];
  const blocks = new TagBlocks<"busy">(storage, {
    take(block) {
      if (busy.has(block)) return "busy";
      calls.push(`take ${storage.pfnOf(block).toString(16)}`);
      return null;
    },
    give(block) {
      calls.push(`give ${storage.pfnOf(block).toString(16)}`);
    },
  });
  return { storage, blocks, calls, at: (pfn: number) => blocks.referencesOf(storage.blockOf(pfn)) };
}

describe("S-E4 references of a block", () => {
  test("two pages of one block: 2, 3, and back to 0; one take and one give", () => {
    const { blocks, calls, at } = books(FVP);
    const steps = [
      () => blocks.reserve(0xa0000, 1),
      () => blocks.reserve(0xa0001, 1),
      () => blocks.release(0xa0000, 1),
      () => blocks.release(0xa0001, 1),
    ];
    const seen = steps.map((step) => {
      step();
      return at(0xa0000);
    });
    expect(seen).toEqual([2, 3, 2, 0]);
    expect(calls).toEqual(["take 8f9000", "give 8f9000"]);
  });

  test("an order-5 page gives one block 32, an order-10 page 32 blocks 32 each", () => {
    const { blocks, at } = books(FVP);
    blocks.reserve(0xa0000, 32);
    expect(at(0xa0000)).toBe(33);
    blocks.reserve(0xa0400, 1024);
    expect(blocks.blocks).toBe(33);
    for (let pfn = 0xa0400; pfn < 0xa0800; pfn += 32) expect(at(pfn)).toBe(33);
  });

  // The sheet's count of blocks from the order alone (F-E4) holds where 32 * block pages divide the request or hold it.
  test("with blocks of three pages, 96 pages each, an order-6 request can reach into two", () => {
    const { blocks, storage, at } = books([{ ...FVP[0], blockBytes: 0x1800 } as TagStorageRegion]);
    blocks.reserve(0x80000 + 64, 64);
    expect([at(0x80000), at(0x80000 + 96)]).toEqual([33, 33]);
    expect(storage.pagesOf(0)).toBe(3);
    expect(blocks.pages).toBe(6);
  });
});

test("a busy block fails the whole request, and leaves no trace", () => {
  const { blocks, calls, at } = books(FVP, new Set([0x1001]));
  blocks.reserve(0xa0005, 1);
  expect(blocks.reserve(0xa0000, 64)).toBe("busy");
  expect([at(0xa0000), at(0xa0020)]).toEqual([2, 0]);
  expect(calls).toEqual(["take 8f9000"]);
  expect(blocks.reserve(0xa0020 - 32, 32)).toBeNull();
});

test("S-E9 one tagged page in 32 reserves all of it, the same number densely a 32nd", () => {
  const GIB8 = 8 * 2 ** 30;
  const region = {
    baseBytes: 0x10_0000_0000,
    sizeBytes: GIB8 / 32,
    blockBytes: 4096,
    memoryBaseBytes: 0,
    memorySizeBytes: GIB8,
  };
  const scattered = books([region]).blocks;
  for (let pfn = 0; pfn < GIB8 / 4096; pfn += 32) scattered.reserve(pfn, 1);
  expect([scattered.taggedPages, scattered.pages]).toEqual([65_536, 65_536]);
  const dense = books([region]).blocks;
  for (let pfn = 0; pfn < 65_536; pfn++) dense.reserve(pfn, 1);
  expect([dense.taggedPages, dense.pages]).toEqual([65_536, 2048]);
});

test("I-E2, I-E3, I-E5 and the sum of references: any reservations and releases, blocks of any size, some of them busy", () => {
  const order = fc.integer({ min: 0, max: 8 });
  const cases = fc.record({
    blockBytes: fc.constantFrom(0x1000, 0x1800, 0x2000, 0x8000),
    busy: fc.uniqueArray(fc.integer({ min: 0, max: 130 }), { maxLength: 10 }),
    steps: fc.array(fc.record({ order, at: fc.nat(15), isRelease: fc.boolean() }), { maxLength: 60 }),
  });
  fc.assert(
    fc.property(cases, ({ blockBytes, busy, steps }) => {
      const memory = { memoryBaseBytes: 0x400_0000, memorySizeBytes: 4096 * 4096 };
      const region = { baseBytes: 0x8000_0000, sizeBytes: 4096, blockBytes, ...memory };
      region.sizeBytes = neededTagPages(region, 4096) * 4096;
      const { blocks, storage } = books([region], new Set(busy));
      // The slow twin: which pages are tagged and stored.
      const stored = new Set<number>();
      const held: [number, number][] = [];
      for (const { order, at, isRelease } of steps) {
        const size = 2 ** order;
        const pfn = 0x4000 + at * size;
        const isFree = Array.from({ length: size }, (_, i) => pfn + i).every((page) => !stored.has(page));
        if (isRelease) {
          const last = held.pop();
          if (last === undefined) continue;
          blocks.release(...last);
          for (let page = last[0]; page < last[0] + last[1]; page++) stored.delete(page);
        } else if (isFree) {
          if (blocks.reserve(pfn, size) !== null) continue;
          held.push([pfn, size]);
          for (let page = pfn; page < pfn + size; page++) stored.add(page);
        }
        const served = new Map<number, number>();
        for (const page of stored) {
          const block = storage.blockOf(page);
          served.set(block, (served.get(block) ?? 0) + 1);
        }
        let references = 0;
        for (let block = 0; block < storage.blocks; block++) {
          const pages = served.get(block) ?? 0;
          expect(blocks.referencesOf(block)).toBe(pages === 0 ? 0 : 1 + pages);
          references += blocks.referencesOf(block);
        }
        expect(references - blocks.blocks).toBe(stored.size);
        expect(blocks.taggedPages).toBe(stored.size);
        expect(blocks.pages).toBe(served.size * storage.pagesOf(0));
        expect(blocks.pages).toBeGreaterThanOrEqual(Math.ceil(stored.size / 32));
        expect([...blocks.reserved()]).toEqual([...served.keys()].sort((a, b) => a - b));
      }
    }),
  );
});
