import { describe, expect, test } from "vitest";
import { fastFlags } from "./flags";
import { GFP_KERNEL, GFP_MOVABLE, GFP_RECLAIMABLE, layOut, listsOf, twinOf, zoneSetup } from "./machines";
import { KERNELS, TYPE } from "./vocabulary";

describe.each(KERNELS)("v%s", (kernel) => {
  test("S-B6 claim: 200 free and 112 of the same kind are more than half", () => {
    const twin = twinOf(kernel, [zoneSetup(512)]);
    // Free blocks: 128 pages at 0, 64 at 128, 8 at 192.
    layOut(twin, 0, TYPE.movable, { free: 200, movable: 200, unmovable: 112 });
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(192);
    expect(twin.memory.typeOf(0)).toBe(TYPE.unmovable);
    expect(listsOf(twin, TYPE.movable).flat()).toEqual([]);
    expect(listsOf(twin, TYPE.unmovable)).toEqual([[193], [194], [196], [], [], [], [128], [0], [], [], []]);
    expect(twin.extfrags).toHaveLength(1);
    expect(twin.extfrags[0]).toMatchObject({ order: 0, foundOrder: 7, type: 0, foundType: 1 });
  });

  test("S-B6 no claim: 100 free and 32 of the same kind are less than half", () => {
    const twin = twinOf(kernel, [zoneSetup(512)]);
    // Free blocks: 64 pages at 0, 32 at 64, 4 at 96.
    layOut(twin, 0, TYPE.movable, { free: 100, movable: 380, unmovable: 32 });
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(96);
    expect(twin.memory.typeOf(0)).toBe(TYPE.movable);
    // v6.6 takes one block and leaves its rest; before, all of the pageblock's free pages go along.
    const rest = [[97], [98], [], [], [], [64], [0], [], [], [], []];
    const none = rest.map(() => []);
    expect(listsOf(twin, TYPE.movable)).toEqual(kernel === "6.6" ? rest : none);
    expect(listsOf(twin, TYPE.unmovable)).toEqual(kernel === "6.6" ? none : rest);
  });

  test("a movable request that cannot claim takes the smallest block", () => {
    const twin = twinOf(kernel, [zoneSetup(512)]);
    // Free blocks: 8 pages at 0, 2 at 8. Order 3 is less than half of the pageblock order.
    layOut(twin, 0, TYPE.unmovable, { free: 10, movable: 500, unmovable: 2 });
    expect(twin.allocateFast(0, GFP_MOVABLE, 0)).toBe(8);
    expect(twin.memory.typeOf(0)).toBe(TYPE.unmovable);
    expect(listsOf(twin, TYPE.unmovable).slice(0, 4)).toEqual(
      kernel === "6.6" ? [[9], [], [], [0]] : [[], [], [], [0]],
    );
    expect(listsOf(twin, TYPE.movable)[0]).toEqual(kernel === "6.6" ? [] : [9]);
  });

  test("a movable request claims from order 4 on, by the movable pages beside", () => {
    const twin = twinOf(kernel, [zoneSetup(512)]);
    layOut(twin, 0, TYPE.unmovable, { free: 16, movable: 240, unmovable: 256 });
    expect(twin.allocateFast(0, GFP_MOVABLE, 0)).toBe(0);
    expect(twin.memory.typeOf(0)).toBe(TYPE.movable);
  });

  test("reclaimable beside unmovable counts free pages alone", () => {
    for (const [free, type] of [
      [256, TYPE.reclaimable],
      [255, TYPE.unmovable],
    ] as const) {
      const twin = twinOf(kernel, [zoneSetup(512)]);
      layOut(twin, 0, TYPE.unmovable, { free, movable: 0, unmovable: 512 - free });
      expect(twin.allocateFast(0, GFP_RECLAIMABLE, 0)).toBeDefined();
      expect(twin.memory.typeOf(0)).toBe(type);
    }
  });

  test("the largest block goes first, then the type's order of stand-ins", () => {
    const twin = twinOf(kernel, [zoneSetup(4 * 512)]);
    layOut(twin, 0, TYPE.reclaimable, { free: 32, movable: 480, unmovable: 0 });
    layOut(twin, 512, TYPE.movable, { free: 64, movable: 448, unmovable: 0 });
    layOut(twin, 1024, TYPE.movable, { free: 32, movable: 480, unmovable: 0 });
    // v6.6 finds no pageblock worth claiming and takes the smallest, of the first stand-in.
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(kernel === "6.6" ? 0 : 512);
    const order5 = twinOf(kernel, [zoneSetup(4 * 512)]);
    layOut(order5, 1024, TYPE.movable, { free: 32, movable: 480, unmovable: 0 });
    layOut(order5, 0, TYPE.reclaimable, { free: 32, movable: 480, unmovable: 0 });
    expect(order5.allocateFast(5, GFP_KERNEL, 0)).toBe(0);
  });

  test("moved blocks go to the tail in ascending order, in v5.4 to the head one after another", () => {
    const twin = twinOf(kernel, [zoneSetup(4 * 16)], { maxOrder: 4, pageblockOrder: 4 });
    const { lists } = twin.zone(0);
    for (const frame of [0, 2, 4, 6, 8]) lists.free(frame, 0, TYPE.movable, false);
    lists.free(10, 1, TYPE.movable, false);
    twin.memory.setType(16, 0, TYPE.unmovable);
    // The pageblock's 7 free and 9 unmovable pages are claimed; only order 1 is long enough.
    expect(twin.allocateFast(1, GFP_KERNEL, 0)).toBe(10);
    expect(listsOf(twin, TYPE.unmovable)[0]).toEqual(kernel === "5.4" ? [8, 6, 4, 2, 0] : [0, 2, 4, 6, 8]);
  });

  test("a block of several pageblocks changes them all", () => {
    const twin = twinOf(kernel, [zoneSetup(1024)]);
    twin.add(0, 10);
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(0);
    expect(twin.memory.blockTypes).toEqual([TYPE.unmovable, TYPE.unmovable]);
    expect(listsOf(twin, TYPE.unmovable)[9]).toEqual([512]);
    expect(twin.zone(0).boost).toBe(0);
  });

  test("a pageblock that reaches over its zone's end gives one block only", () => {
    const twin = twinOf(kernel, [zoneSetup(500), zoneSetup(1024, { start: 500, kind: "Movable" })], {
      zonelists: [[0]],
    });
    layOut(twin, 0, TYPE.movable, { free: 200, movable: 100, unmovable: 200 });
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(kernel === "6.6" ? 192 : 0);
    expect(twin.memory.typeOf(0)).toBe(TYPE.movable);
    expect(listsOf(twin, TYPE.movable)[6]).toEqual([128]);
  });

  test("behind its zone's start the pageblock is judged from the block on, in v6.6 not at all", () => {
    const twin = twinOf(kernel, [zoneSetup(64, { kind: "DMA" }), zoneSetup(512, { start: 64 })], {
      zonelists: [[1]],
    });
    // Free blocks: 64 pages at 64, 128 at 128, 2 at 256; the largest is at 128.
    for (let frame = 64; frame < 258; frame++) twin.zone(1).lists.free(frame, 0, TYPE.movable, false);
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(256);
    expect(twin.memory.typeOf(0)).toBe(kernel === "6.6" ? TYPE.movable : TYPE.unmovable);
    expect(listsOf(twin, TYPE.movable, 1)[6]).toEqual([64]);
    expect(listsOf(twin, TYPE.unmovable, 1)[7]).toEqual(kernel === "6.6" ? [] : [128]);
  });

  test("a fallback boosts the marks by a pageblock, up to half more than HIGH", () => {
    const boosts = (managed: number, high: number) => {
      const twin = twinOf(kernel, [zoneSetup(512, { managed, high })]);
      layOut(twin, 0, TYPE.movable, { free: 200, movable: 200, unmovable: 112 });
      twin.allocateFast(0, GFP_KERNEL, 0);
      return twin.zone(0).boost;
    };
    expect(boosts(2048, 100)).toBe(512);
    expect(boosts(2048, 0)).toBe(0);
    expect(boosts(2047, 100)).toBe(kernel === "5.4" ? 512 : 0);
    const twin = twinOf(kernel, [zoneSetup(2048, { high: 400 })]);
    for (const start of [0, 512]) layOut(twin, start, TYPE.movable, { free: 1, movable: 511, unmovable: 0 });
    for (const _ of [1, 2]) twin.allocate(0, GFP_KERNEL, 0, { ...fastFlags(GFP_KERNEL), mark: "none" });
    expect(twin.zone(0).boost).toBe(600);
  });

  test("one refill of v6.15 and later goes on stealing once it has begun to", () => {
    const twin = twinOf(kernel, [zoneSetup(64, { pcpBatch: 3, pcpHigh: 12, high: 100 })], {
      maxOrder: 4,
      pageblockOrder: 4,
    });
    // Nowhere is a claim worth it.
    layOut(twin, 0, TYPE.movable, { free: 1, movable: 15, unmovable: 0 });
    layOut(twin, 16, TYPE.movable, { free: 1, movable: 15, unmovable: 0 });
    layOut(twin, 32, TYPE.movable, { free: 1, movable: 15, unmovable: 0 });
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(32);
    const rest = twin
      .zone(0)
      .pcpOf(0)
      .lists[0]?.map(({ frame }) => frame);
    expect(rest).toEqual([16, 0]);
    expect(twin.extfrags).toHaveLength(3);
    // Each look at a pageblock boosts; v6.15 and later look for the first page only.
    expect(twin.zone(0).boost).toBe(kernel === "6.6" ? 16 : 48);
  });
});

test("a block that lies on another list than its highatomic pageblock's moves alone", () => {
  const twin = twinOf("6.1", [zoneSetup(512)]);
  layOut(twin, 0, TYPE.movable, { free: 200, movable: 0, unmovable: 312 });
  twin.memory.setType(0, 0, TYPE.highatomic);
  expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(0);
  expect(twin.memory.typeOf(0)).toBe(TYPE.highatomic);
  expect(listsOf(twin, TYPE.movable)[6]).toEqual([128]);
});
