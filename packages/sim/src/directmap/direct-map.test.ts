import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GIB, MIB, machineInput } from "../testing/inputs";
import { type DirectMap, PRESENT, type TableSupply, WRITE } from "./direct-map";
import { geometryOf } from "./geometry";
import { initialMap, type MapOptions } from "./initial-map";
import { canSetDirectMap, usesPagesOnly } from "./rules";

/** Gives out `left` pages and counts them. */
class Supply implements TableSupply {
  taken = 0;

  constructor(public left = Number.POSITIVE_INFINITY) {}

  take(): boolean {
    if (this.left <= 0) return false;
    this.left--;
    this.taken++;
    return true;
  }

  give(): void {
    this.taken--;
  }
}

/** An x86-64 machine of these banks [start, end) in bytes. */
const x86 = (banks: [number, number][], over: Parameters<typeof machineInput>[1] = {}) =>
  machineInput(0, {
    banks: banks.map(([start, end]) => ({ baseBytes: start, sizeBytes: end - start, nid: 0 })),
    ...over,
  });

/** Memory from 1 GiB to 3 GiB: leaves of 1 GiB, away from the first MiB. */
function gigabytes(supply: Supply, over: Parameters<typeof machineInput>[1] = {}, options: MapOptions = {}) {
  return initialMap(x86([[GIB, 3 * GIB]], over), options, supply).map;
}

const PFN_1G = GIB / 4096;
/** What the first MiB adds: it is mapped whatever memory there is. */
const ISA = { pages: 256, tables: 2 };
const unmap = (map: DirectMap, pfn: number, pages = 1) => map.change(pfn, pages, 0, PRESENT | WRITE);
const mapBack = (map: DirectMap, pfn: number, pages = 1) => map.change(pfn, pages, PRESENT | WRITE, 0);
/** Leaves without the first MiB's. */
const counts = (map: DirectMap) => map.leaves.map((n, i) => (i === 0 ? n - ISA.pages : n));

describe("S-G1 the map of [0x100000, 0xbffe0000)", () => {
  test("4 KiB up to 2 MiB, 2 MiB up to 1 GiB, 1 GiB, 2 MiB, and 480 pages; tables PTE 2, PMD 2, PUD 1", () => {
    const { map, counted } = initialMap(x86([[MIB, 0xbffe0000]]));
    // The first MiB, mapped besides, lies in the table that holds [1 MiB, 2 MiB).
    expect(counts(map)).toEqual([256 + 480, 511 + 511, 1]);
    expect(map.tables).toEqual([2, 2, 1]);
    expect(map.tablePages * 4096).toBe(20 * 1024);
    expect(map.leafAt(MIB / 4096)).toBe(0);
    expect(map.leafAt((2 * MIB) / 4096)).toBe(1);
    expect(map.leafAt(PFN_1G)).toBe(2);
    expect(map.leafAt((2 * GIB) / 4096)).toBe(1);
    expect(map.leafAt(0xbfe00000 / 4096)).toBe(0);
    expect(map.leafAt(0xbffe0000 / 4096)).toBe(-1);
    expect(counted).toEqual(map.leaves);
  });

  test("without 1 GiB leaves they are 2 MiB", () => {
    const { map } = initialMap(x86([[MIB, 0xbffe0000]], { gbPages: false }));
    expect(counts(map)).toEqual([256 + 480, 511 + 512 + 511, 0]);
    expect(map.tables).toEqual([2, 3, 1]);
  });
});

describe("S-G2 the same with debug_pagealloc", () => {
  test("786,144 leaves of 4 KiB; tables PTE 1536, PMD 3, PUD 1 = 6,160 KiB", () => {
    const { map } = initialMap(x86([[MIB, 0xbffe0000]], { debugPagealloc: true }));
    expect(counts(map)).toEqual([786_144, 0, 0]);
    expect(map.tables).toEqual([1536, 3, 1]);
    expect(map.tablePages * 4).toBe(6160);
  });

  test("I-G3, claim 14: any sequence of unmapping and mapping takes no table and splits nothing", () => {
    const pfns = fc.integer({ min: 256, max: 786_399 });
    const calls = fc.array(fc.tuple(pfns, fc.integer({ min: 1, max: 1024 }), fc.boolean()), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(calls, (list) => {
        const supply = new Supply(0);
        const { map } = initialMap(x86([[MIB, 0xbffe0000]], { debugPagealloc: true }), {}, supply);
        for (const [pfn, pages, enable] of list)
          expect((enable ? mapBack : unmap)(map, pfn, pages)).toMatchObject({ error: null, pages });
        expect(map.splits).toEqual([0, 0, 0]);
        expect(map.leaves.slice(1)).toEqual([0, 0]);
      }),
      { numRuns: 30 },
    );
  });
});

