import { describe, expect, test } from "vitest";
import { PageBook, type SmallZone, smallAllocator } from "../../testing/page-book";
import {
  __GFP_DMA,
  __GFP_FS,
  __GFP_IO,
  __GFP_MOVABLE,
  __GFP_NOFAIL,
  __GFP_NORETRY,
  __GFP_RECLAIMABLE,
  __GFP_RETRY_MAYFAIL,
  GFP_ATOMIC,
  GFP_KERNEL,
  gfpText,
} from "../gfp";
import { oomText } from "./memory-report";

const MOVABLE_PAGE = GFP_KERNEL | __GFP_MOVABLE;

/** One zone of 4096 pages in pageblocks of 512: MIN 100, LOW 200, HIGH 300. */
function machine(zone: Partial<SmallZone> = {}): PageBook {
  const zones = [
    { kind: "Normal" as const, startFrame: 0, endFrame: 4096, marks: [100, 200, 300] as const, ...zone },
  ];
  return new PageBook(smallAllocator({ pageblockOrder: 9, maxOrder: 10, zones }));
}

/** What is held becomes page cache, as many pages from the first on. */
function makeCache(book: PageBook, pages: number): void {
  for (const held of [...book.held.values()].slice(0, pages)) book.cache.add(held.contents);
}

describe("reclaim", () => {
  test("a request that may wait frees a cluster of 32 pages for itself, the oldest first", () => {
    const book = machine();
    book.drainTo(100);
    makeCache(book, 40);
    expect(book.take(0, GFP_KERNEL & ~0x800)).toBeGreaterThanOrEqual(0);
    expect(book.requests).toEqual([{ nid: 0, highest: 2, pages: 32, mayWrite: true, maySwap: true, cpu: 0 }]);
    expect(book.allocator.events).toMatchObject({ allocStall: 1, pgstealDirect: 32, pgstealKswapd: 0 });
    expect([...book.cache]).toEqual([32, 33, 34, 35, 36, 37, 38, 39]);
  });

  test("one that cannot wait fails, but has woken kswapd: the next one finds HIGH free pages", () => {
    const book = machine();
    book.drainTo(30);
    makeCache(book, 1000);
    expect(book.take(0, GFP_ATOMIC)).toBe(-1);
    expect(book.allocator.slowPath.failure).toMatchObject({
      stop: "cannot-wait",
      zones: [{ lack: "memory" }],
    });
    // Clusters of 32 pages from 30 free until more than 300 are: nine of them.
    expect(book.allocator.events).toMatchObject({ allocStall: 0, pageoutRun: 1, pgstealKswapd: 288 });
    expect(book.allocator.buddy.freePages).toBe(318);
    expect(book.take(0, GFP_ATOMIC)).toBeGreaterThanOrEqual(0);
  });

  test("between LOW and MIN a request succeeds at once and kswapd works after it", () => {
    const book = machine();
    book.drainTo(150);
    makeCache(book, 1000);
    expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
    expect(book.allocator.events).toMatchObject({ allocStall: 0, pageoutRun: 1 });
    expect(book.allocator.buddy.freePages).toBeGreaterThan(300);
  });

  test("kswapd takes the boost back that a fallback left, without writing for it", () => {
    const book = machine();
    book.allocator.levels.setBoost(0, 512);
    book.drainTo(600);
    makeCache(book, 2000);
    expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
    expect(book.allocator.levels.boost[0]).toBe(0);
    expect(book.allocator.pcp.limit(0)).toBe(book.allocator.levels.pcpHigh[0]);
    // 600 free pages are fewer than HIGH and boost: the node is short, so the boost does not keep it from writing.
    expect(book.requests.every(({ mayWrite }) => mayWrite)).toBe(true);
    // Above both, it frees what the boost asks for, 512 pages, and leaves dirty ones alone.
    const calm = machine();
    calm.allocator.levels.setBoost(0, 512);
    calm.drainTo(814);
    makeCache(calm, 2000);
    calm.allocator.slowPath.allocate(0, GFP_KERNEL, 0, 0);
    expect(calm.requests).toHaveLength(16);
    expect(calm.requests.some(({ mayWrite, maySwap }) => mayWrite || maySwap)).toBe(false);
  });

  test("after 16 runs without a page kswapd is let be, until somebody frees one", () => {
    const book = machine();
    book.drainTo(10);
    for (let i = 0; i < 40; i++) book.take(0, GFP_ATOMIC);
    expect(book.allocator.events.pageoutRun).toBe(16);
    makeCache(book, 1000);
    book.take(0, GFP_ATOMIC);
    expect(book.allocator.events.pageoutRun).toBe(16);
    expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
    expect(book.allocator.events.pageoutRun).toBe(17);
  });
});

