import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MEMBLOCK_NOMAP, MEMBLOCK_RSRV_KERN, Memblock, RegionList } from "./memblock";

const KIB = 1024;
const MIB = 1024 * KIB;

describe("regions", () => {
  test("S-A1 ranges of one node that touch or overlap become one region", () => {
    const memory = new RegionList();
    memory.add(1 * MIB, 1 * MIB, 0, 0);
    memory.add(2 * MIB, 2 * MIB, 0, 0);
    memory.add(3 * MIB, 2 * MIB, 0, 0);
    memory.add(5 * MIB, 1 * MIB, 0, 1);

    expect(memory.regions).toEqual([
      { base: 1 * MIB, size: 4 * MIB, flags: 0, nid: 0 },
      { base: 5 * MIB, size: 1 * MIB, flags: 0, nid: 1 },
    ]);
    expect(memory.totalBytes()).toBe(5 * MIB);
  });

  test("S-A2 different flags stay apart, and the older flags keep the overlap", () => {
    const reserved = new RegionList();
    reserved.add(16 * KIB, 16 * KIB, MEMBLOCK_RSRV_KERN);
    reserved.add(24 * KIB, 16 * KIB);

    expect(reserved.regions).toEqual([
      { base: 16 * KIB, size: 16 * KIB, flags: MEMBLOCK_RSRV_KERN, nid: -1 },
      { base: 32 * KIB, size: 8 * KIB, flags: 0, nid: -1 },
    ]);
  });
});

/** The slow obvious twin: one cell for each byte of a tiny machine. */
const BYTES = 64;
const range = fc
  .tuple(
    fc.integer({ min: 0, max: BYTES - 1 }),
    fc.integer({ min: 1, max: 16 }),
    fc.integer({ min: 0, max: 1 }),
  )
  .map(([base, size, tag]) => ({ base, size: Math.min(size, BYTES - base), tag }));

describe("laws", () => {
  test("I-A1 any sequence of adds equals the same on single bytes, in as few regions as can be", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 24 }), (ranges) => {
        const list = new RegionList();
        const cells = new Array<number>(BYTES).fill(-1);
        for (const { base, size, tag } of ranges) {
          list.add(base, size, tag);
          for (let i = base; i < base + size; i++) if (cells[i] === -1) cells[i] = tag;
        }
        const seen = new Array<number>(BYTES).fill(-1);
        let end = 0;
        for (const region of list.regions) {
          expect(region.base).toBeGreaterThanOrEqual(end);
          end = region.base + region.size;
          seen.fill(region.flags, region.base, end);
        }
        expect(seen).toEqual(cells);
        expect(list.regions).toHaveLength(
          cells.filter((tag, i) => tag !== -1 && tag !== cells[i - 1]).length,
        );
      }),
    );
  });

  test("free ranges and the highest place for a size equal a search on single bytes", () => {
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 8 }),
        fc.array(range, { maxLength: 8 }),
        fc.record({
          size: fc.integer({ min: 1, max: 12 }),
          align: fc.constantFrom(1, 2, 4, 8),
          min: fc.integer({ min: 0, max: 20 }),
          max: fc.integer({ min: 40, max: BYTES }),
        }),
        (memory, reserved, wanted) => {
          const memblock = new Memblock();
          const free = new Array<boolean>(BYTES).fill(false);
          for (const r of memory) {
            memblock.memory.add(r.base, r.size, 0, 0);
            free.fill(true, r.base, r.base + r.size);
          }
          for (const r of reserved) {
            memblock.reserved.add(r.base, r.size, r.tag);
            free.fill(false, r.base, r.base + r.size);
          }
          const listed = new Array<boolean>(BYTES).fill(false);
          for (const r of memblock.freeRanges()) {
            expect(r.start).toBeLessThan(r.end);
            listed.fill(true, r.start, r.end);
          }
          expect(listed).toEqual(free);

          const { size, align, min, max } = wanted;
          const fits = (at: number) =>
            at >= min && at + size <= max && free.slice(at, at + size).every(Boolean);
          let highest: number | undefined;
          for (let at = 0; at + size <= BYTES; at += align) if (fits(at)) highest = at;
          expect(memblock.find(size, { align, min, max })).toBe(highest);
        },
      ),
    );
  });
});

describe("allocation", () => {
  test("takes the highest place of a node and reserves it as the kernel's own", () => {
    const memblock = new Memblock();
    memblock.memory.add(0, 8 * MIB, 0, 0);
    memblock.memory.add(8 * MIB, 8 * MIB, 0, 1);
    expect(memblock.allocate(3 * MIB, { align: 2 * MIB, nid: 0 })).toBe(4 * MIB);
    expect(memblock.reserved.regions).toEqual([
      { base: 4 * MIB, size: 3 * MIB, flags: MEMBLOCK_RSRV_KERN, nid: -1 },
    ]);
    // A free range ends where the memory region ends: nothing spans two nodes.
    expect(memblock.allocate(9 * MIB, { align: MIB })).toBeUndefined();
    expect(memblock.allocate(8 * MIB, { align: MIB })).toBe(8 * MIB);
  });

  test("leaves memory alone that has no mapping", () => {
    const memblock = new Memblock();
    memblock.memory.add(0, MIB, 0, 0);
    memblock.memory.add(MIB, MIB, MEMBLOCK_NOMAP, 0);
    expect([...memblock.freeRanges()]).toEqual([{ start: 0, end: MIB, nid: 0 }]);
  });
});