describe("S-G3 one page of a 2 MiB leaf", () => {
  test("one table, 511 pages present and one not", () => {
    const supply = new Supply();
    const map = gigabytes(supply, { gbPages: false });
    expect(unmap(map, PFN_1G + 7)).toMatchObject({ error: null, pages: 1, leaf: null, splits: 1 });
    expect(counts(map)).toEqual([512, 1023, 0]);
    expect(supply.taken).toBe(1);
    expect(map.presentPages).toBe(map.mappedPages - 1);
    expect(map.isPresent(PFN_1G + 7)).toBe(false);
    expect(map.isPresent(PFN_1G + 8)).toBe(true);
  });

  test("without a page: -ENOMEM, nothing has changed, the page is still mapped", () => {
    const map = gigabytes(new Supply(0), { gbPages: false });
    const before = { leaves: map.leaves, tables: map.tables, presentPages: map.presentPages };
    expect(unmap(map, PFN_1G + 7)).toMatchObject({ error: "ENOMEM", pages: 0, splits: 0 });
    expect({ leaves: map.leaves, tables: map.tables, presentPages: map.presentPages }).toEqual(before);
    expect(map.isPresent(PFN_1G + 7)).toBe(true);
  });
});

describe("S-G5, M-3 one page of a 1 GiB leaf", () => {
  test("two tables; mapped back, it stays split", () => {
    const supply = new Supply();
    const map = gigabytes(supply);
    expect(counts(map)).toEqual([0, 0, 2]);
    expect(unmap(map, PFN_1G + 7)).toMatchObject({ error: null, splits: 2 });
    expect(counts(map)).toEqual([512, 511, 1]);
    expect(supply.taken).toBe(2);
    expect(map.splits).toEqual([0, 1, 1]);
    expect(mapBack(map, PFN_1G + 7)).toMatchObject({ error: null, splits: 0 });
    expect(counts(map)).toEqual([512, 511, 1]);
    expect(map.presentPages).toBe(map.mappedPages);
  });

  test("if only one page is free: half done", () => {
    const map = gigabytes(new Supply(1));
    const result = unmap(map, PFN_1G + 7);
    expect(result).toMatchObject({ error: "ENOMEM", pages: 0, splits: 1, isHalfDone: true });
    expect(result.leaf?.name).toBe("2 MiB");
    expect(counts(map)).toEqual([0, 512, 1]);
    expect(map.isPresent(PFN_1G + 7)).toBe(true);
  });
});

test("X-G7 a range over two leaves: the first is split and changed, the second is as it was", () => {
  const map = gigabytes(new Supply(1), { gbPages: false });
  const result = unmap(map, PFN_1G + 500, 24);
  expect(result).toMatchObject({ error: "ENOMEM", pages: 12, splits: 1, isHalfDone: false });
  expect([map.isPresent(PFN_1G + 511), map.isPresent(PFN_1G + 512)]).toEqual([false, true]);
  expect(counts(map)).toEqual([512, 1023, 0]);
});

describe("S-G6 large leaves that are not present", () => {
  test("512 aligned pages of one 2 MiB leaf: the leaf is kept; one page of it back needs a table and can fail", () => {
    const supply = new Supply();
    const map = gigabytes(supply, { gbPages: false });
    expect(unmap(map, PFN_1G, 512)).toMatchObject({ error: null, pages: 512, splits: 0 });
    expect(counts(map)).toEqual([0, 1024, 0]);
    expect(map.presentPages).toBe(map.mappedPages - 512);
    expect(supply.taken).toBe(0);
    supply.left = 0;
    expect(mapBack(map, PFN_1G + 3)).toMatchObject({ error: "ENOMEM", pages: 0 });
    expect(map.isPresent(PFN_1G + 3)).toBe(false);
    supply.left = 1;
    expect(mapBack(map, PFN_1G + 3)).toMatchObject({ error: null, splits: 1 });
    expect(map.presentPages).toBe(map.mappedPages - 511);
  });

  test("a page that was split off before comes back without one", () => {
    const supply = new Supply(1);
    const map = gigabytes(supply, { gbPages: false });
    unmap(map, PFN_1G + 3);
    expect(mapBack(map, PFN_1G + 3)).toMatchObject({ error: null, splits: 0 });
    expect(supply.taken).toBe(1);
  });
});