describe("compaction", () => {
  /** Every other page of the upper half free: 1024 single pages. */
  function fragmented(): PageBook {
    const book = machine();
    book.fillExcept((frame) => frame >= 2048 && frame % 2 === 1);
    return book;
  }

  test("a block of order 4 comes of movable pages at the price of one stall", () => {
    const book = fragmented();
    const frame = book.take(4, MOVABLE_PAGE & ~0x800);
    expect(frame).toBeGreaterThanOrEqual(0);
    expect(frame).toBeLessThan(2048);
    expect(book.allocator.events).toMatchObject({
      compactStall: 1,
      compactSuccess: 1,
      compactFail: 0,
      allocStall: 0,
    });
    expect(book.moves.length).toBeGreaterThanOrEqual(16);
  });

  test("nothing is moved for one that cannot wait; kcompactd makes room for the next", () => {
    const book = fragmented();
    const movableAtomic = GFP_ATOMIC | __GFP_MOVABLE;
    expect(book.take(4, movableAtomic)).toBe(-1);
    expect(book.allocator.slowPath.failure).toMatchObject({
      stop: "cannot-wait",
      zones: [{ lack: "fragmentation" }],
    });
    expect(book.allocator.events).toMatchObject({ compactStall: 0, compactDaemonWake: 1 });
    expect(book.take(4, movableAtomic)).toBeGreaterThanOrEqual(0);
  });

  test("pinned memory cannot be compacted: a costly request gives up, a smaller one brings the OOM killer", () => {
    const book = fragmented();
    for (const frame of book.held.keys()) book.pinned.add(frame);
    expect(book.take(4, GFP_KERNEL)).toBe(-1);
    expect(book.allocator.slowPath.failure).toMatchObject({
      stop: "costly",
      zones: [{ lack: "fragmentation" }],
    });
    expect(book.take(4, GFP_KERNEL | __GFP_NORETRY)).toBe(-1);
    expect(book.allocator.slowPath.failure?.stop).toBe("no-retry");
    expect(book.take(4, GFP_KERNEL | __GFP_RETRY_MAYFAIL)).toBe(-1);
    expect(book.allocator.slowPath.failure?.stop).toBe("may-fail");
    expect(book.allocator.slowPath.oom).toBeNull();
    expect(book.take(3, GFP_KERNEL)).toBe(-1);
    expect(book.allocator.slowPath.failure?.stop).toBe("nobody-to-kill");
    expect(book.moves).toEqual([]);
    expect(book.allocator.events.compactSuccess).toBe(0);
    expect(book.allocator.events.compactFail).toBe(book.allocator.events.compactStall);
  });

  test("without __GFP_IO there is no compaction", () => {
    const book = fragmented();
    expect(book.take(4, (MOVABLE_PAGE & ~__GFP_IO & ~__GFP_FS) | __GFP_NORETRY)).toBe(-1);
    expect(book.allocator.events.compactStall).toBe(0);
  });
});

describe("the end of the road", () => {
  test("the OOM killer's victim makes room", () => {
    const book = machine();
    book.drainTo(100);
    book.victims = [...book.held.keys()].slice(0, 50);
    expect(book.take(0, GFP_KERNEL)).toBeGreaterThanOrEqual(0);
    expect(book.allocator.events.oomKill).toBe(1);
    expect(book.allocator.slowPath.oom).toMatchObject({
      order: 0,
      gfp: GFP_KERNEL,
      zones: [{ freePages: 100 }],
    });
  });

  test("__GFP_NOFAIL goes past all watermarks rather than fail, and fails where the kernel would loop for ever", () => {
    const book = machine();
    book.drainTo(2);
    expect(book.take(0, GFP_KERNEL | __GFP_NOFAIL)).toBeGreaterThanOrEqual(0);
    expect(book.take(0, GFP_KERNEL | __GFP_NOFAIL)).toBeGreaterThanOrEqual(0);
    expect(book.take(0, GFP_KERNEL | __GFP_NOFAIL)).toBe(-1);
    expect(book.allocator.slowPath.failure?.stop).toBe("endless");
  });

  test("nobody is killed for GFP_DMA, nor by who must not enter file systems", () => {
    const book = machine({ kind: "DMA" });
    book.drainTo(100);
    expect(book.take(0, GFP_KERNEL | __GFP_DMA)).toBe(-1);
    expect(book.allocator.slowPath.failure?.stop).toBe("may-fail");
    expect(book.take(0, GFP_KERNEL & ~__GFP_FS)).toBe(-1);
    expect(book.allocator.slowPath.failure?.stop).toBe("endless");
    expect(book.allocator.slowPath.oom).toBeNull();
  });

  test("the report reads like the kernel's", () => {
    const book = machine();
    book.drainTo(3);
    const last = [...book.held.keys()].slice(-1)[0] as number;
    book.take(0, GFP_KERNEL);
    const { oom } = book.allocator.slowPath;
    expect(oom).not.toBeNull();
    if (oom === null) return;
    // Pages came from the bottom of one block: the last three of 4096 are a page and a pair.
    expect(last % 512).toBe(508);
    expect(oomText(oom, 4096)).toBe(
      [
        "invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
        "Mem-Info:",
        " free:3 free_pcp:0 free_cma:0",
        "Node 0 Normal free:12kB boost:0kB min:400kB low:800kB high:1200kB reserved_highatomic:0KB managed:16384kB free_pcp:0kB free_cma:0kB",
        "lowmem_reserve[]: 0 0 0 0 0 0",
        "Node 0 Normal: 1*4kB (M) 1*8kB (M) 0*16kB 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB = 12kB",
        "",
      ].join("\n"),
    );
  });
});

test("GFP flags read as the kernel prints them", () => {
  expect(gfpText(GFP_KERNEL)).toBe("GFP_KERNEL");
  expect(gfpText(GFP_KERNEL | __GFP_NORETRY | __GFP_RECLAIMABLE)).toBe(
    "GFP_KERNEL|__GFP_NORETRY|__GFP_RECLAIMABLE",
  );
  expect(gfpText(0)).toBe("none");
  expect(gfpText(1 << 26)).toBe("0x4000000");
});
