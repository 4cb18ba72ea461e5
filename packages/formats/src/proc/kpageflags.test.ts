import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksOf, FormatError, PageClass, PageFlag, readKpageflags } from "../index";
import { failureOf } from "../test/failure";

/** A file of the given entries, each a list of bits. */
function file(...entries: number[][]): Uint8Array {
  const words = entries.map((bits) => bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n));
  return new Uint8Array(BigUint64Array.from(words).buffer);
}

const FREE = [PageFlag.BUDDY];
const HEAD = PageFlag.COMPOUND_HEAD;
const TAIL = PageFlag.COMPOUND_TAIL;

describe("readKpageflags", () => {
  test("what each page is used for", () => {
    const facts = readKpageflags(
      file(
        [PageFlag.NOPAGE],
        FREE,
        [PageFlag.HWPOISON],
        [PageFlag.OFFLINE],
        [PageFlag.SLAB],
        [PageFlag.PGTABLE],
        [PageFlag.LRU, PageFlag.ANON, PageFlag.SWAPBACKED],
        [PageFlag.LRU, PageFlag.UPTODATE],
        [PageFlag.MMAP],
        [PageFlag.RESERVED],
        [],
      ),
    );
    expect([...facts.classes]).toEqual([
      PageClass.absent,
      PageClass.free,
      PageClass.unusable,
      PageClass.unusable,
      PageClass.slab,
      PageClass.table,
      PageClass.anonymous,
      PageClass.file,
      PageClass.file,
      PageClass.reserved,
      PageClass.other,
    ]);
    expect(facts.pages).toBe(11);
  });

  test("runs of free pages and compound pages", () => {
    const facts = readKpageflags(file([], FREE, FREE, [HEAD], [TAIL], [HEAD], [TAIL], [TAIL], FREE));
    expect(facts.freeRuns).toEqual([
      { startPfn: 1, endPfn: 3 },
      { startPfn: 8, endPfn: 9 },
    ]);
    expect(facts.compounds).toEqual([
      { startPfn: 3, endPfn: 5 },
      { startPfn: 5, endPfn: 8 },
    ]);
  });

  test("blocks of a run: as large as alignment and length allow", () => {
    expect(blocksOf({ startPfn: 3, endPfn: 4128 }, 10)).toEqual([
      { pfn: 3, order: 0 },
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((order) => ({ pfn: 2 ** order, order })),
      ...[1024, 2048, 3072].map((pfn) => ({ pfn, order: 10 })),
      { pfn: 4096, order: 5 },
    ]);
  });

  test.each([
    ["nothing", new Uint8Array(), "it has 0 bytes"],
    ["a part of an entry", new Uint8Array(12), "it has 12 bytes, not 8 for each page"],
    ["a text", new TextEncoder().encode("Node 0"), "not 8 for each page"],
    ["holes only", file([PageFlag.NOPAGE], [PageFlag.NOPAGE]), "none of its 2 entries is a page"],
  ])("refuses %s", (_, bytes, sentence) => {
    expect(failureOf(() => readKpageflags(bytes), FormatError).sentence).toContain(sentence);
  });

  test("any bytes: facts that agree with each other, or a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          const { pages, classes, freeRuns } = readKpageflags(bytes);
          expect(classes).toHaveLength(pages);
          const inRuns = freeRuns.flatMap(({ startPfn, endPfn }) =>
            Array.from({ length: endPfn - startPfn }, (_, i) => startPfn + i),
          );
          const free = [...classes.keys()].filter((pfn) => classes[pfn] === PageClass.free);
          expect(inRuns).toEqual(free);
        } catch (error) {
          if (!(error instanceof FormatError)) throw error;
        }
      }),
    );
  });
});