describe("S-G7 no merging", () => {
  test("a thousand times the same page: one table, counts as after the first", () => {
    const supply = new Supply();
    const map = gigabytes(supply, { gbPages: false });
    for (let i = 0; i < 1000; i++) {
      unmap(map, PFN_1G + 7);
      mapBack(map, PFN_1G + 7);
    }
    expect(counts(map)).toEqual([512, 1023, 0]);
    expect(supply.taken).toBe(1);
  });

  test("512 secret pages, one in each 2 MiB of a 1 GiB leaf: 513 tables, and freeing them changes nothing", () => {
    const supply = new Supply();
    const map = gigabytes(supply);
    for (let i = 0; i < 512; i++) unmap(map, PFN_1G + 512 * i + ((7 * i) % 512));
    expect(supply.taken).toBe(513);
    expect(counts(map)).toEqual([262_144, 0, 1]);
    for (let i = 0; i < 512; i++) mapBack(map, PFN_1G + 512 * i + ((7 * i) % 512));
    expect(supply.taken).toBe(513);
    expect(counts(map)).toEqual([262_144, 0, 1]);
  });

  test("with collapsing, the last page back gives all 513 tables back", () => {
    const supply = new Supply();
    const map = gigabytes(supply, {}, { collapses: true });
    for (let i = 0; i < 512; i++) unmap(map, PFN_1G + 512 * i + ((7 * i) % 512));
    for (let i = 0; i < 511; i++) mapBack(map, PFN_1G + 512 * i + ((7 * i) % 512));
    expect(supply.taken).toBe(2);
    mapBack(map, PFN_1G + 512 * 511 + ((7 * 511) % 512));
    expect(supply.taken).toBe(0);
    expect(counts(map)).toEqual([0, 0, 2]);
    expect(map.collapses).toEqual([0, 512, 1]);
  });
});

describe("S-G8 arm64", () => {
  const arm = (over: Parameters<typeof machineInput>[1]) =>
    machineInput(0, {
      arch: "arm64",
      kernel: "5.18",
      banks: [{ baseBytes: GIB, sizeBytes: GIB, nid: 0 }],
      ...over,
    });

  test("rodata=on: blocks, and calls that do nothing", () => {
    const machine = arm({ rodataFull: false });
    expect(canSetDirectMap(machine)).toBe(false);
    expect(initialMap(machine).map.leaves).toEqual([0, 0, 0, 0, 1]);
  });

  test("rodata=full: pages alone, 2 MiB of PTE tables for each GiB, and no change allocates", () => {
    const machine = arm({ rodataFull: true });
    expect(canSetDirectMap(machine)).toBe(true);
    const { map } = initialMap(machine, {}, new Supply(0));
    expect(map.leaves).toEqual([262_144, 0, 0, 0, 0]);
    expect((map.tables[0] ?? 0) * 4096).toBe(2 * MIB);
    expect(unmap(map, PFN_1G + 5)).toMatchObject({ error: null, splits: 0 });
  });

  test("KFENCE alone: pages before 6.6 though the calls do nothing; both since", () => {
    const old = arm({ rodataFull: false, kfence: true });
    expect([canSetDirectMap(old), usesPagesOnly(old)]).toEqual([false, true]);
    const later = arm({ rodataFull: false, kfence: true, kernel: "6.6" });
    expect([canSetDirectMap(later), usesPagesOnly(later)]).toEqual([true, true]);
  });

  test("G-17 with BBML2 blocks are split live: a table for each level, contiguous runs without one", () => {
    const supply = new Supply();
    const { map } = initialMap(arm({ kernel: "6.6", bbml2: true }), {}, supply);
    expect(map.leaves).toEqual([0, 0, 0, 0, 1]);
    expect(unmap(map, PFN_1G + 5)).toMatchObject({ error: null, splits: 4 });
    expect(supply.taken).toBe(2);
    // 1 GiB -> 31 of 32 MiB, 15 of 2 MiB, 31 of 64 KiB, 16 pages.
    expect(map.leaves).toEqual([16, 31, 15, 31, 0]);
  });

  test("without BBML2 a change of a part of a block is refused", () => {
    const { map } = initialMap(arm({ rodataFull: false }), {}, new Supply());
    expect(unmap(map, PFN_1G + 5)).toMatchObject({ error: "EINVAL", pages: 0 });
    expect(map.leaves).toEqual([0, 0, 0, 0, 1]);
  });

  test("leaf sizes by page size", () => {
    const names = (pageSizeBytes: number) =>
      geometryOf({ arch: "arm64", pageSizeBytes }).leaves.map(({ name }) => name);
    expect(names(4096)).toEqual(["4 KiB", "64 KiB", "2 MiB", "32 MiB", "1 GiB"]);
    expect(names(16384)).toEqual(["16 KiB", "2 MiB", "32 MiB", "1 GiB"]);
    expect(names(65536)).toEqual(["64 KiB", "2 MiB", "512 MiB", "16 GiB"]);
  });
});

/** The map page by page: what each page's leaf and attributes are. A slow twin for small ranges. */
class Twin {
  readonly leaf: number[];
  readonly attributes: number[];
  tables = 0;

