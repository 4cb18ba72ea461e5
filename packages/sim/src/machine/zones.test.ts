import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MachineInput } from "../input";
import { createRun } from "../run/run";
import { GIB, MIB, machineInput, runInput } from "../testing/inputs";
import { lowMemoryEnd, pageblockOrder, sectionBytes } from "./arch";
import { firstDeferredPfns } from "./deferred";
import { EarlyMachine } from "./early";
import { Memblock } from "./memblock";
import { distancesProblem, nodeOrders } from "./node-distance";
import { layOutZones } from "./zones";

function zonesOf(input: MachineInput) {
  const memblock = new Memblock();
  for (const bank of input.banks) memblock.add(bank.baseBytes, bank.sizeBytes, bank.nid);
  return layOutZones(memblock.memory, input);
}

describe("zones", () => {
  test("x86-64: DMA below 16 MiB, DMA32 below 4 GiB, Normal above; a request starts at the top", () => {
    const layout = zonesOf(
      machineInput(0, { banks: [{ baseBytes: 4096, sizeBytes: 6 * GIB - 4096, nid: 0 }] }),
    );
    expect(layout.zones).toEqual([
      { nid: 0, name: "DMA", startPfn: 1, endPfn: 4096, presentPages: 4095 },
      { nid: 0, name: "DMA32", startPfn: 4096, endPfn: 1048576, presentPages: 1044480 },
      { nid: 0, name: "Normal", startPfn: 1048576, endPfn: 1572864, presentPages: 524288 },
    ]);
    expect(layout.zonelists.get(0)).toEqual([2, 1, 0]);
  });

  test("two nodes, as the log of a boot with two has it: 0 falls back to 1, and 1 to 0", () => {
    const layout = zonesOf(
      machineInput(0, {
        banks: [
          { baseBytes: 0, sizeBytes: 1 * GIB, nid: 0 },
          { baseBytes: 1 * GIB, sizeBytes: 1 * GIB, nid: 1 },
        ],
      }),
    );
    expect(layout.zones.map((zone) => `${zone.nid} ${zone.name}`)).toEqual(["0 DMA", "0 DMA32", "1 DMA32"]);
    expect(layout.zonelists.get(0)).toEqual([1, 0, 2]);
    expect(layout.zonelists.get(1)).toEqual([2, 1, 0]);
  });

  const arm64 = (over: Partial<MachineInput>) =>
    zonesOf(machineInput(0, { arch: "arm64", ...over })).zones.map((zone) => [zone.name, zone.presentPages]);

  test("arm64: DMA below 4 GiB, Normal above; all DMA where memory starts above; DMA32 in 5.4", () => {
    const across = [{ baseBytes: 3 * GIB, sizeBytes: 2 * GIB, nid: 0 }];
    const above = [{ baseBytes: 32 * GIB, sizeBytes: 6 * GIB, nid: 0 }];
    expect(arm64({ banks: across })).toEqual([
      ["DMA", 262144],
      ["Normal", 262144],
    ]);
    expect(arm64({ banks: above })).toEqual([["DMA", 1572864]]);
    expect(arm64({ banks: above, kernel: "5.4" })).toEqual([
      ["DMA32", 1048576],
      ["Normal", 524288],
    ]);
  });

  test("32-bit arm: 768 MiB of low memory from where memory starts, then HighMem", () => {
    expect(lowMemoryEnd("arm32", 0x8000_0000)).toBe(0x8000_0000 + 768 * MIB);
    const banks = [{ baseBytes: 0x8000_0000, sizeBytes: 2 * GIB, nid: 0 }];
    const { zones, zonelists } = zonesOf(machineInput(0, { arch: "arm32", banks }));
    expect(zones.map((zone) => [zone.name, zone.presentPages])).toEqual([
      ["Normal", 196_608],
      ["HighMem", 327_680],
    ]);
    expect(zonelists.get(0)).toEqual([1, 0]);
  });
});

