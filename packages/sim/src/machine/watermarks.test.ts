import { describe, expect, test } from "vitest";
import { highatomicCap } from "../allocator/highatomic-cap";
import { kernelRules } from "../allocator/kernel";
import { machineInput } from "../testing/inputs";
import { lowmemReserves } from "./lowmem-reserve";
import { cpusOfNodes, pcpSize } from "./pcp-size";
import { minFreeKbytes, watermarks } from "./watermarks";

const zone = (name: string, managedPages: number, nid = 0) => ({ nid, name, managedPages });
const config = (over = {}) => machineInput(0, over);

describe("watermarks", () => {
  test("S-B2 one zone of 1 GiB, without and with huge pages", () => {
    const zones = [zone("Normal", 262_144)];
    const plain = config({ transparentHugepages: false });
    expect(minFreeKbytes(zones, plain, 262_144)).toBe(4096);
    expect(watermarks(zones, 4096, plain)).toEqual([{ min: 1024, low: 1286, high: 1548, promo: 1810 }]);
    expect(minFreeKbytes(zones, config(), 262_144)).toBe(22_528);
    expect(watermarks(zones, 22_528, config())).toEqual([{ min: 5632, low: 7040, high: 8448, promo: 9856 }]);
  });

  test("S-B3 three zones with enough memory: the famous 67584", () => {
    const zones = [zone("DMA", 3840), zone("DMA32", 765_000), zone("Normal", 3_276_800)];
    expect(minFreeKbytes(zones, config(), 4_045_640)).toBe(67_584);
  });

  test("below 512 MiB khugepaged does not start; between, 5 % of memory bounds what it wants", () => {
    const zones = [zone("Normal", 131_071)];
    expect(minFreeKbytes(zones, config(), 131_071)).toBe(Math.floor(Math.sqrt(16 * 4 * 131_071)));
    // High watermark before: 724 pages and twice a quarter of them.
    expect(minFreeKbytes([zone("Normal", 80_000)], config(), 140_000)).toBe(
      4 * Math.floor((80_000 - (565 + 2 * 141)) / 20),
    );
  });

  test("an administrator's value stands, and a machine of 1 TiB stays within the bounds of its time", () => {
    const zones = [zone("Normal", 2 ** 28)];
    expect(minFreeKbytes(zones, config({ minFreeKbytes: 1000 }), 2 ** 28)).toBe(1000);
    const plain = { transparentHugepages: false };
    expect(minFreeKbytes([zone("Normal", 2 ** 30)], config(plain), 2 ** 30)).toBe(262_144);
    expect(minFreeKbytes(zones, config({ ...plain, kernel: "5.4" }), 2 ** 28)).toBe(65_536);
    expect(minFreeKbytes([zone("Normal", 200)], config(plain), 200)).toBe(128);
  });

  test("high memory counts for nobody: its MIN is a thousandth between 32 and 128, its steps a share (F-B2)", () => {
    const arm = config({ arch: "arm32" });
    const zones = [zone("Normal", 190_000), zone("HighMem", 60_000)];
    const minFree = minFreeKbytes(zones, arm, 250_000);
    expect(minFree).toBe(Math.floor(Math.sqrt(16 * 4 * 190_000)));
    const [normal, high] = watermarks(zones, minFree, arm);
    expect(normal?.min).toBe(Math.floor(minFree / 4));
    const step = Math.floor(Math.floor((871 * 60_000) / 190_000) / 4);
    expect(high).toEqual({ min: 58, low: 58 + step, high: 58 + 2 * step, promo: 58 + 3 * step });
  });

  test("vm.watermark_scale_factor sets the steps apart", () => {
    const zones = [zone("Normal", 262_144)];
    const [marks] = watermarks(zones, 4096, config({ watermarkScaleFactor: 150 }));
    expect(marks).toEqual({ min: 1024, low: 1024 + 3932, high: 1024 + 2 * 3932, promo: 1024 + 3 * 3932 });
  });
});

test("S-B5 lowmem reserve: what lies above a zone, by its ratio", () => {
  const zones = [zone("DMA", 3840), zone("DMA32", 765_000), zone("Normal", 3_276_800)];
  expect(lowmemReserves(zones, "x86-64")).toEqual([
    [0, 2988, 15_788, 15_788, 15_788],
    [0, 0, 102_400 / 8, 12_800, 12_800],
    [0, 0, 0, 0, 0],
  ]);
});

test("high memory is kept from nobody, low memory keeps a 32nd of it", () => {
  const zones = [zone("Normal", 190_000), zone("HighMem", 64_000)];
  expect(lowmemReserves(zones, "arm32")).toEqual([
    [0, 2000, 2000],
    [0, 0, 0],
  ]);
});

test("S-B10 highatomic: 1 % in whole pageblocks; a small zone has none, or before 6.6 two blocks", () => {
  expect(highatomicCap(262_144, 512, kernelRules("6.6"))).toBe(3072);
  expect(highatomicCap(32_768, 512, kernelRules("6.6"))).toBe(0);
  for (const kernel of ["5.4", "5.18", "6.1"] as const) {
    expect(highatomicCap(32_768, 512, kernelRules(kernel))).toBe(839);
  }
});

describe("per-cpu lists", () => {
  const of = (managedPages: number, lowPages: number, cpus: number, kernel: "5.4" | "5.18" | "6.1" | "6.6") =>
    pcpSize({ managedPages, lowPages }, cpus, { kernel, pageSizeBytes: 4096 });

  test("S-B9 batch and high", () => {
    expect(of(262_144, 1286, 4, "6.6")).toEqual({ batch: 63, high: 321 });
    expect(of(262_144, 400, 4, "6.6")).toEqual({ batch: 63, high: 252 });
    expect(of(65_536, 1000, 4, "6.6").batch).toBe(15);
    expect(of(3840, 0, 1, "6.6")).toEqual({ batch: 1, high: 4 });
  });

  test("5.18 and 6.1 divide by four where 6.6 shifts by two more, and come to the same", () => {
    for (const managed of [3840, 65_536, 71_740, 121_453, 153_830, 262_144, 4_000_000])
      for (const kernel of ["5.18", "6.1"] as const)
        expect(of(managed, 5000, 2, kernel)).toEqual(of(managed, 5000, 2, "6.6"));
  });

  test("5.4: six batches, half as large at most; a small zone caches nothing", () => {
    expect(of(262_144, 1286, 4, "5.4")).toEqual({ batch: 31, high: 186 });
    expect(of(3840, 100, 4, "5.4")).toEqual({ batch: 1, high: 0 });
  });

  test("cpus are dealt evenly and in order", () => {
    expect(cpusOfNodes([0], 2)).toEqual(new Map([[0, [0, 1]]]));
    expect(cpusOfNodes([0, 1], 2)).toEqual(
      new Map([
        [0, [0]],
        [1, [1]],
      ]),
    );
    expect(cpusOfNodes([0, 2, 5], 4)).toEqual(
      new Map([
        [0, [0]],
        [2, [1]],
        [5, [2, 3]],
      ]),
    );
    expect(cpusOfNodes([0, 1], 1)).toEqual(
      new Map([
        [0, []],
        [1, [0]],
      ]),
    );
  });
});