  constructor(
    readonly sizes: { pages: number; level: number }[],
    map: DirectMap,
    readonly start: number,
    pages: number,
  ) {
    this.leaf = Array.from({ length: pages }, (_, i) => map.leafAt(start + i));
    this.attributes = this.leaf.map((leaf) => (leaf < 0 ? 0 : PRESENT | WRITE));
  }

  change(at: number, pages: number, set: number, clear: number, left: number): number {
    for (let i = at; i < at + pages; i++) {
      while (this.leaf[i] !== undefined && (this.leaf[i] as number) >= 0) {
        const leaf = this.leaf[i] as number;
        const size = this.sizes[leaf]?.pages ?? 1;
        const first = i - ((i + this.start) % size);
        const old = this.attributes[i] as number;
        const wanted = (old & ~clear) | set;
        const isWhole = at <= first && first + size <= at + pages;
        if (wanted === old) break;
        if (isWhole) {
          this.attributes.fill(wanted, first, first + size);
          break;
        }
        const needsTable = (this.sizes[leaf - 1]?.level ?? 0) < (this.sizes[leaf]?.level ?? 0);
        if (needsTable && this.tables === left) return -1;
        if (needsTable) this.tables++;
        this.leaf.fill(leaf - 1, first, first + size);
      }
    }
    return 0;
  }
}

describe("every sequence of changes", () => {
  /** 8 MiB around a border of 1 GiB. */
  const START = PFN_1G - 1024;
  const PAGES = 2048;
  const machines = fc.record({
    bank: fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1501, max: 2048 })),
    isArm: fc.boolean(),
    gbPages: fc.boolean(),
  });
  const change = fc.record({
    at: fc.integer({ min: 0, max: PAGES - 1 }),
    pages: fc.oneof(fc.constant(1), fc.constant(512), fc.integer({ min: 1, max: 700 })),
    isAligned: fc.boolean(),
    kind: fc.constantFrom(
      { set: 0, clear: PRESENT | WRITE },
      { set: PRESENT | WRITE, clear: 0 },
      { set: 0, clear: WRITE },
    ),
  });

  test("I-G1, I-G2, I-G4, I-G5: leaf by leaf and page by page come to the same", () => {
    fc.assert(
      fc.property(
        machines,
        fc.array(change, { maxLength: 12 }),
        fc.integer({ min: 0, max: 6 }),
        (machine, list, left) => {
          const supply = new Supply(left);
          const [from, to] = machine.bank;
          const input = x86([[(START + from) * 4096, (START + to) * 4096]], {
            gbPages: machine.gbPages,
            ...(machine.isArm ? { arch: "arm64", kernel: "6.6", bbml2: true } : {}),
          });
          const { map } = initialMap(input, {}, supply);
          const { mappedPages, tablePages } = map;
          const twin = new Twin([...map.geometry.leaves], map, START, PAGES);
          for (const { at: any, pages: wanted, isAligned, kind } of list) {
            const at = isAligned ? any - (any % 512) : any;
            const pages = Math.min(wanted, PAGES - at);
            const attributes = () => Array.from({ length: PAGES }, (_, i) => map.attributesAt(START + i));
            const before = attributes();
            const wasPage = map.leafAt(START + at) === 0;
            const result = map.change(START + at, pages, kind.set, kind.clear);
            expect(result.error === null ? 0 : -1).toBe(twin.change(at, pages, kind.set, kind.clear, left));
            // I-G4: a page's entry needs nothing.
            if (pages === 1 && wasPage) expect(result.error).toBeNull();
            // I-G5: from the page that failed on nothing has changed.
            const end = at + result.pages;
            expect(attributes().slice(end)).toEqual(before.slice(end));
            expect(attributes()).toEqual(twin.attributes);
            expect(Array.from({ length: PAGES }, (_, i) => map.leafAt(START + i))).toEqual(twin.leaf);
            expect(map.mappedPages).toBe(mappedPages);
            expect(map.tablePages).toBe(tablePages + supply.taken);
            expect(supply.taken).toBe(twin.tables);
            const notPresent = twin.attributes.filter(
              (a, i) => (twin.leaf[i] ?? -1) >= 0 && (a & PRESENT) === 0,
            );
            expect(map.presentPages).toBe(mappedPages - notPresent.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("a machine of 16 TiB costs what is touched", () => {
  const machine = machineInput(16 * 1024 * GIB, { gbPages: true });
  const started = performance.now();
  const { map } = initialMap(machine, {}, new Supply());
  unmap(map, (9 * 1024 * GIB) / 4096 + 5);
  expect(map.leaves).toEqual([512, 511, 16 * 1024 - 1]);
  const pagesOnly = initialMap(machine, { pagesOnly: true }).map;
  expect(pagesOnly.tables).toEqual([8 * 2 ** 20, 16 * 1024, 32]);
  expect(performance.now() - started).toBeLessThan(1000);
});
