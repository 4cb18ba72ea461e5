import { describe, expect, test } from "vitest";
import { GFP_KERNEL, GFP_MOVABLE, GFP_RECLAIMABLE, listsOf, twinOf, zoneSetup } from "./machines";
import type { TwinAllocator } from "./page-allocator";
import { KERNELS, type Kernel, TYPE } from "./vocabulary";

/** One zone of four blocks of order 10 and lists of four to sixteen pages. */
function machine(kernel: Kernel, over = {}): TwinAllocator {
  const twin = twinOf(kernel, [zoneSetup(4096, { pcpBatch: 4, pcpHigh: 16 })], over);
  for (let frame = 0; frame < 4096; frame += 1024) twin.add(frame, 10);
  return twin;
}

function pcpList(twin: TwinAllocator, index: number): number[] {
  return (twin.zone(0).pcpOf(0).lists[index] ?? []).map(({ frame }) => frame);
}

function allocate(twin: TwinAllocator, gfp: number, count: number, order = 0): number[] {
  return Array.from({ length: count }, () => twin.allocateFast(order, gfp, 0) as number);
}

describe.each(KERNELS)("v%s", (kernel) => {
  const base = kernel === "5.4" ? 3072 : 0;

  test("a refill takes a batch in ascending order, the request takes its first", () => {
    const twin = machine(kernel);
    expect(allocate(twin, GFP_MOVABLE, 1)).toEqual([base]);
    expect(pcpList(twin, TYPE.movable)).toEqual([base + 1, base + 2, base + 3]);
    expect(twin.zone(0).lists.freePages()).toBe(4092);
  });

  test("a freed page is the next to be given out", () => {
    const twin = machine(kernel);
    const [first, second] = allocate(twin, GFP_MOVABLE, 2) as [number, number];
    twin.free(first, 0, 0);
    twin.free(second, 0, 0);
    expect(pcpList(twin, TYPE.movable)).toEqual([base + 1, base, base + 2, base + 3]);
    expect(allocate(twin, GFP_MOVABLE, 1)).toEqual([second]);
  });

  test("pages freed beyond high go back from the tail, a batch at once", () => {
    const twin = machine(kernel);
    const frames = allocate(twin, GFP_MOVABLE, 16);
    for (const frame of frames) twin.free(frame, 0, 0);
    // The sixteenth free reaches high: the four pages that waited longest go.
    expect(pcpList(twin, TYPE.movable)).toEqual(frames.slice(4).reverse());
    expect(twin.zone(0).lists.freePages()).toBe(4096 - 12);
  });

  test("lists of larger blocks, from v5.13 on", () => {
    const twin = machine(kernel);
    const [frame] = allocate(twin, GFP_MOVABLE, 1, 2) as [number];
    twin.free(frame, 2, 0);
    expect(twin.zone(0).lists.freePages()).toBe(kernel === "5.4" ? 4096 : 4096 - 8);
    if (kernel !== "5.4") expect(pcpList(twin, 3 * 2 + TYPE.movable)).toEqual([frame, frame + 4]);
  });

  test("huge pages have one list for each type, then one for movable ones and one for the others", () => {
    const twin = machine(kernel, { thp: true });
    const frames = [GFP_KERNEL, GFP_RECLAIMABLE, GFP_MOVABLE].map((gfp) => twin.allocateFast(9, gfp, 0));
    expect(frames.every((frame) => frame !== undefined)).toBe(true);
    const lengths = twin
      .zone(0)
      .pcpOf(0)
      .lists.map((list) => list.length);
    // Two are taken for each refill.
    const expected: Record<Kernel, number[]> = { "5.4": [], "5.18": [1, 1, 1], "6.1": [0, 1], "6.6": [0, 1] };
    expect(lengths.slice(12)).toEqual(expected[kernel]);
  });

  test("draining gives all back and everything merges", () => {
    const twin = machine(kernel);
    const movable = allocate(twin, GFP_MOVABLE, 7);
    for (const frame of movable) twin.free(frame, 0, 0);
    twin.drain(0, 0);
    expect(twin.zone(0).pcpOf(0).count).toBe(0);
    expect(listsOf(twin, TYPE.movable)[10]?.toSorted((a, b) => a - b)).toEqual([0, 1024, 2048, 3072]);
  });

  test("pages of CMA pageblocks wait in the movable list and go home", () => {
    const zone = zoneSetup(2048, { pcpBatch: 4, pcpHigh: 16, hasCma: true });
    const twin = twinOf(kernel, [zone]);
    twin.memory.setType(1024, 10, TYPE.cma);
    twin.add(1024, 10);
    twin.add(0, 9);
    const frames = allocate(twin, GFP_MOVABLE, 4);
    // More than half of what is free is CMA; v5.4 does not look.
    expect(frames[0]).toBe(kernel === "5.4" ? 0 : 1024);
    if (kernel === "5.4") return;
    for (const frame of frames) twin.free(frame, 0, 0);
    expect(
      twin
        .zone(0)
        .pcpOf(0)
        .lists[TYPE.movable]?.map(({ type }) => type),
    ).toEqual([4, 4, 4, 4]);
    twin.drain(0, 0);
    expect(listsOf(twin, TYPE.cma)[10]).toEqual([1024]);
  });
});

