import { describe, expect, test } from "vitest";
import { zoneSetup } from "../testing/twin/machines";
import { type BootBlock, Pair, type PairSetup } from "../testing/twin/pair";
import { KERNELS, type TwinZoneSetup } from "../testing/twin/vocabulary";
import { checkAllocator } from "./check";
import { __GFP_HIGH, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE, GFP_KERNEL, GFP_NOWAIT } from "./gfp";
import { slowPathFlags } from "./gfp-to-alloc-flags";
import { CMA, HIGHATOMIC, MOVABLE, UNMOVABLE } from "./migratetype";
import type { PageAllocator } from "./page-allocator";

/** One NORMAL zone of 4 KiB pages, pageblocks of 2 MiB, with per-cpu lists that keep nothing. */
function machine(
  kernel: (typeof KERNELS)[number],
  pages: number,
  boot: readonly BootBlock[],
  over: Partial<TwinZoneSetup> & Partial<Pick<PairSetup, "blockTypes">> = {},
): Pair {
  return new Pair({
    kernel,
    maxOrder: 10,
    pageblockOrder: 9,
    zones: [zoneSetup(pages, over)],
    zonelists: [[0]],
    cpuNodes: [0],
    thp: false,
    hasDma32: false,
    blockTypes: over.blockTypes ?? new Array(Math.ceil(pages / 512)).fill(MOVABLE),
    boot,
  });
}

/** So many pages from a frame on, in blocks. */
function blocks(from: number, pages: number): BootBlock[] {
  const found: BootBlock[] = [];
  let frame = from;
  for (let order = 10; order >= 0; order--) {
    if ((pages & (2 ** order)) === 0) continue;
    found.push({ frame, order });
    frame += 2 ** order;
  }
  return found;
}

function lists(core: PageAllocator, type: number): number[][] {
  return Array.from({ length: 11 }, (_, order) => [...core.buddy.list(0, order, type)]);
}