test("sections and pageblocks by architecture, page size and version (A-11, B-3)", () => {
  const of = (
    arch: MachineInput["arch"],
    pageSizeBytes: number,
    maxOrder: number,
    kernel: MachineInput["kernel"],
  ) => {
    const machine = machineInput(0, { arch, pageSizeBytes, maxOrder, kernel });
    return [sectionBytes(machine) / MIB, pageblockOrder(machine)];
  };
  expect(of("x86-64", 4096, 10, "5.4")).toEqual([128, 9]);
  expect(of("arm64", 4096, 10, "6.1")).toEqual([128, 9]);
  expect(of("arm64", 16_384, 11, "5.18")).toEqual([128, 11]);
  expect(of("arm64", 65_536, 13, "6.1")).toEqual([512, 13]);
  expect(of("arm64", 4096, 10, "5.4")).toEqual([1024, 9]);
  expect(of("arm32", 4096, 10, "6.1")[1]).toBe(10);
  expect(of("x86-64", 4096, 7, "6.1")).toEqual([128, 7]);
  expect(pageblockOrder(machineInput(0, { pageblockOrder: 5 }))).toBe(5);
});

describe("deferred struct pages", () => {
  const first = (banks: MachineInput["banks"], over: Partial<MachineInput> = {}) => {
    const machine = machineInput(0, { banks, deferredInit: true, ...over });
    return firstDeferredPfns(zonesOf(machine), machine);
  };

  test("S-A6 64 GiB above 4 GiB: one section is ready early", () => {
    expect(first([{ baseBytes: 4 * GIB, sizeBytes: 64 * GIB, nid: 0 }])).toEqual([{ nid: 0, pfn: 0x108000 }]);
  });

  test("lower zones are ready whole; a section's worth of pages may end inside a section, or behind a hole", () => {
    // DMA32 starts at pfn 0x1000: 32,768 pages later is pfn 0x9000, and the next section starts at 0x10000.
    expect(first([{ baseBytes: 4096, sizeBytes: 2 * GIB - 4096, nid: 0 }])).toEqual([
      { nid: 0, pfn: 0x10000 },
    ]);
    expect(
      first([
        { baseBytes: 4 * GIB, sizeBytes: 64 * MIB, nid: 0 },
        { baseBytes: 5 * GIB, sizeBytes: GIB, nid: 0 },
      ]),
    ).toEqual([{ nid: 0, pfn: 0x148000 }]);
  });

  test("each node keeps a section; a node of one section has nothing to defer", () => {
    expect(
      first([
        { baseBytes: 4 * GIB, sizeBytes: GIB, nid: 0 },
        { baseBytes: 5 * GIB, sizeBytes: 128 * MIB, nid: 1 },
      ]),
    ).toEqual([{ nid: 0, pfn: 0x108000 }]);
    expect(first([{ baseBytes: 4 * GIB, sizeBytes: GIB, nid: 0 }], { deferredInit: false })).toEqual([]);
  });

  test("a run reports them", () => {
    const run = createRun(runInput({ machine: machineInput(512 * MIB, { deferredInit: true }) }));
    while (run.step(1000));
    expect(run.result().firstDeferredPfns).toEqual([{ nid: 0, pfn: 0x10000 }]);
  });
});

