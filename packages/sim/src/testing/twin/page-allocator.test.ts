import { describe, expect, test } from "vitest";
import { fastFlags } from "./flags";
import { GFP_ATOMIC, GFP_KERNEL, GFP_MOVABLE, listsOf, twinOf, zoneSetup } from "./machines";
import { GFP, KERNELS, type TwinZoneSetup, TYPE } from "./vocabulary";

/** A zone of which exactly so many pages are free, with MIN and LOW at a mark. */
function withFree(kernel: (typeof KERNELS)[number], free: number, over: Partial<TwinZoneSetup>) {
  const twin = twinOf(kernel, [zoneSetup(4096, over)]);
  let frame = 0;
  for (let order = 10; order >= 0; order--) {
    if ((free & (2 ** order)) === 0) continue;
    twin.add(frame, order);
    frame += 2 ** order;
  }
  return twin;
}

describe.each(KERNELS)("v%s", (kernel) => {
  test("S-B4 reserves: who may go how far below MIN", () => {
    const gets = (free: number, gfp: number) =>
      withFree(kernel, free, { min: 1024, low: 1280 }).allocateSlow(0, gfp, 0) !== undefined;
    expect([gets(1024, GFP_KERNEL), gets(1025, GFP_KERNEL)]).toEqual([false, true]);
    expect([gets(512, GFP_KERNEL | GFP.high), gets(513, GFP_KERNEL | GFP.high)]).toEqual([false, true]);
    expect([gets(384, GFP_ATOMIC), gets(385, GFP_ATOMIC)]).toEqual([false, true]);
    expect([gets(1024, GFP.kswapd), gets(1025, GFP.kswapd)]).toEqual([false, true]);
  });

  test("the first attempt stops at LOW whoever asks", () => {
    for (const gfp of [GFP_KERNEL, GFP_ATOMIC]) {
      expect(withFree(kernel, 1280, { min: 1024, low: 1280 }).allocateFast(0, gfp, 0)).toBeUndefined();
      expect(withFree(kernel, 1281, { min: 1024, low: 1280 }).allocateFast(0, gfp, 0)).toBeDefined();
    }
  });

  test("a block's own pages but one do not count", () => {
    const gets = (free: number) =>
      withFree(kernel, free, { min: 1024, low: 1024 }).allocateFast(4, GFP_KERNEL, 0) !== undefined;
    expect([gets(1024 + 15), gets(1024 + 16)]).toEqual([false, true]);
  });

  test("X-B1 free memory without a block of the order is no use", () => {
    const twin = withFree(kernel, 255, {});
    expect(twin.allocateFast(8, GFP_KERNEL, 0)).toBeUndefined();
    expect(twin.allocateFast(7, GFP_KERNEL, 0)).toBeDefined();
  });

  test("S-B8 CMA: free for movable requests alone, and theirs first while it is more than half", () => {
    const machine = (own: number, cma: number) => {
      const twin = withFree(kernel, own, { min: 500, low: 500, hasCma: true });
      twin.memory.setType(2048, 10, TYPE.cma);
      let frame = 2048;
      for (let order = 9; order >= 0; order--) {
        if ((cma & (2 ** order)) === 0) continue;
        twin.add(frame, order);
        frame += 2 ** order;
      }
      expect(twin.zone(0).lists.freePages()).toBe(1000);
      return twin;
    };
    expect(machine(400, 600).allocateFast(0, GFP_KERNEL, 0)).toBeUndefined();
    const isFromCma = (frame: number | undefined) => frame !== undefined && frame >= 2048;
    expect(isFromCma(machine(400, 600).allocateFast(0, GFP_MOVABLE, 0))).toBe(kernel !== "5.4");
    expect(isFromCma(machine(600, 400).allocateFast(0, GFP_MOVABLE, 0))).toBe(false);
  });

  test("CMA serves movable requests that find nothing of their own before any fallback", () => {
    const twin = twinOf(kernel, [zoneSetup(2048, { hasCma: true })]);
    twin.memory.setType(0, 0, TYPE.unmovable);
    twin.add(0, 9);
    twin.memory.setType(512, 0, TYPE.cma);
    twin.add(512, 8);
    expect(twin.allocateFast(0, GFP_MOVABLE, 0)).toBe(512);
    expect(twin.extfrags).toEqual([]);
    expect(twin.allocateFast(0, GFP_MOVABLE | GFP.tagged, 0)).toBe(0);
  });

  test("S-B10 highatomic: at most one percent of the zone, and a pageblock before v6.8", () => {
    const cap = (managed: number) =>
      twinOf(kernel, [zoneSetup(512, { managed })])
        .zone(0)
        .highatomicCap();
    expect(cap(262144)).toBe(kernel === "6.6" ? 3072 : 2621 + 512);
    expect(cap(32768)).toBe(kernel === "6.6" ? 0 : 839);
    const twin = twinOf(kernel, [zoneSetup(4 * 512, { managed: 32768 })]);
    for (let frame = 0; frame < 4 * 512; frame += 512) twin.add(frame, 9);
    for (const _ of [1, 2, 3]) expect(twin.allocateSlow(9, GFP_ATOMIC, 0)).toBeDefined();
    const reserved = twin.memory.blockTypes.filter((type) => type === TYPE.highatomic);
    expect(reserved).toHaveLength(kernel === "6.6" ? 0 : 2);
    expect(twin.zone(0).highatomic).toBe(kernel === "6.6" ? 0 : 1024);
  });

  test("a reserved pageblock serves atomic blocks first, other requests not, and is given back under pressure", () => {
    const twin = twinOf(kernel, [zoneSetup(1024, { managed: 102400 })]);
    twin.add(0, 9);
    twin.add(512, 9);
    // v5.18 takes order 4 from the buddy; smaller blocks come through the per-cpu lists.
    const first = twin.allocateSlow(4, GFP_ATOMIC, 0) as number;
    const reserved = first - (first % 512);
    expect(twin.memory.typeOf(first)).toBe(TYPE.highatomic);
    expect(listsOf(twin, TYPE.highatomic).map((list) => list.length)).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0,
    ]);
    expect(twin.allocateSlow(4, GFP_ATOMIC, 0)).toBe(first + 16);
    expect(twin.allocate(9, GFP_KERNEL, 0, { ...fastFlags(GFP_KERNEL), mark: "none" })).toBe(512 - reserved);
    expect(twin.allocateSlow(0, GFP_KERNEL, 0)).toBeUndefined();
    // From v6.4 on, and in 6.1 by stable, who can't wait gets the last of it.
    const last = twin.allocateSlow(0, GFP_ATOMIC, 0);
    expect(last !== undefined).toBe(kernel === "6.1" || kernel === "6.6");
    expect(twin.unreserveHighatomic(GFP_MOVABLE, 0, false)).toBe(false);
    expect(twin.unreserveHighatomic(GFP_MOVABLE, 0, true)).toBe(true);
    expect(twin.memory.typeOf(first)).toBe(TYPE.movable);
    expect(twin.zone(0).highatomic).toBe(0);
    expect(listsOf(twin, TYPE.highatomic).flat()).toEqual([]);
  });

  test("reserved pageblocks are out of count for those who may not use them", () => {
    const twin = twinOf(kernel, [zoneSetup(1024, { managed: 102400, min: 490, low: 490 })]);
    twin.add(0, 9);
    twin.add(512, 9);
    expect(twin.allocateSlow(4, GFP_ATOMIC, 0)).toBeDefined();
    expect(twin.zone(0).highatomic).toBe(512);
    let pages = 0;
    while (twin.allocateSlow(0, GFP_KERNEL, 0) !== undefined) pages++;
    // 1008 pages are free, 496 of them reserved. v5.4 first looks without the reserve: down to the last page outside of it.
    // Then the 512 pages of the pageblock are left out; v6.13 and later leave out those that are free.
    expect(pages).toBe({ "5.4": 512, "5.18": 6, "6.1": 6, "6.6": 22 }[kernel]);
  });

  test("a boosted mark does not bind atomic requests for a page, but for v5.4", () => {
    const twin = withFree(kernel, 600, { min: 100, low: 125 });
    twin.zone(0).boost = 512;
    // (100 + 512) / 2 = 306 of 600 pages, less a quarter: both pass.
    expect(twin.allocateSlow(0, GFP_ATOMIC, 0)).toBeDefined();
    expect(twin.allocateSlow(0, GFP_KERNEL, 0)).toBeUndefined();
    const low = withFree(kernel, 200, { min: 100, low: 125 });
    low.zone(0).boost = 512;
    expect(low.allocateSlow(0, GFP_ATOMIC, 0) !== undefined).toBe(kernel !== "5.4");
    expect(low.allocateSlow(1, GFP_ATOMIC, 0)).toBeUndefined();
  });

  test("pages kept from higher zones' requests, and the zonelist's order", () => {
    const zones = [
      zoneSetup(1024, { kind: "DMA", managed: 1024, lowmemReserve: [0, 0, 900, 900, 900] }),
      zoneSetup(2048, { start: 1024, low: 1000 }),
    ];
    const twin = twinOf(kernel, zones);
    twin.add(0, 10);
    twin.add(1024, 10);
    const zonesOf = (gfp: number, count: number) =>
      Array.from({ length: count }, () => twin.allocateFast(0, gfp, 0)).map((frame) =>
        frame === undefined ? -1 : twin.zoneOf(frame).index,
      );
    // 1024 > 1000 holds for 24 pages; then DMA gives 124 until 900 are left.
    expect(zonesOf(GFP_MOVABLE, 24 + 124 + 1)).toEqual([
      ...new Array(24).fill(1),
      ...new Array(124).fill(0),
      -1,
    ]);
    expect(zonesOf(GFP_MOVABLE | GFP.dma, 1)).toEqual([0]);
  });

  test("pageblocks of NORMAL stay whole while DMA32 can serve", () => {
    const zones = (managed: number) => [
      zoneSetup(1024, { kind: "DMA32", managed }),
      zoneSetup(2048, { start: 1024, managed }),
    ];
    for (const hasDma32 of [true, false]) {
      const twin = twinOf(kernel, zones(1024), { hasDma32 });
      for (const frame of [0, 1024]) twin.add(frame, 8);
      // Both zones hold movable blocks below the pageblock order only; DMA32 has an unmovable one.
      twin.memory.setType(512, 0, TYPE.unmovable);
      twin.add(512, 8);
      const frame = twin.allocateFast(0, GFP_KERNEL, 0) as number;
      expect(frame).toBe(hasDma32 ? 512 : 1024);
    }
  });

  test("with nowhere else to go a pageblock is broken after all", () => {
    const twin = twinOf(kernel, [zoneSetup(1024)], { hasDma32: true });
    twin.add(0, 8);
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(0);
    expect(twin.extfrags).toHaveLength(1);
  });

  test("a pageblock is rather broken at home than a page taken from another node", () => {
    const zones = [
      zoneSetup(512, { kind: "DMA32" }),
      zoneSetup(1024, { start: 512 }),
      zoneSetup(2048, { start: 1024, nid: 1 }),
    ];
    const twin = twinOf(kernel, zones, {
      zonelists: [
        [1, 0, 2],
        [2, 1, 0],
      ],
      hasDma32: true,
    });
    twin.add(512, 8);
    twin.memory.setType(1024, 0, TYPE.unmovable);
    twin.add(1024, 8);
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(512);
  });

  test("thisnode stays at home", () => {
    const zones = [zoneSetup(512), zoneSetup(1024, { start: 512, nid: 1 })];
    const twin = twinOf(kernel, zones, {
      zonelists: [
        [0, 1],
        [1, 0],
      ],
    });
    twin.add(512, 9);
    expect(twin.allocateFast(0, GFP_KERNEL | GFP.thisnode, 0)).toBeUndefined();
    expect(twin.allocateFast(0, GFP_KERNEL, 0)).toBe(512);
  });
});