describe.each(KERNELS)("v%s", (kernel) => {
  test("S-B1 split: one page out of one block of order 10, and back", () => {
    const { core, managedOf } = machine(kernel, 1024, [{ frame: 0, order: 10 }]);
    expect(core.allocate(0, GFP_HIGHUSER_MOVABLE, 0)).toBe(0);
    expect(lists(core, MOVABLE)).toEqual([[1], [2], [4], [8], [16], [32], [64], [128], [256], [512], []]);
    expect(core.buddy.freePages).toBe(1023);
    checkAllocator(core, managedOf);
    core.free(0, 0, 0);
    expect(lists(core, MOVABLE)).toEqual([[], [], [], [], [], [], [], [], [], [], [0]]);
    checkAllocator(core, managedOf);
  });

  test("S-B4 reserves: 1025 pages for GFP_KERNEL, 513 for __GFP_HIGH, 385 for GFP_ATOMIC", () => {
    const gets = (free: number, gfp: number) =>
      machine(kernel, 4096, blocks(0, free), { min: 1024, low: 1280, high: 1536 }).core.allocate(0, gfp, 0) >=
      0;
    expect([gets(1024, GFP_KERNEL), gets(1025, GFP_KERNEL)]).toEqual([false, true]);
    expect([gets(512, GFP_KERNEL | __GFP_HIGH), gets(513, GFP_KERNEL | __GFP_HIGH)]).toEqual([false, true]);
    expect([gets(384, GFP_ATOMIC), gets(385, GFP_ATOMIC)]).toEqual([false, true]);
    expect([gets(1024, GFP_NOWAIT), gets(1025, GFP_NOWAIT)]).toEqual([false, true]);
  });

  test("X-B1 free memory without a block of the order is no use", () => {
    const { core } = machine(kernel, 4096, blocks(0, 255));
    expect(core.allocate(8, GFP_KERNEL, 0)).toBe(-1);
    expect(core.allocate(7, GFP_KERNEL, 0)).toBe(0);
  });

  /** One movable pageblock: free pages, then movable ones, then others. */
  function pageblock(free: number, movable: number): Pair {
    const pair = machine(kernel, 512, blocks(0, free));
    for (let frame = free; frame < 512; frame++)
      pair.adopt(frame, 0, frame < free + movable ? MOVABLE : UNMOVABLE);
    checkAllocator(pair.core, pair.managedOf);
    return pair;
  }

  test("S-B6 claim: 200 free and 112 of the same kind make the pageblock unmovable", () => {
    const { core, managedOf } = pageblock(200, 200);
    expect(core.allocate(0, GFP_KERNEL, 0)).toBe(192);
    expect(core.buddy.typeOfBlock[0]).toBe(UNMOVABLE);
    expect(core.events).toMatchObject({ extfrag: 1, claims: 1 });
    checkAllocator(core, managedOf);
  });

  test("S-B6 no claim: 100 free and 32 of the same kind leave it movable", () => {
    const { core, managedOf } = pageblock(100, 380);
    expect(core.allocate(0, GFP_KERNEL, 0)).toBe(96);
    expect(core.buddy.typeOfBlock[0]).toBe(MOVABLE);
    expect(core.events).toMatchObject({ extfrag: 1, claims: 0 });
    checkAllocator(core, managedOf);
  });

  test("S-B8 CMA: 400 pages of one's own against 600 of CMA", () => {
    const withCma = (own: number, cma: number) => {
      const blockTypes = [MOVABLE, MOVABLE, CMA, CMA];
      const boot = [...blocks(0, own), ...blocks(1024, cma)];
      return machine(kernel, 2048, boot, { blockTypes, hasCma: true, min: 500, low: 500, high: 500 }).core;
    };
    expect(withCma(400, 600).allocate(0, GFP_KERNEL, 0)).toBe(-1);
    expect(withCma(400, 600).allocate(0, GFP_HIGHUSER_MOVABLE, 0) >= 1024).toBe(kernel !== "5.4");
    const own = withCma(600, 400).allocate(0, GFP_HIGHUSER_MOVABLE, 0);
    expect(own >= 0 && own < 1024).toBe(true);
  });

  test("S-B9 per-cpu lists of 63 pages a batch: refilled by a batch, drained from 321 pages on", () => {
    const boot = Array.from({ length: 4 }, (_, i) => ({ frame: 1024 * i, order: 10 }));
    const { core, managedOf } = machine(kernel, 4096, boot, { pcpBatch: 63, pcpHigh: 321 });
    const frames = [core.allocate(0, GFP_KERNEL, 0)];
    expect(core.pcp.count(0, 0)).toBe(62);
    expect(core.buddy.freePages).toBe(4096 - 63);
    while (frames.length < 400) frames.push(core.allocate(0, GFP_KERNEL, 0));
    expect(core.pcp.count(0, 0)).toBe(41);
    for (const frame of frames.slice(0, 279)) core.free(frame, 0, 0);
    expect(core.pcp.count(0, 0)).toBe(320);
    core.free(frames[279] as number, 0, 0);
    expect(core.pcp.count(0, 0)).toBe(321 - 63);
    checkAllocator(core, managedOf);
  });

  test("S-B10 highatomic: a zone of 32768 pages keeps two pageblocks, from v6.8 on none", () => {
    const boot = Array.from({ length: 4 }, (_, i) => ({ frame: 512 * i, order: 9 }));
    const { core } = machine(kernel, 2048, boot, { managed: 32768 });
    for (const _ of [1, 2, 3])
      expect(
        core.allocateFrom(9, GFP_ATOMIC, 0, slowPathFlags(GFP_ATOMIC, 9, core.rules)),
      ).toBeGreaterThanOrEqual(0);
    const kept = core.buddy.typeOfBlock.filter((type) => type === HIGHATOMIC).length;
    expect(kept).toBe(kernel === "6.6" ? 0 : 2);
  });
});