describe("nodes", () => {
  const orders = (nids: number[], nodeDistances: string, over: Partial<MachineInput> = {}) =>
    [...nodeOrders(nids, machineInput(0, { nodeDistances, cpus: nids.length, ...over })).values()].map(
      (order) => order.join(""),
    );

  test("the nearest first, whatever its number", () => {
    const line = "10 20 30; 20 10 20; 30 20 10";
    expect(orders([0, 1, 2], line)).toEqual(["012", "120", "210"]);
  });

  test("equally far away they take turns, the one behind in number first", () => {
    expect(orders([0, 1, 2, 3], "")).toEqual(["0123", "1230", "2301", "3012"]);
  });

  test("two pairs, the example of commit 54d032ced983: 5.4 sends 2 and 3 both to 0, later versions one to 1", () => {
    const pairs = "10 12 32 32; 12 10 32 32; 32 32 10 12; 32 32 12 10";
    expect(orders([0, 1, 2, 3], pairs, { kernel: "5.4" })).toEqual(["0123", "1032", "2301", "3201"]);
    for (const kernel of ["5.18", "6.1", "6.6"] as const)
      expect(orders([0, 1, 2, 3], pairs, { kernel })).toEqual(["0123", "1032", "2301", "3210"]);
  });

  test("one without cpus comes before one with, at the same distance", () => {
    // One cpu for three nodes: the last has it.
    expect(orders([0, 1, 2], "", { cpus: 1 })).toEqual(["012", "102", "201"]);
  });

  test("every order starts with the node itself and names each node once, nearest first", () => {
    const matrix = fc.integer({ min: 2, max: 6 }).chain((n) =>
      fc.tuple(
        fc.array(fc.array(fc.integer({ min: 11, max: 40 }), { minLength: n, maxLength: n }), {
          minLength: n,
          maxLength: n,
        }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom("5.4" as const, "5.18" as const, "6.1" as const, "6.6" as const),
      ),
    );
    fc.assert(
      fc.property(matrix, ([rows, cpus, kernel]) => {
        for (const [i, row] of rows.entries()) row[i] = 10;
        const nodeDistances = rows.map((row) => row.join(" ")).join("; ");
        const nids = rows.map((_, i) => i);
        expect(distancesProblem(nodeDistances, nids.length)).toBeNull();
        for (const [nid, order] of nodeOrders(nids, { nodeDistances, cpus, kernel })) {
          expect(order[0]).toBe(nid);
          expect([...order].sort((a, b) => a - b)).toEqual(nids);
          // Direction and cpus weigh 2 at most, so that anything further apart is in order.
          const far = order.map((n) => rows[nid]?.[n] ?? 0);
          for (let i = 1; i < far.length; i++) expect(far[i - 1]).toBeLessThanOrEqual((far[i] ?? 0) + 2);
        }
      }),
    );
  });

  test.each([
    ["10 20", 2, "2 nodes have memory, so 2 rows of 2 numbers are needed; there are 1, of 2."],
    ["10 x; 20 10", 2, "A distance is a whole number from 10 to 254."],
    ["10 9; 20 10", 2, "A distance is a whole number from 10 to 254."],
    ["11 20; 20 10", 2, "The distance of a node to itself has to be 10."],
  ])("%j is no matrix of %i nodes", (text, nodes, sentence) => {
    expect(distancesProblem(text, nodes)).toBe(sentence);
  });
});

describe("32-bit arm with high memory", () => {
  const banks = [{ baseBytes: 0x8000_0000, sizeBytes: 2 * GIB, nid: 0 }];
  const machine = machineInput(0, {
    arch: "arm32",
    structPageBytes: 32,
    banks,
    unplacedReservedPages: 1000,
    lateFreedPages: 100,
  });

  test("the memmap and all else that is reserved lie in low memory; high memory is free page by page", () => {
    const early = new EarlyMachine(machine, 32);
    // 2 GiB of 32 B a page: one array of 16 MiB below the end of low memory.
    expect(early.memmap).toEqual([{ base: 0x8000_0000 + 752 * MIB, size: 16 * MIB }]);
    const run = createRun(runInput({ machine }), { check: true });
    while (run.step(1000));
    const [normal, high] = run.result().zones;
    expect(normal?.managedPages).toBe(196_608 - 4096 - 1000 + 100);
    expect(high?.managedPages).toBe(327_680);
    // The kernel frees it page by page; what merges is whole again.
    expect(high?.freeBlocks).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 320]);
  });

  test("a hole between banks gives its part of the memmap back", () => {
    const apart = [
      { baseBytes: 0x8000_0000, sizeBytes: 256 * MIB, nid: 0 },
      { baseBytes: 0xa000_0000, sizeBytes: 128 * MIB, nid: 0 },
    ];
    const early = new EarlyMachine({ ...machine, banks: apart }, 32);
    expect(early.memmapPages * 4096).toBe((384 / 128) * MIB);
  });
});
