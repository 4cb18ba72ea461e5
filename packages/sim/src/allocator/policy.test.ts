import { describe, expect, test } from "vitest";
import { smallAllocator } from "../testing/page-book";
import { GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "./gfp";
import { MOVABLE, UNMOVABLE } from "./migratetype";
import { type AllocatorPolicy, KERNEL_POLICY } from "./policy";

/** Pageblocks of 16 pages in a zone that asks for no reserve. */
function oneZone(
  blocks: number,
  change: Partial<AllocatorPolicy>,
  marks: [number, number, number] = [0, 0, 0],
) {
  return smallAllocator({
    pageblockOrder: 4,
    maxOrder: 5,
    zones: [{ kind: "Normal", startFrame: 0, endFrame: 16 * blocks, marks }],
    policy: { ...KERNEL_POLICY, ...change },
  });
}

describe("claimPercent: from which order on a movable request may claim a pageblock (can_steal_fallback())", () => {
  // An unmovable block of order 3 has made the pageblock unmovable; a movable page finds the other half free, a block of order 3.
  const typeAfter = (claimPercent: number) => {
    const allocator = oneZone(1, { claimPercent });
    expect(allocator.allocateFast(3, GFP_KERNEL, 0)).toBe(0);
    expect(allocator.buddy.typeOfBlock[0]).toBe(UNMOVABLE);
    expect(allocator.allocateFast(0, GFP_HIGHUSER_MOVABLE, 0)).toBe(8);
    return allocator.buddy.typeOfBlock[0];
  };

  test.each([
    [0, MOVABLE],
    [50, MOVABLE],
    [75, MOVABLE],
    [76, MOVABLE],
    [100, UNMOVABLE],
  ])("%i %% of order 4", (percent, type) => {
    expect(typeAfter(percent)).toBe(type);
  });

  test("an unmovable request may claim with any block", () => {
    const allocator = oneZone(1, { claimPercent: 100 });
    expect(allocator.allocateFast(3, GFP_HIGHUSER_MOVABLE, 0)).toBe(0);
    allocator.allocateFast(0, GFP_KERNEL, 0);
    expect(allocator.buddy.typeOfBlock[0]).toBe(UNMOVABLE);
  });
});

test.each([
  [25, MOVABLE],
  [32, UNMOVABLE],
  [50, UNMOVABLE],
])(
  "alikePercent: with 4 of 16 pages free and none alike, %i %% (steal_suitable_fallback())",
  (percent, type) => {
    const allocator = oneZone(1, { alikePercent: percent });
    allocator.allocateFast(3, GFP_KERNEL, 0);
    allocator.allocateFast(2, GFP_KERNEL, 0);
    expect(allocator.allocateFast(0, GFP_HIGHUSER_MOVABLE, 0)).toBe(12);
    expect(allocator.buddy.typeOfBlock[0]).toBe(type);
  },
);

test.each([
  [15_000, 16],
  [10_000, 16],
  [0, 0],
])(
  "watermarkBoostFactor %i: a fallback into part of a pageblock adds %i pages (boost_watermark())",
  (factor, boost) => {
    const allocator = oneZone(4, { watermarkBoostFactor: factor }, [1, 2, 3]);
    for (let block = 0; block < 3; block++) allocator.allocateFast(4, GFP_HIGHUSER_MOVABLE, 0);
    allocator.allocateFast(2, GFP_HIGHUSER_MOVABLE, 0);
    expect(allocator.levels.boost[0]).toBe(0);
    allocator.allocateFast(0, GFP_KERNEL, 0);
    expect(allocator.events.extfrag).toBe(1);
    expect(allocator.levels.boost[0]).toBe(boost);
  },
);

test.each([true, false])(
  "sparesPageblocks %s: an unmovable page comes from DMA32 before it breaks into a movable pageblock (alloc_flags_nofragment())",
  (sparesPageblocks) => {
    const allocator = smallAllocator({
      pageblockOrder: 4,
      maxOrder: 5,
      zones: [
        { kind: "DMA32", startFrame: 0, endFrame: 64 },
        { kind: "Normal", startFrame: 64, endFrame: 128 },
      ],
      hasDma32: true,
      policy: { ...KERNEL_POLICY, sparesPageblocks },
    });
    const halves = Array.from({ length: 8 }, () => allocator.allocateFast(3, GFP_HIGHUSER_MOVABLE, 0));
    expect(Math.min(...halves)).toBe(64);
    for (const half of halves) if (half % 16 === 8) allocator.free(half, 3, 0);
    const frame = allocator.allocateFast(0, GFP_KERNEL, 0);
    expect(frame < 64).toBe(sparesPageblocks);
  },
);

describe("groupsByMobility: without migratetypes", () => {
  const ungrouped = () => {
    const allocator = oneZone(4, { groupsByMobility: false });
    const { buddy } = allocator;
    for (const block of [0, 1, 2, 3]) {
      buddy.takeFrom(16 * block, 4, 4, 0, MOVABLE, 0x44);
      buddy.setType(block, 0, UNMOVABLE);
    }
    for (const block of [0, 1, 2, 3]) allocator.free(16 * block, 4, 0);
    return allocator;
  };

  test("all requests share the unmovable lists: they follow each other in one pageblock, and none falls back", () => {
    const allocator = ungrouped();
    const frames = [GFP_KERNEL, GFP_HIGHUSER_MOVABLE, GFP_KERNEL, GFP_HIGHUSER_MOVABLE].map((gfp) =>
      allocator.allocateFast(0, gfp, 0),
    );
    expect(new Set(frames.map((frame) => frame >>> 4)).size).toBe(1);
    expect(allocator.events.extfrag).toBe(0);
    expect(new Set(allocator.buddy.typeOfBlock)).toEqual(new Set([UNMOVABLE]));
  });

  test("a page still is what it was asked for: compaction may move it", () => {
    const allocator = ungrouped();
    const frame = allocator.allocateFast(0, GFP_HIGHUSER_MOVABLE, 0);
    expect((allocator.buddy.stateOf(frame) >>> 4) & 3).toBe(MOVABLE);
  });

  test("nobody gets CMA: no request is of the movable type (gfp_to_alloc_flags_cma())", () => {
    const taken = (groupsByMobility: boolean) => {
      const allocator = smallAllocator({
        pageblockOrder: 4,
        maxOrder: 5,
        zones: [{ kind: "Normal", startFrame: 0, endFrame: 32, cma: [0, 32] }],
        policy: { ...KERNEL_POLICY, groupsByMobility },
      });
      return allocator.allocateFast(0, GFP_HIGHUSER_MOVABLE, 0) >= 0;
    };
    expect(taken(true)).toBe(true);
    expect(taken(false)).toBe(false);
  });
});
