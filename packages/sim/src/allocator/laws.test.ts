/** The allocator's laws under random loads that do everything at once, on every kernel. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel } from "../input";
import { PageBook, smallAllocator } from "../testing/page-book";
import { CmaArea } from "./contig/cma-area";
import {
  __GFP_DIRECT_RECLAIM,
  __GFP_DMA32,
  __GFP_HIGH,
  __GFP_MOVABLE,
  __GFP_NOFAIL,
  __GFP_NORETRY,
  __GFP_RECLAIMABLE,
  __GFP_RETRY_MAYFAIL,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOWAIT,
} from "./gfp";
import { CMA, MOVABLE } from "./migratetype";

const GFPS = [
  GFP_KERNEL,
  GFP_KERNEL | __GFP_MOVABLE,
  GFP_KERNEL | __GFP_RECLAIMABLE,
  GFP_KERNEL | __GFP_HIGH | __GFP_NORETRY,
  GFP_KERNEL | __GFP_MOVABLE | __GFP_RETRY_MAYFAIL,
  GFP_KERNEL | __GFP_DMA32,
  GFP_KERNEL | __GFP_NOFAIL,
  GFP_NOWAIT | __GFP_MOVABLE,
  GFP_ATOMIC,
];

const which = fc.nat({ max: 10_000 });
const cpu = fc.nat({ max: 1 });

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant("take" as const),
      order: fc.nat({ max: 6 }),
      gfp: fc.constantFrom(...GFPS),
      times: fc.integer({ min: 1, max: 60 }),
      cpu,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant("give" as const),
      which,
      stride: fc.integer({ min: 1, max: 4 }),
      times: fc.integer({ min: 1, max: 60 }),
      cpu,
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("pin" as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("cache" as const),
      which,
      times: fc.integer({ min: 1, max: 80 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("compact" as const), cpu }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("proactive" as const), cpu }) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("contig" as const),
      start: fc.nat({ max: 767 }),
      pages: fc.integer({ min: 1, max: 100 }),
      cpu,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("free range" as const),
      start: fc.nat({ max: 767 }),
      pages: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("cma" as const),
      pages: fc.integer({ min: 1, max: 70 }),
      align: fc.nat({ max: 5 }),
      cpu,
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("release" as const), which, cpu }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("drain" as const), cpu }) },
);

/** Zones of 256 and 768 pages in pageblocks of 32; frames 768 to 895 are a CMA area. */
class Load {
  readonly book: PageBook;
  readonly area: CmaArea;
  /** Requests that got no block. */
  failed = 0;
  readonly ranges: { start: number; pages: number; isCma: boolean }[] = [];

  constructor(kernel: Kernel) {
    const zone = { marks: [12, 16, 20] as const, pcpBatch: 4, pcpHigh: 24 };
    const zones = [
      { ...zone, kind: "DMA32" as const, startFrame: 0, endFrame: 256 },
      { ...zone, kind: "Normal" as const, startFrame: 256, endFrame: 1024, cma: [768, 896] as const },
    ];
    this.book = new PageBook(smallAllocator({ kernel, pageblockOrder: 5, maxOrder: 6, zones, cpus: 2 }));
    this.area = new CmaArea(768, 128, this.book.allocator.contig);
  }

  get taken(): number[] {
    return this.ranges.flatMap(({ start, pages }) => Array.from({ length: pages }, (_, i) => start + i));
  }