test("v5.4 goes round: a list that others were empty before gives more, the only one gives all", () => {
  const twin = machine("5.4");
  const pages = { movable: allocate(twin, GFP_MOVABLE, 12), reclaimable: allocate(twin, GFP_RECLAIMABLE, 4) };
  for (const frame of pages.reclaimable) twin.free(frame, 0, 0);
  for (const frame of pages.movable) twin.free(frame, 0, 0);
  // 16 pages: four go. Movable gives one, reclaimable gives one; unmovable is empty, so that movable gives two.
  expect(pcpList(twin, TYPE.movable)).toEqual(pages.movable.slice(3).reverse());
  expect(pcpList(twin, TYPE.reclaimable)).toEqual(pages.reclaimable.slice(1).reverse());
});

describe.each(["5.18", "6.1"] as const)("v%s frees ever more while nobody allocates", (kernel) => {
  /** Pages that each drain gives back while a cpu frees pages of other cpus. */
  function drains(high: number): number[] {
    const twin = twinOf(kernel, [zoneSetup(8192, { pcpBatch: 2, pcpHigh: high })], { cpuNodes: [0, 0] });
    for (let frame = 0; frame < 8192; frame += 1024) twin.add(frame, 10);
    const frames = Array.from({ length: 2000 }, () => twin.allocateFast(0, GFP_MOVABLE, 1) as number);
    const drained: number[] = [];
    for (const frame of frames) {
      const before = twin.zone(0).lists.freePages();
      twin.free(frame, 0, 0);
      const after = twin.zone(0).lists.freePages();
      if (after > before) drained.push(after - before);
    }
    return drained;
  }

  test("doubling with each drain up to high less a batch", () => {
    expect(drains(10).slice(0, 5)).toEqual([2, 4, 8, 8, 8]);
  });

  test("6.1.192 stops doubling at 32 batches", () => {
    const most = Math.max(...drains(200));
    expect(most).toBe(kernel === "6.1" ? 64 : 198);
  });

  test("an allocation halves it", () => {
    const twin = twinOf(kernel, [zoneSetup(1024, { pcpBatch: 2, pcpHigh: 20 })], { cpuNodes: [0, 0] });
    twin.add(0, 10);
    for (const frame of Array.from({ length: 60 }, () => twin.allocateFast(0, GFP_MOVABLE, 1) as number))
      twin.free(frame, 0, 0);
    const factor = twin.zone(0).pcpOf(0).freeFactor;
    expect(factor).toBeGreaterThan(1);
    twin.allocateFast(0, GFP_MOVABLE, 0);
    expect(twin.zone(0).pcpOf(0).freeFactor).toBe(Math.floor(factor / 2));
  });

  test("and a block of order 1 then empties all lists", () => {
    const twin = twinOf(kernel, [zoneSetup(1024, { pcpBatch: 2, pcpHigh: 20 })], { cpuNodes: [0, 0] });
    twin.add(0, 10);
    const frames = Array.from({ length: 21 }, () => twin.allocateFast(0, GFP_MOVABLE, 1) as number);
    const block = twin.allocateFast(1, GFP_MOVABLE, 1) as number;
    for (const frame of frames) twin.free(frame, 0, 0);
    expect(twin.zone(0).pcpOf(0).count).toBe(19);
    twin.free(block, 1, 0);
    expect(twin.zone(0).pcpOf(0).count).toBe(0);
  });

  test("under reclaim the lists keep four batches at most", () => {
    const twin = twinOf(kernel, [zoneSetup(1024, { pcpBatch: 2, pcpHigh: 20 })], { cpuNodes: [0, 0] });
    twin.add(0, 10);
    twin.zone(0).isReclaimed = true;
    for (const frame of Array.from({ length: 8 }, () => twin.allocateFast(0, GFP_MOVABLE, 1) as number))
      twin.free(frame, 0, 0);
    expect(twin.zone(0).pcpOf(0).count).toBe(6);
  });
});
