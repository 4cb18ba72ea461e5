import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { __GFP_TAGGED, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE } from "../../allocator/gfp";
import { checkMachine } from "../../machine/check";
import { TagStorage } from "../../machine/tag-storage";
import { MIB } from "../../testing/inputs";
import { FVP, fvpInput, withBooks } from "../../testing/tag-storage";
import { cleancache } from "./cleancache";
import { CleancacheBackend } from "./cleancache-backend";

const ALL_CACHE = { nid: 0, highest: 5, mayWrite: true, maySwap: false, cpu: 0 };

test("S-E7 a copy in the block goes without a word, in atomic context too, and is missed once", () => {
  const { machine, take, figure } = withBooks(fvpInput(), [cleancache.create({})]);
  // Copies fill tag storage from its start: page 0x1000 of it, 0x8f9000, holds the copy of key 0x1000.
  for (let key = 0; key <= 0x1000; key++) machine.cacheDropped(key, 0);
  expect(figure("dataPages")).toBe(0x1001);
  const { pfn } = take(GFP_ATOMIC | __GFP_TAGGED);
  expect(pfn).toBe(0xa0000);
  expect([figure("tagPages"), figure("droppedForTags"), figure("dataPages")]).toEqual([1, 1, 0x1000]);
  expect(machine.allocator.events).toMatchObject({ pgmigrateSuccess: 0, pgmigrateFail: 0 });
  machine.cacheRead(0x1000, 0);
  machine.cacheRead(0xfff, 0);
  expect([figure("misses"), figure("diskReads"), figure("hits")]).toEqual([1, 1, 1]);
  checkMachine(machine);
});

test("tag storage is nobody's but the backend's: callers get the rest of memory, and tagged pages may lie in ordinary CMA", () => {
  const input = fvpInput({ cma: [{ baseBytes: 0xa000_0000, sizeBytes: 2 * MIB, label: "reserved" }] });
  const { machine, take, figure } = withBooks(input, [cleancache.create({})]);
  expect(machine.memory()).toMatchObject({ usablePages: 1024, tagStoragePages: 16_384, usable: "exact" });
  let tagged = 0;
  while (take(GFP_HIGHUSER_MOVABLE | __GFP_TAGGED).pfn >= 0) tagged++;
  expect([tagged, figure("tagPages")]).toEqual([1024, 32]);
  checkMachine(machine);
});

test("page cache that reclaim drops is copied, read again from the copy, and forgotten with its file", () => {
  const { machine, holdings, take, give, figure } = withBooks(fvpInput(), [cleancache.create({})]);
  const [first, second] = [0, 1].map(() => take(GFP_HIGHUSER_MOVABLE, { isCache: true }));
  if (first === undefined || second === undefined) throw new Error("no page");
  expect(holdings.reclaim({ ...ALL_CACHE, pages: 2 }).pages).toBe(2);
  expect([figure("copied"), figure("dataPages")]).toEqual([2, 2]);
  expect(holdings.pickDropped(0)).toBe(first.slot);
  holdings.refill(first.slot, machine.allocate(0, GFP_HIGHUSER_MOVABLE, 0));
  expect([figure("hits"), figure("dataPages")]).toEqual([1, 1]);
  expect(holdings.pickDropped(0)).toBe(second.slot);
  expect(holdings.release(second.slot)).toBe(-1);
  expect([holdings.pickDropped(0), figure("dataPages")]).toEqual([-1, 0]);
  give(first);
  checkMachine(machine);
});

describe("laws of the backend", () => {
  const small = new TagStorage({
    tagStorage: [
      { ...FVP[0], sizeBytes: 64 * 4096, blockBytes: 0x2000, memorySizeBytes: 64 * 32 * 4096 },
    ] as typeof FVP,
    pageSizeBytes: 4096,
  });
  const key = fc.nat(40);
  const step = fc.oneof(
    fc.record({ do: fc.constant("put" as const), key, order: fc.nat(4) }),
    fc.record({ do: fc.constant("get" as const), key, order: fc.nat(4) }),
    fc.record({ do: fc.constant("gone" as const), key, order: fc.nat(4) }),
    fc.record({ do: fc.constant("tag" as const), key, order: fc.nat(8) }),
    fc.record({ do: fc.constant("untag" as const), key, order: fc.nat(8) }),
  );

  test("E-13, I-E1, I-E6: what is found was put last and not taken since; tags always find their place", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const backend = new CleancacheBackend(small);
        /** May be there: put, and neither taken nor invalidated since. */
        const known = new Set<number>();
        const tagged: [number, number][] = [];
        for (const { do: what, key, order } of steps) {
          const start = 0x80000 + key * 2 ** order;
          const isInside = small.covers(start, 2 ** order);
          const isFree = tagged.every(([pfn, size]) => start + 2 ** order <= pfn || pfn + size <= start);
          if (what === "put") {
            backend.put(key, order);
            known.add(key);
          } else if (what === "get") {
            const isHit = backend.get(key, order);
            if (isHit) expect(known).toContain(key);
            known.delete(key);
            expect(backend.get(key, order)).toBe(false);
          } else if (what === "gone") {
            backend.invalidate(key);
            known.delete(key);
          } else if (what === "tag" && isInside && isFree) {
            expect(backend.blocks.reserve(start, 2 ** order)).toBeNull();
            tagged.push([start, 2 ** order]);
          } else if (what === "untag") {
            const last = tagged.pop();
            if (last !== undefined) backend.blocks.release(...last);
          }
          backend.check();
          expect(backend.heldPages + backend.idlePages + backend.blocks.pages).toBe(64);
        }
      }),
    );
  });

  test("the oldest copy makes room, and nothing goes while there is some", () => {
    const backend = new CleancacheBackend(small);
    for (let key = 0; key < 64; key++) backend.put(key, 0);
    expect(backend.counts.droppedForCopies).toBe(0);
    backend.put(64, 1);
    expect(backend.counts.droppedForCopies).toBe(2);
    expect([backend.get(0, 0), backend.get(1, 0), backend.get(2, 0), backend.get(64, 1)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    backend.put(65, 7);
    expect(backend.counts.tooLarge).toBe(128);
  });
});