  do(command: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
    const { book, ranges } = this;
    const { compaction, contig, pcp } = book.allocator;
    const held = [...book.held.keys()];
    const pick = (n: number) => held[n % Math.max(1, held.length)];
    switch (command.op) {
      case "take":
        for (let i = 0; i < command.times; i++) {
          const { allocStall, compactStall } = book.allocator.events;
          const frame = book.take(command.order, command.gfp, command.cpu);
          this.failed += frame < 0 ? 1 : 0;
          if ((command.gfp & __GFP_DIRECT_RECLAIM) !== 0) continue;
          expect(book.allocator.events).toMatchObject({ allocStall, compactStall });
        }
        break;
      case "give":
        for (let i = 0; i < command.times; i++) {
          const frame = pick(command.which + i * command.stride);
          if (frame !== undefined && book.held.has(frame)) book.give(frame, command.cpu);
        }
        break;
      case "pin": {
        const frame = pick(command.which);
        if (frame !== undefined && !book.pinned.delete(frame) && book.held.get(frame)?.type === MOVABLE)
          book.pinned.add(frame);
        break;
      }
      case "cache":
        for (let i = 0; i < command.times; i++) {
          const frame = pick(command.which + i);
          const block = frame === undefined || book.pinned.has(frame) ? undefined : book.held.get(frame);
          if (block?.type === MOVABLE) book.cache.add(block.contents);
          if (block?.type === MOVABLE && i % 3 === 0) book.dirty.add(block.contents);
        }
        break;
      case "compact":
        compaction.compactMemory(command.cpu);
        break;
      case "proactive":
        compaction.proactive(0, command.cpu);
        break;
      case "contig": {
        const end = Math.min(768, command.start + command.pages, command.start < 256 ? 256 : 768);
        if (contig.allocate(command.start, end, MOVABLE, command.cpu) === null)
          ranges.push({ start: command.start, pages: end - command.start, isCma: false });
        break;
      }
      case "free range": {
        const end = Math.min(768, command.start + command.pages, command.start < 256 ? 256 : 768);
        if (contig.takeFree(command.start, end))
          ranges.push({ start: command.start, pages: end - command.start, isCma: false });
        break;
      }
      case "cma": {
        const { frame } = this.area.allocate(command.pages, command.align, command.cpu);
        if (frame >= 0) expect(frame % (1 << command.align)).toBe(0);
        if (frame >= 0) ranges.push({ start: frame, pages: command.pages, isCma: true });
        break;
      }
      case "release": {
        const [range] = ranges.splice(command.which % Math.max(1, ranges.length), 1);
        if (range === undefined) break;
        if (range.isCma) this.area.release(range.start, range.pages, command.cpu);
        else contig.free(range.start, range.start + range.pages, command.cpu);
        break;
      }
      case "drain":
        for (let zone = 0; zone < 2; zone++) pcp.drainCpu(zone, command.cpu);
        break;
    }
  }
}

describe("I-B1 to I-B4: no page lost, none twice, pinned pages stay, counters are the lists' sums", () => {
  for (const kernel of ["5.4", "5.18", "6.1", "6.6"] as const)
    test(`v${kernel}`, () => {
      const seen = { moves: 0, ranges: 0, reclaimed: 0, stalls: 0 };
      fc.assert(
        fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
          const load = new Load(kernel);
          for (const command of steps) {
            const pinned = new Map(
              [...load.book.pinned].map((frame) => [frame, load.book.contentsAt(frame)]),
            );
            load.do(command);
            load.book.check(load.taken);
            for (const [frame, contents] of pinned)
              if (load.book.pinned.has(frame)) expect(load.book.contentsAt(frame)).toBe(contents);
          }
          const { buddy, events } = load.book.allocator;
          const cma = [...buddy.typeOfBlock.keys()].filter((block) => buddy.typeOfBlock[block] === CMA);
          expect(cma).toEqual([24, 25, 26, 27]);
          expect(load.book.moves.reduce((sum, { order }) => sum + (1 << order), 0)).toBe(
            events.pgmigrateSuccess,
          );
          seen.moves += load.book.moves.length;
          seen.ranges += load.ranges.length;
          seen.reclaimed += events.pgstealDirect + events.pgstealKswapd;
          seen.stalls += events.compactStall;
        }),
        { numRuns: 120 },
      );
      // The loads did what they are for.
      for (const times of Object.values(seen)) expect(times).toBeGreaterThan(10);
    }, 120_000);
});
