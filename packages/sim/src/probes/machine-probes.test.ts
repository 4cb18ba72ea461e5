import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GFP_ATOMIC, GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../allocator/gfp";
import type { StrategyInput } from "../input";
import { Machine } from "../machine/machine";
import { PAGE_STATES, type PageState } from "../page-states";
import { createHooks, planRun } from "../run/plan";
import { kmsan, MIB, machineInput, pmem, runInput, strategyInput } from "../testing/inputs";
import { censusOf } from "./pages/census";
import { pageDetails } from "./pages/details";
import { machinePages } from "./pages/machine-pages";
import { rasterOf } from "./pages/raster";
import { placesOf } from "./pages/space";
import { buddyinfo } from "./procfs/buddyinfo";
import { procView, statThreshold } from "./procfs/proc-view";
import { populated, VM_EVENTS } from "./procfs/view";
import { zoneinfo } from "./procfs/zoneinfo";

const STRATEGIES: StrategyInput[][] = [
  [],
  [kmsan("boot-carve-out")],
  [kmsan("lazy", { onFree: "release" })],
  [kmsan("lazy", { onFree: "keep" })],
  [kmsan("page-ext", { sharedFlags: true })],
];

const GFPS = [GFP_KERNEL, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE];

/** Allocations and frees, each free of what an earlier one got. */
const loads = fc.array(
  fc.record({
    order: fc.constantFrom(0, 0, 0, 1, 2, 3, 5, 9, 10),
    gfp: fc.constantFrom(...GFPS),
    times: fc.integer({ min: 1, max: 200 }),
    freed: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 12 },
);

/** Every kind of metadata and of free page at once. */
function boot(strategies: StrategyInput[]): Machine {
  const banks = [
    { baseBytes: 4096, sizeBytes: 150 * MIB, nid: 0 },
    { baseBytes: 384 * MIB, sizeBytes: 60 * MIB, nid: 0 },
    { baseBytes: 640 * MIB, sizeBytes: 40 * MIB, nid: 1 },
  ];
  const machine = machineInput(256 * MIB, {
    banks,
    unplacedReservedPages: 300,
    lateFreedPages: 40,
    cpus: 3,
    pageOwner: true,
    cma: [{ baseBytes: 64 * MIB, sizeBytes: 16 * MIB, label: "reserved" }],
  });
  const plan = planRun(runInput({ machine, strategies }));
  return new Machine(plan.early, createHooks(plan));
}

function run(machine: Machine, load: { order: number; gfp: number; times: number; freed: number }[]): void {
  for (const { order, gfp, times, freed } of load) {
    const frames: number[] = [];
    for (let i = 0; i < times; i++) {
      const frame = machine.allocate(order, gfp, 0);
      if (frame >= 0) frames.push(frame);
    }
    for (const frame of frames.slice(0, Math.floor(frames.length * freed))) machine.free(frame, order, 0);
  }
}

describe.each(STRATEGIES.map((strategies) => ({ name: JSON.stringify(strategies), strategies })))(
  "whatever was allocated and freed, $name",
  ({ strategies }) => {
    test("the page map, the /proc files and the machine's own books agree", () => {
      fc.assert(
        fc.property(loads, (load) => {
          const machine = boot(strategies);
          run(machine, load);
          const memory = machine.memory();
          const source = machinePages(machine);
          const { totals } = censusOf(source);
          const pages = (...states: PageState[]) =>
            states.reduce((sum, state) => sum + (totals[PAGE_STATES.indexOf(state)] as number), 0);

          expect(pages("free", "cma")).toBe(machine.buddy.freePages);
          expect(pages("pcp")).toBe(machine.pcpPages);
          expect(pages("unmovable", "movable", "reclaimable", "pinned")).toBe(machine.dataPages);
          expect(pages("memmap")).toBe(memory.memmapPages);
          expect(pages("page_ext")).toBe(memory.pageExtPages);
          expect(pages(...PAGE_STATES) - pages("absent")).toBe(memory.presentPages);
          if (memory.usable === "exact") {
            expect(pages("shadow")).toBe(memory.shadowPages);
            expect(pages("origin")).toBe(memory.originPages);
            expect(pages("reserved")).toBe(memory.reservedPages + memory.leakedPages);
          } else {
            const { shadow, origin } = machine.early.taken;
            expect(pages("shadow", "origin", "page_ext")).toBe(machine.metadataPages + shadow + origin);
          }

          const view = procView(machine);
          const given = VM_EVENTS.filter((name) => name.startsWith("pgalloc")).map(
            (name) => view.events[name] ?? 0,
          );
          expect((view.events.pgfree ?? 0) - given.reduce((sum, n) => sum + n, 0)).toBe(
            pages("free", "cma", "pcp"),
          );
          const zones = view.nodes.flatMap(populated);
          expect(zones.map((zone) => zone.managedPages)).toEqual(machine.managedOf);
          for (const zone of zones) {
            const free = zone.freeBlocks.flatMap((blocks) => blocks.map((n, order) => n * 2 ** order));
            expect(free.reduce((sum, n) => sum + n, 0)).toBe(zone.freePages);
            expect(zone.pageblocks.reduce((sum, n) => sum + n, 0)).toBe(
              Math.ceil(zone.spannedPages / 2 ** view.pageblockOrder) -
                absentPageblocks(machine, zone.startPfn),
            );
          }
        }),
        { numRuns: 12 },
      );
    });

    test("every page says by itself what the map counts", () => {
      const machine = boot(strategies);
      run(machine, [
        { order: 0, gfp: GFP_HIGHUSER_MOVABLE, times: 900, freed: 0.4 },
        { order: 3, gfp: GFP_KERNEL, times: 40, freed: 0.5 },
      ]);
      const source = machinePages(machine);
      const cells = placesOf(source.spans);
      const raster = rasterOf(source, { place: 0, cellPages: 1, cells, mark: 0, isDetailed: false });
      const totals = PAGE_STATES.map((_, code) => raster.filter((byte) => byte === code).length);
      const census = censusOf(source);
      expect(census.totals).toEqual(totals);
      const inBlocks = (blocks: number[]) => blocks.reduce((sum, n, order) => sum + n * 2 ** order, 0);
      expect(inBlocks(census.free)).toBe(machine.buddy.freePages);
      expect(inBlocks([...census.unmovable]) + inBlocks(census.movable) + inBlocks(census.reclaimable)).toBe(
        machine.managedPages - machine.buddy.freePages - machine.pcpPages,
      );
    });

    test("metadata and its page name each other", () => {
      const machine = boot(strategies);
      run(machine, [{ order: 2, gfp: GFP_KERNEL, times: 50, freed: 0.2 }]);
      const source = machinePages(machine);
      const titles = strategies.map(({ type }) => type);
      let links = 0;
      for (let pfn = 1; pfn < 32768; pfn += 37) {
        const details = pageDetails(machine, source, titles, pfn);
        for (const { what, side, pfn: other, pages } of details?.links ?? []) {
          links++;
          const back = pageDetails(machine, source, titles, other)?.links ?? [];
          const isNamed = back.some(
            (link) =>
              link.what === what && link.side !== side && link.pfn <= pfn && pfn < link.pfn + link.pages,
          );
          expect(isNamed, `pfn ${pfn} ${side} ${what} ${other}, ${pages} pages`).toBe(true);
        }
      }
      if (strategies.length > 0) expect(links).toBeGreaterThan(0);
    });
  },
);

describe("machines of other kinds", () => {
  const arm = (pageSizeBytes: number, maxOrder: number) =>
    machineInput(0, {
      arch: "arm64",
      pageSizeBytes,
      maxOrder,
      banks: [
        { baseBytes: 0x8000_0000, sizeBytes: 1024 * MIB, nid: 0 },
        { baseBytes: 0x8_8000_0000, sizeBytes: 1024 * MIB, nid: 1 },
      ],
    });
  const withPmem = machineInput(256 * MIB, {
    pmem: [pmem(384 * MIB, 100 * MIB), pmem(2048 * MIB, 256 * MIB, { map: "mem" })],
  });

  test.each([
    ["arm64 with pages of 64 KiB", arm(65_536, 9), []],
    ["arm64 with pages of 16 KiB", arm(16_384, 11), []],
    ["x86-64 with namespaces", withPmem, [strategyInput("device", "pfn-valid")]],
  ] as const)(
    "%s: each page has one place and one state, in the order of its pfn",
    (_, input, strategies) => {
      const plan = planRun(runInput({ machine: input, strategies: [...strategies] }));
      const machine = new Machine(plan.early, createHooks(plan));
      const source = machinePages(machine);
      const cells = placesOf(source.spans);
      const raster = rasterOf(source, { place: 0, cellPages: 1, cells, mark: 0, isDetailed: false });
      const pages = (state: PageState) => raster.filter((byte) => byte === PAGE_STATES.indexOf(state)).length;
      expect(PAGE_STATES.map(pages)).toEqual(censusOf(source).totals);
      expect(pages("free")).toBe(machine.buddy.freePages);
      const inNamespaces = source.devices.reduce((sum, { pages: n }) => sum + n, 0);
      expect(cells - pages("absent")).toBe(machine.early.presentPages + inNamespaces);
      expect(pages("device") > 0).toBe(input.pmem.length > 0);
      const pfns = source.spans.map(({ pfn }) => pfn);
      expect(pfns).toEqual([...pfns].sort((a, b) => a - b));
      for (const { place, pfn } of source.spans)
        expect(pageDetails(machine, source, [], pfn)?.place).toBe(place);
    },
  );
});

/** Node 0's zone spans 256 to 384 MiB, where there is no section: 128 MiB in pageblocks of 2 MiB. */
function absentPageblocks(machine: Machine, startPfn: number): number {
  const zone = machine.zones.find((other) => other.startPfn === startPfn);
  return zone !== undefined && zone.nid === 0 && zone.endPfn * 4096 > 384 * MIB ? 64 : 0;
}

test("the text is of the zones the kernel has, those without pages too", () => {
  const view = procView(boot([]));
  expect(
    buddyinfo(view)
      .split("\n")
      .map((line) => line.slice(0, 22)),
  ).toEqual(["Node 0, zone      DMA ", "Node 0, zone    DMA32 ", "Node 1, zone    DMA32 ", ""]);
  expect([...zoneinfo(view).matchAll(/^Node.*$/gm)].map(([line]) => line)).toEqual(
    [0, 1].flatMap((nid) =>
      ["     DMA", "   DMA32", "  Normal", " Movable", "  Device"].map((z) => `Node ${nid}, zone ${z}`),
    ),
  );
});

test("the threshold of a cpu's counters, as boots of 1 to 4 GiB showed it", () => {
  // Managed pages of a zone, cpus and "vm stats threshold" in /proc/zoneinfo.
  for (const [managed, cpus, threshold] of [
    [3840, 2, 4],
    [232_530, 2, 16],
    [499_698, 2, 20],
    [765_920, 2, 24],
    [3840, 1, 2],
  ] as const)
    expect(statThreshold(cpus, managed * 4096)).toBe(threshold);
});
