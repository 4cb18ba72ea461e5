import { expect, test } from "vitest";
import { zoneSetup } from "../testing/twin/machines";
import { Pair } from "../testing/twin/pair";
import type { Kernel } from "../testing/twin/vocabulary";
import { listIndex } from "./block-lists";
import { checkAllocator } from "./check";
import { GFP_KERNEL } from "./gfp";
import { CMA, MOVABLE, RECLAIMABLE, UNMOVABLE } from "./migratetype";
import type { PageAllocator } from "./page-allocator";
import { FREE, IN_PCP, USED } from "./page-state";

/** A machine with one allocated page, others beside it in a per-cpu list, and a CMA pageblock; then something is spoilt. */
function spoilt(kernel: Kernel, spoil: (core: PageAllocator, frame: number, managedOf: number[]) => void) {
  const { core, managedOf } = new Pair({
    kernel,
    maxOrder: 5,
    pageblockOrder: 4,
    zones: [zoneSetup(128, { pcpBatch: 3, pcpHigh: 12, hasCma: true })],
    zonelists: [[0]],
    cpuNodes: [0],
    thp: false,
    hasDma32: false,
    blockTypes: [MOVABLE, MOVABLE, MOVABLE, MOVABLE, MOVABLE, MOVABLE, CMA, CMA],
    boot: [0, 32, 64, 96].map((frame) => ({ frame, order: 5 })),
  });
  const frame = core.allocate(0, GFP_KERNEL, 0);
  checkAllocator(core, managedOf);
  spoil(core, frame, managedOf);
  return () => checkAllocator(core, managedOf);
}

test("a free block with the wrong mark is caught (I-B1)", () => {
  expect(spoilt("6.1", ({ buddy }) => buddy.mark(96, 5, FREE | (MOVABLE << 4) | 5))).toThrow("I-B1");
});

test("free buddies side by side are caught (I-B1)", () => {
  const apart = spoilt("6.1", (core) => {
    const { buddy } = core;
    const [first, second] = [core.allocate(1, GFP_KERNEL, 0), core.allocate(1, GFP_KERNEL, 0)];
    // The second sees the first in use, so that they do not merge.
    buddy.free(first, 1, 0, UNMOVABLE, false);
    const state = buddy.stateOf(first);
    buddy.mark(first, 1, USED);
    buddy.free(second, 1, 0, UNMOVABLE, false);
    buddy.mark(first, 1, state);
  });
  expect(apart).toThrow("free buddies of order 1");
});

test("miscounted blocks, pages and per-cpu pages are caught (I-B2)", () => {
  const list = listIndex(0, 5, CMA);
  expect(spoilt("6.1", ({ buddy }) => buddy.counts.fill(2, list, list + 1))).toThrow("I-B2");
  expect(spoilt("6.1", ({ buddy }) => buddy.freeOf.fill(1))).toThrow("I-B2");
  expect(spoilt("6.1", ({ buddy }, frame) => buddy.mark(frame + 1, 0, USED))).toThrow("I-B2");
});

test("a page that nobody has is caught (I-B2)", () => {
  expect(spoilt("6.1", ({ buddy }, frame) => buddy.mark(frame, 0, IN_PCP | UNMOVABLE))).toThrow("I-B2");
});

test("a free block on another list than its pageblock's is caught (I-B3), before v6.10 for CMA only (I-B4)", () => {
  const retype = (block: number) => (core: PageAllocator) => core.buddy.setType(block, 0, RECLAIMABLE);
  expect(spoilt("6.6", retype(2))).toThrow("I-B3");
  expect(spoilt("6.1", retype(2))).not.toThrow();
  expect(spoilt("6.1", retype(6))).toThrow("I-B4");
});

test("more pages kept for atomic requests than the limit are caught (I-B4)", () => {
  // 1 % of 128 pages, and a pageblock of 16: with one kept there is room for one more.
  const keep = (pages: number) => (core: PageAllocator) => core.levels.highatomic.fill(pages);
  expect(spoilt("6.1", keep(32))).not.toThrow();
  expect(spoilt("6.1", keep(48))).toThrow("I-B4");
  expect(spoilt("6.6", keep(16))).toThrow("I-B4");
});
