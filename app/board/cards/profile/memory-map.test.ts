import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawMap, SMALLEST_PX } from "./map-scale";
import { memoryMap } from "./memory-map";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const noMemmap = { structPageBytes: 0 };

//  0      640K   1M                     1G
//  [bank )[hole )[bank                  )      Expect: two banks, one hole, present without it.
const pc = {
  banks: {
    low: { baseBytes: 0, sizeBytes: 640 * 1024, nid: 0 },
    high: { baseBytes: MIB, sizeBytes: GIB - MIB, nid: 0 },
  },
};

describe("memoryMap", () => {
  test("a hole lies between two banks and is not present", () => {
    const map = memoryMap({ ...pc, ...noMemmap });
    expect(map.holes).toEqual([{ kind: "hole", startBytes: 640 * 1024, endBytes: MIB, label: "hole" }]);
    expect(map.presentBytes).toBe(GIB - 384 * 1024);
    expect([map.startBytes, map.endBytes]).toEqual([0, GIB]);
  });

  test("banks that overlap while somebody edits them count once", () => {
    const map = memoryMap({
      ...noMemmap,
      banks: { a: { baseBytes: 0, sizeBytes: 2 * MIB }, b: { baseBytes: MIB, sizeBytes: 2 * MIB } },
    });
    expect(map.presentBytes).toBe(3 * MIB);
    expect(map.holes).toEqual([]);
  });

  //  reserved:    [    )            Expect: only the part that lies in a bank.
  //  banks:    [bank )[hole)[bank)
  test("a reserved range is clipped to the banks", () => {
    const map = memoryMap({
      ...pc,
      ...noMemmap,
      reserved: { r: { baseBytes: 600 * 1024, sizeBytes: 500 * 1024, label: "firmware" } },
    });
    expect(map.reserved.map((r) => r.endBytes - r.startBytes)).toEqual([40 * 1024, (1100 - 1024) * 1024]);
  });

  test("the memmap of 64 B a page is laid at the top of memory", () => {
    const map = memoryMap({ banks: { b: { baseBytes: 0, sizeBytes: GIB } } });
    expect(map.reserved).toEqual([
      { kind: "memmap", startBytes: GIB - 16 * MIB, endBytes: GIB, label: "memmap" },
    ]);
  });
});

describe("what lies beside and in the banks", () => {
  //  0          1G       2G          6G
  //  [bank     )[ hole  )[namespace  )      Expect: only the bank is present; the hole ends where the namespace starts.
  const withPmem = {
    ...noMemmap,
    banks: { b: { baseBytes: 0, sizeBytes: GIB } },
    pmem: { n: { baseBytes: 2 * GIB, sizeBytes: 4 * GIB, mode: "devdax" } },
  };

  test("a namespace of persistent memory has its place and is not present", () => {
    const map = memoryMap(withPmem);
    expect(map.presentBytes).toBe(GIB);
    expect(map.endBytes).toBe(6 * GIB);
    expect(map.pmem).toEqual([{ kind: "pmem", startBytes: 2 * GIB, endBytes: 6 * GIB, label: "devdax" }]);
    expect(map.holes.map(({ startBytes, endBytes }) => [startBytes, endBytes])).toEqual([[GIB, 2 * GIB]]);
  });

  test("it is drawn to the same scale as the banks, high addresses up", () => {
    const blocks = drawMap(memoryMap(withPmem), 300).blocks.map(({ kind, y, h }) => [kind, y, h]);
    expect(blocks).toEqual([
      ["ram", 250, 50],
      ["pmem", 0, 200],
      ["hole", 200, 50],
    ]);
  });

  test("beside 16 TiB a bank of 1 GiB is still seen", () => {
    const fields = { ...withPmem, pmem: { n: { baseBytes: 2 * GIB, sizeBytes: 16 * 1024 * GIB } } };
    const ram = drawMap(memoryMap(fields), 300).blocks.find(({ kind }) => kind === "ram");
    expect(ram).toMatchObject({ h: SMALLEST_PX, y: 300 - SMALLEST_PX, isEnlarged: true });
  });

  test("tag storage is set aside in its bank", () => {
    const map = memoryMap({
      ...noMemmap,
      banks: { b: { baseBytes: GIB, sizeBytes: GIB } },
      tagStorage: { t: { baseBytes: 2 * GIB - 32 * MIB, sizeBytes: 64 * MIB } },
    });
    expect(map.reserved).toEqual([
      { kind: "tags", startBytes: 2 * GIB - 32 * MIB, endBytes: 2 * GIB, label: "tag storage" },
    ]);
    expect(map.presentBytes).toBe(GIB);
  });
});

describe("drawMap", () => {
  test("one scale: 1 GiB on 256 pixels is 4 MiB a pixel", () => {
    const drawing = drawMap(memoryMap({ ...noMemmap, banks: { b: { baseBytes: 0, sizeBytes: GIB } } }), 256);
    expect(drawing.bytesPerPixel).toBe(4 * MIB);
    expect(drawing.blocks.map(({ y, h }) => [y, h])).toEqual([[0, 256]]);
  });

  test("what is under two pixels gets two and is marked", () => {
    const fields = { ...pc, ...noMemmap, reserved: { r: { baseBytes: 512 * MIB, sizeBytes: 4096 } } };
    const drawing = drawMap(memoryMap(fields), 300);
    const reserved = drawing.blocks.find((b) => b.kind === "reserved");
    expect(reserved).toMatchObject({ h: SMALLEST_PX, isEnlarged: true, bytes: 4096 });
    // So is the bank below the hole: 640 KiB on a scale of 3.4 MiB a pixel.
    expect(drawing.blocks.filter((b) => b.isEnlarged).map((b) => b.bytes)).toEqual([640 * 1024, 4096]);
    expect(drawing.enlarged).toBe(2);
  });

  test("a hole that would dwarf the memory is cut and the banks keep their scale", () => {
    const banks = {
      a: { baseBytes: 0, sizeBytes: GIB },
      b: { baseBytes: 1024 * GIB, sizeBytes: GIB },
    };
    const drawing = drawMap(memoryMap({ ...noMemmap, banks }), 300);
    const heights = drawing.blocks.filter((b) => b.kind === "ram").map((b) => b.h);
    expect(heights[0]).toBeCloseTo((300 - 14) / 2);
    expect(heights[1]).toBeCloseTo((300 - 14) / 2);
    expect(drawing.blocks.find((b) => b.kind === "hole")).toMatchObject({ isCut: true });
  });

  test("no reserved byte is lost and nothing leaves the drawing", () => {
    const ranges = fc.array(
      fc.record({
        baseBytes: fc.integer({ min: 0, max: 2 ** 30 - 1 }),
        sizeBytes: fc.integer({ min: 1, max: 2 ** 24 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(ranges, (list) => {
        const map = memoryMap({
          ...noMemmap,
          banks: { b: { baseBytes: 0, sizeBytes: GIB } },
          reserved: Object.fromEntries(list.map((range, i) => [`r${i}`, range])),
        });
        const drawn = drawMap(map, 300).blocks.filter((b) => b.kind === "reserved");
        expect(drawn.reduce((sum, b) => sum + b.bytes, 0)).toBe(
          map.reserved.reduce((sum, r) => sum + r.endBytes - r.startBytes, 0),
        );
        for (const b of drawn) {
          expect(b.y).toBeGreaterThanOrEqual(-0.001);
          expect(b.y + b.h).toBeLessThanOrEqual(300.001);
        }
      }),
    );
  });

  test("a profile without a bank draws nothing", () => {
    expect(drawMap(memoryMap({}), 300).blocks).toEqual([]);
  });
});
