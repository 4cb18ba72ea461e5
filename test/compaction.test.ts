/** A compaction of all memory by a real kernel, predicted from the pages as they were before it. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readBuddyinfo, readVmstat, readZoneinfo, type ZoneFacts } from "@carveout/formats";
import { expect, test } from "vitest";
import { Buddy } from "../packages/sim/src/allocator/buddy";
import { MOVABLE, UNMOVABLE } from "../packages/sim/src/allocator/migratetype";
import { PageAllocator } from "../packages/sim/src/allocator/page-allocator";
import { NO_OWNER } from "../packages/sim/src/allocator/page-owner";
import { USED } from "../packages/sim/src/allocator/page-state";
import type { ZoneKind } from "../packages/sim/src/allocator/zone-levels";
import { dataFolder } from "./support/boots";
import { memoryAt, type TracedMemory, Use } from "./support/traced-memory";

const DATA = dataFolder(resolve(import.meta.dirname, ".."));
/** One cpu, all events, nothing else at work. */
const PLAIN = resolve(DATA, "V0-trace-c-frag-384M-smp1");
const DEBIAN = resolve(DATA, "deb-trace-c-frag-384M-smp1");
const MAX_ORDER = 10;
const PAGEBLOCK_ORDER = 9;
const BLOCK_PAGES = 2 ** PAGEBLOCK_ORDER;

function read(folder: string, name: string): string {
  return readFileSync(resolve(folder, name), "utf8");
}

function blocksIn(folder: string, moment: string): number[][] {
  return readBuddyinfo(read(folder, `${moment}.buddyinfo.txt`)).zones.map((zone) => zone.free);
}

function zonesIn(folder: string, moment: string): ZoneFacts[] {
  const { zones } = readZoneinfo(read(folder, `${moment}.zoneinfo.txt`));
  return zones.filter((zone) => zone.startPfn !== null && zone.spanned > 0);
}

function listedPages(zones: readonly ZoneFacts[]): number {
  return zones.reduce((sum, zone) => sum + (zone.pageSets[0]?.count ?? 0), 0);
}

function emptyAllocator(zones: readonly ZoneFacts[], unlisted: number): PageAllocator {
  const start = zones.map((zone) => zone.startPfn as number);
  const end = zones.map((zone, i) => (start[i] as number) + zone.spanned);
  const zoneOf = (pfn: number) => end.findIndex((e) => pfn < e);
  const buddy = new Buddy(
    {
      frames: Math.ceil((end.at(-1) as number) / BLOCK_PAGES) * BLOCK_PAGES,
      maxOrder: MAX_ORDER,
      pageblockOrder: PAGEBLOCK_ORDER,
      movesToTail: true,
      retypesOnMerge: false,
      keepsSpecialBlocksApart: true,
    },
    {
      count: zones.length,
      zoneOf,
      zonesOfPageblocks: (into) => {
        for (const block of into.keys()) into[block] = zoneOf(block * BLOCK_PAGES);
      },
      startFrame: (zone) => start[zone] as number,
      endFrame: (zone) => end[zone] as number,
    },
  );
  return new PageAllocator(buddy, {
    kernel: "6.1",
    zones: zones.map((zone) => ({
      nid: 0,
      kind: zone.name as ZoneKind,
      managedPages: zone.managed,
      minPages: zone.min,
      lowPages: zone.low,
      highPages: zone.high,
      lowmemReserve: zone.protection,
      pcpBatch: zone.pageSets[0]?.batch ?? 1,
      // What the lists held before the trace began and still hold is not in it: so many pages fewer make them full.
      pcpHigh: Math.max(0, (zone.pageSets[0]?.high ?? 0) - (zone.name === "DMA32" ? unlisted : 0)),
    })),
    zonelists: [zones.map((_, zone) => zone).reverse()],
    cpuNodes: [0],
    transparentHugepages: true,
    hasDma32: true,
  });
}

/**
 * Fills an allocator with what the pages were. No file says which type a pageblock has: those with pages of the kernel, or with
 * cached pages for it, and without a movable one are taken for the kernel's.
 */
