import { describe, expect, test } from "vitest";
import { GFP_KERNEL, GFP_MOVABLE, listsOf, twinOf, zoneSetup } from "./machines";
import { KERNELS, TYPE } from "./vocabulary";

describe.each(KERNELS)("v%s", (kernel) => {
  test("S-B1 split: one page out of one block of order 10, and back", () => {
    const twin = twinOf(kernel, [zoneSetup(1024)]);
    twin.add(0, 10);
    expect(twin.allocateFast(0, GFP_MOVABLE, 0)).toBe(0);
    expect(listsOf(twin, TYPE.movable)).toEqual([
      [1],
      [2],
      [4],
      [8],
      [16],
      [32],
      [64],
      [128],
      [256],
      [512],
      [],
    ]);
    expect(twin.zone(0).lists.freePages()).toBe(1023);
    twin.free(0, 0, 0);
    expect(listsOf(twin, TYPE.movable)).toEqual([[], [], [], [], [], [], [], [], [], [], [0]]);
  });

  test("a block whose pair is about to merge waits at the tail", () => {
    const twin = twinOf(kernel, [zoneSetup(16)], { maxOrder: 4, pageblockOrder: 4 });
    const { lists } = twin.zone(0);
    lists.free(8, 0, TYPE.movable, false);
    // Page 1 is in use and pages 2 and 3 are free: once page 1 is back, 0 to 3 are one block.
    lists.free(2, 1, TYPE.movable, false);
    lists.free(0, 0, TYPE.movable, false);
    // Page 12's pair would find 14 in use.
    lists.free(12, 0, TYPE.movable, false);
    expect(listsOf(twin, TYPE.movable)[0]).toEqual([12, 8, 0]);
  });

  test("the two halves of the largest block do not wait for each other", () => {
    const twin = twinOf(kernel, [zoneSetup(48)], { maxOrder: 4, pageblockOrder: 4 });
    const { lists } = twin.zone(0);
    lists.free(16, 3, TYPE.movable, false);
    lists.free(0, 4, TYPE.movable, false);
    // The next order is 4, the largest; whether 0 is free does not matter.
    lists.free(40, 3, TYPE.movable, false);
    expect(listsOf(twin, TYPE.movable)[3]).toEqual([40, 16]);
  });

  test("boot puts blocks to the tail, v5.4 to the head", () => {
    const twin = twinOf(kernel, [zoneSetup(16)], { maxOrder: 3, pageblockOrder: 2 });
    for (const frame of [0, 2, 4]) twin.add(frame, 0);
    expect(listsOf(twin, TYPE.movable)[0]).toEqual(kernel === "5.4" ? [4, 2, 0] : [0, 2, 4]);
  });

  test("blocks of two zones never merge", () => {
    const zones = [zoneSetup(6, { kind: "DMA" }), zoneSetup(16, { start: 6 })];
    const twin = twinOf(kernel, zones, { maxOrder: 4, pageblockOrder: 4 });
    for (let frame = 0; frame < 16; frame++) twin.add(frame, 0);
    expect(listsOf(twin, TYPE.movable, 0)).toEqual([[], [4], [0], [], []]);
    expect(listsOf(twin, TYPE.movable, 1)).toEqual([[], [6], [], [8], []]);
  });
});

describe("pageblocks of different types", () => {
  /** Frames 0 to 3 free of one type, then 4 to 7 of another; pageblocks of 4 pages. */
  function merged(kernel: (typeof KERNELS)[number], first: number, second: number) {
    const twin = twinOf(kernel, [zoneSetup(16)], { maxOrder: 3, pageblockOrder: 2 });
    twin.memory.setType(0, 0, first);
    twin.memory.setType(4, 0, second);
    twin.add(0, 2);
    twin.add(4, 2);
    return { twin, types: twin.memory.blockTypes.slice(0, 2) };
  }

  test.each(KERNELS)("v%s merges unmovable with movable; v6.6 retypes what it takes in", (kernel) => {
    const { twin, types } = merged(kernel, TYPE.unmovable, TYPE.movable);
    expect(listsOf(twin, TYPE.movable)[3]).toEqual([0]);
    expect(types).toEqual(kernel === "6.6" ? [TYPE.movable, TYPE.movable] : [TYPE.unmovable, TYPE.movable]);
  });

  test.each(KERNELS)("v%s keeps highatomic pageblocks apart, but for v5.4", (kernel) => {
    const { twin, types } = merged(kernel, TYPE.highatomic, TYPE.movable);
    expect(listsOf(twin, TYPE.movable)).toEqual(kernel === "5.4" ? [[], [], [], [0]] : [[], [], [4], []]);
    expect(listsOf(twin, TYPE.highatomic)[2]).toEqual(kernel === "5.4" ? [] : [0]);
    expect(types).toEqual([TYPE.highatomic, TYPE.movable]);
  });

  test.each(KERNELS)("v%s keeps isolated pageblocks apart, and does not count them as free", (kernel) => {
    const { twin } = merged(kernel, TYPE.isolate, TYPE.movable);
    expect(listsOf(twin, TYPE.isolate)[2]).toEqual([0]);
    expect(listsOf(twin, TYPE.movable)[2]).toEqual([4]);
    expect(twin.zone(0).lists.freePages()).toBe(4);
  });

  test.each(KERNELS)("v%s frees two pageblocks as one block, v6.6 each with its own type", (kernel) => {
    const twin = twinOf(kernel, [zoneSetup(32)], { maxOrder: 5, pageblockOrder: 4 });
    twin.add(0, 5);
    expect(twin.allocateFast(5, GFP_KERNEL, 0)).toBe(0);
    twin.memory.setType(0, 0, TYPE.highatomic);
    twin.memory.setType(16, 0, TYPE.movable);
    twin.free(0, 5, 0);
    expect(listsOf(twin, TYPE.highatomic).slice(4)).toEqual(kernel === "6.6" ? [[0], []] : [[], [0]]);
    expect(listsOf(twin, TYPE.movable).slice(4)).toEqual(kernel === "6.6" ? [[16], []] : [[], []]);
  });
});