function restore(allocator: PageAllocator, memory: TracedMemory): void {
  const { buddy, pcp } = allocator;
  const { uses, orders } = memory;
  const hasMovable = (first: number) => uses.subarray(first, first + BLOCK_PAGES).includes(Use.movable);
  for (let first = 0; first < buddy.frames; first += BLOCK_PAGES) {
    if (uses.subarray(first, first + BLOCK_PAGES).includes(Use.kernel) && !hasMovable(first))
      buddy.setType(first / BLOCK_PAGES, 0, UNMOVABLE);
  }
  for (const [type, blocks] of memory.listed)
    for (const { pfn } of blocks) {
      const first = pfn - (pfn % BLOCK_PAGES);
      if (type !== MOVABLE && !hasMovable(first)) buddy.setType(first / BLOCK_PAGES, 0, type);
    }
  for (let pfn = 0; pfn < uses.length; pfn++) {
    if (uses[pfn] === Use.free) {
      // Freed like any page, one after the other: the load had just deleted files, so the lists give back all they may.
      buddy.adopt(pfn, 0, USED);
      allocator.free(pfn, 0, 0);
    } else if (uses[pfn] !== Use.other) {
      const order = orders.get(pfn) ?? 0;
      buddy.adopt(pfn, order, USED | ((uses[pfn] === Use.movable ? MOVABLE : UNMOVABLE) << 4) | order);
      pfn += 2 ** order - 1;
    }
  }
  for (let zone = 0; zone < buddy.zoneCount; zone++) pcp.drainZone(zone);
  for (const [type, blocks] of memory.listed)
    for (const { pfn, order } of blocks) {
      buddy.adopt(pfn, order, USED | order);
      pcp.restore(pfn, order, buddy.zoneOf(pfn), 0, type);
    }
}

function freeBlocks({ buddy }: PageAllocator): number[][] {
  return Array.from({ length: buddy.zoneCount }, (_, zone) => {
    const sums = new Int32Array(MAX_ORDER + 1);
    buddy.addFreeBlocks(zone, sums);
    return [...sums];
  });
}

/** The machine right after it has compacted all its memory, from the pages as they were. */
function compacted(folder: string): PageAllocator {
  const memory = memoryAt(folder, ({ name }) => name === "mm_compaction_suitable");
  const zones = zonesIn(folder, "huge1");
  const known = [...memory.listed.values()].flat().reduce((sum, { order }) => sum + 2 ** order, 0);
  const allocator = emptyAllocator(zones, listedPages(zones) - known);
  restore(allocator, memory);
  // The huge pages that were taken since have been given back.
  expect(freeBlocks(allocator)).toEqual(blocksIn(folder, "halfdeleted"));
  allocator.owner = { ...NO_OWNER, isPinned: () => false };
  allocator.compaction.compactMemory(0);
  return allocator;
}

test.skipIf(!existsSync(PLAIN))("a 6.1 kernel's compaction: every block and every counter the same", () => {
  const allocator = compacted(PLAIN);
  expect(freeBlocks(allocator)).toEqual(blocksIn(PLAIN, "compacted"));
  const vmstat = readVmstat(read(PLAIN, "vmstat_end.txt"));
  const { events } = allocator;
  const predicted = {
    compact_migrate_scanned: events.compactMigrateScanned,
    compact_free_scanned: events.compactFreeScanned,
    compact_isolated: events.compactIsolated,
    pgmigrate_success: events.pgmigrateSuccess,
    pgmigrate_fail: events.pgmigrateFail,
  };
  const measured = Object.keys(predicted).map((name) => [name, vmstat.get(name)]);
  expect(predicted).toEqual(Object.fromEntries(measured));
});

test.skipIf(!existsSync(DEBIAN))(
  "a Debian kernel's: every block above order 0, and as many single pages, more of them free and fewer in the cpu's lists",
  () => {
    const allocator = compacted(DEBIAN);
    const measured = blocksIn(DEBIAN, "compacted");
    const above0 = (zones: number[][]) => zones.map((blocks) => blocks.slice(1));
    expect(above0(freeBlocks(allocator))).toEqual(above0(measured));
    const singles = (zones: number[][]) => zones.reduce((sum, blocks) => sum + (blocks[0] as number), 0);
    const listed = allocator.pcp.countOfZone(0) + allocator.pcp.countOfZone(1);
    expect(singles(freeBlocks(allocator)) + listed).toBe(
      singles(measured) + listedPages(zonesIn(DEBIAN, "compacted")),
    );
  },
);
