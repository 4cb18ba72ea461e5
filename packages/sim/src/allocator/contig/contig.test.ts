import { describe, expect, test } from "vitest";
import { PageBook, type SmallZone, smallAllocator } from "../../testing/page-book";
import { __GFP_MOVABLE, GFP_KERNEL } from "../gfp";
import { CMA, ISOLATE, MOVABLE, UNMOVABLE } from "../migratetype";
import { freeType, isFree, isInPcp, mobility, USED } from "../page-state";
import { CmaArea } from "./cma-area";
import { contigCauseChain } from "./result";

/** Eight pageblocks of 32 pages, blocks of up to 64; frames 128 to 255 are CMA if asked. */
function machine(zone: Partial<SmallZone> = {}): PageBook {
  const zones = [{ kind: "Normal" as const, startFrame: 0, endFrame: 256, ...zone }];
  return new PageBook(smallAllocator({ pageblockOrder: 5, maxOrder: 6, zones }));
}

function typesOf(book: PageBook): number[] {
  return [...book.allocator.buddy.typeOfBlock];
}

/** I-B2: what is on the lists, what is held, and what the counter says. */
function expectNothingLost(book: PageBook, taken = 0): void {
  const { buddy, levels, pcp } = book.allocator;
  const held = [...book.held.values()].reduce((sum, { order }) => sum + (1 << order), 0);
  expect(buddy.freePages + pcp.countOfZone(0) + held + taken).toBe(256);
  expect(levels.isolatedBlocks[0]).toBe(0);
  expect(typesOf(book)).not.toContain(ISOLATE);
}

describe("a range by address", () => {
  test("free memory is taken as it is; head and tail of its blocks go back", () => {
    const book = machine();
    expect(book.allocator.contig.allocate(40, 90, MOVABLE, 0)).toBeNull();
    expectNothingLost(book, 50);
    const { buddy } = book.allocator;
    // 32 to 39 and 90 to 95 are left of pageblocks 1 and 2; the others are whole.
    expect(buddy.freePages).toBe(206);
    const free = [0, 1, 2, 3, 4, 5, 6].map((order) =>
      [...buddy.list(0, order, MOVABLE)].sort((a, b) => a - b),
    );
    expect(free).toEqual([[], [90], [92], [32], [], [0, 96], [128, 192]]);
    for (let frame = 40; frame < 90; frame++) expect(buddy.stateOf(frame)).toBe(USED | (UNMOVABLE << 4));
    book.allocator.contig.free(40, 90, 0);
    expectNothingLost(book);
    expect([...buddy.list(0, 6, MOVABLE)].sort((a, b) => a - b)).toEqual([0, 64, 128, 192]);
  });

  test("free memory can be taken without more ado; anything else in it, a per-cpu list's page too, and nothing happens", () => {
    const book = machine({ pcpBatch: 8, pcpHigh: 64 });
    const { buddy, contig, pcp } = book.allocator;
    const held = book.take(0, GFP_KERNEL | __GFP_MOVABLE);
    const cached = pcp.countOfZone(0);
    expect(cached).toBeGreaterThan(0);
    const inPcp = Array.from({ length: 256 }, (_, at) => at).find((at) => isInPcp(buddy.stateOf(at))) ?? -1;
    const free = buddy.freePages;
    for (const frame of [held, inPcp]) expect(contig.takeFree(frame, frame + 1)).toBe(false);
    expect(contig.takeFree(held - (held % 32), held - (held % 32) + 64)).toBe(false);
    expect(buddy.freePages).toBe(free);
    expect(contig.takeFree(170, 173)).toBe(true);
    expect(buddy.freePages).toBe(free - 3);
    expect(pcp.countOfZone(0)).toBe(cached);
    for (let frame = 170; frame < 173; frame++) expect(buddy.stateOf(frame)).toBe(USED | (UNMOVABLE << 4));
    contig.free(170, 173, 0);
    expectNothingLost(book);
  });

  test("page by page it leaves the halves of its block that it does not lie in, each at the head of its list", () => {
    const book = machine({ pcpBatch: 8, pcpHigh: 64 });
    const { buddy, contig } = book.allocator;
    expect(contig.takeFree(170, 173)).toBe(true);
    // 170 leaves [128, 160), [176, 192), [160, 168), [172, 176), [168, 170) and 171, and 172 leaves [174, 176) and 173.
    const lists = [0, 1, 2, 3, 4, 5].map((order) => [...buddy.list(0, order, MOVABLE)]);
    expect(lists).toEqual([[173], [174, 168], [], [160], [176], [128]]);
    expect([...buddy.list(0, 6, MOVABLE)].sort((a, b) => a - b)).toEqual([0, 64, 192]);
    expectNothingLost(book, 3);
    contig.free(170, 173, 0);
    book.allocator.pcp.drainZone(0);
    expect([...buddy.list(0, 6, MOVABLE)].sort((a, b) => a - b)).toEqual([0, 64, 128, 192]);
  });

  test("what is movable in it moves out, whole blocks too", () => {
    const book = machine();
    book.fillExcept((frame) => frame >= 200);
    const before = new Set([...book.held.values()].map(({ contents }) => contents));
    expect(book.allocator.contig.allocate(64, 96, MOVABLE, 0)).toBeNull();
    expect(book.moves).toHaveLength(32);
    expect(book.moves.every(({ from, to }) => from >= 64 && from < 96 && to >= 200)).toBe(true);
    expect(new Set([...book.held.values()].map(({ contents }) => contents))).toEqual(before);
    expectNothingLost(book, 32);
    expect(book.allocator.events).toMatchObject({ pgmigrateSuccess: 32, pgmigrateFail: 0 });

    const huge = machine();
    const frame = huge.take(5, GFP_KERNEL | __GFP_MOVABLE);
    expect(huge.allocator.contig.allocate(frame, frame + 32, MOVABLE, 0)).toBeNull();
    expect(huge.moves).toEqual([{ from: frame, to: expect.any(Number), order: 5 }]);
    expectNothingLost(huge, 32);
  });

  test("clean page cache is dropped rather than moved", () => {
    const book = machine();
    book.fillExcept(() => false);
    for (let frame = 64; frame < 96; frame++) book.cache.add(book.contentsAt(frame) as number);
    expect(book.allocator.contig.allocate(64, 96, MOVABLE, 0)).toBeNull();
    expect(book.moves).toEqual([]);
    expect(book.held.size).toBe(224);
    expectNothingLost(book, 32);
  });

  test("X-B4 a pinned page fails it with -EBUSY and its frame; the others stay usable", () => {
    const book = machine();
    book.fillExcept((frame) => frame >= 128);
    book.pinned.add(77);
    const failure = book.allocator.contig.allocate(64, 96, MOVABLE, 0);
    expect(failure).toEqual({ error: "EBUSY", obstacle: "pinned", frame: 77 });
    expect(book.contentsAt(77)).toBeDefined();
    expectNothingLost(book);
    expect(book.allocator.buddy.freePages).toBe(128);
    if (failure === null) return;
    const chain = contigCauseChain(failure, 64, 32, (frame) => frame + 0x1000);
    expect(chain.map(({ code }) => code)).toEqual(["request", "pinned"]);
    expect(chain[1]?.sentence).toBe("Page 0x104d holds movable data that somebody has pinned (-EBUSY).");
  });

  test("X-B4 without target pages it fails with -ENOMEM, and what was not moved stays", () => {
    const book = machine();
    book.fillExcept((frame) => frame >= 246);
    const failure = book.allocator.contig.allocate(64, 96, MOVABLE, 0);
    // Pages move from the end of the cluster: ten find a place, 85 is the first that does not.
    expect(failure).toEqual({ error: "ENOMEM", obstacle: "no-target", frame: 85 });
    expect(book.moves.map(({ from }) => from)).toEqual([95, 94, 93, 92, 91, 90, 89, 88, 87, 86]);
    expectNothingLost(book);
    for (let frame = 64; frame < 86; frame++)
      expect(mobility(book.allocator.buddy.stateOf(frame))).toBe(MOVABLE);
  });

  test("a kernel page in the range is found before anything moves", () => {
    const book = machine();
    book.fillExcept((frame) => frame === 70);
    const kernelPage = book.take(0, GFP_KERNEL);
    expect(kernelPage).toBe(70);
    book.allocator.buddy.setType(2, 0, MOVABLE);
    const failure = book.allocator.contig.allocate(64, 128, MOVABLE, 0);
    expect(failure).toEqual({ error: "EBUSY", obstacle: "unmovable", frame: 70 });
    expect(book.moves).toEqual([]);
    // It is in nobody's way for the other half of its pageblock, only the range is looked at.
    for (const frame of [200, 201, 202, 203]) book.give(frame);
    expect(book.allocator.contig.allocate(92, 96, MOVABLE, 0)).toBeNull();
    expectNothingLost(book, 4);
  });

  test("per-cpu lists are emptied first", () => {
    const book = machine({ pcpBatch: 8, pcpHigh: 64 });
    book.fillExcept((frame) => frame < 32);
    expect(book.allocator.pcp.countOfZone(0)).toBeGreaterThan(0);
    expect(book.allocator.contig.allocate(0, 32, MOVABLE, 0)).toBeNull();
    expectNothingLost(book, 32);
  });

  test("a free block that reaches out of the range is cut: nothing is moved into what is to be emptied", () => {
    const book = machine();
    book.fillExcept((frame) => frame >= 64 && frame < 128);
    // One block of 64 pages, of which the range takes the lower half. All of pageblock 1 has to go to the upper one.
    expect([...book.allocator.buddy.list(0, 6, MOVABLE)]).toEqual([64]);
    expect(book.allocator.contig.allocate(32, 96, MOVABLE, 0)).toBeNull();
    expect(book.moves.map(({ to }) => to).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 32 }, (_, i) => 96 + i),
    );
    expectNothingLost(book, 64);
  });

  test("and whole again if the range cannot be had", () => {
    const book = machine();
    book.fillExcept((frame) => frame >= 64 && frame < 128);
    for (let frame = 32; frame < 64; frame++) book.pinned.add(frame);
    expect(book.allocator.contig.allocate(32, 96, MOVABLE, 0)).toMatchObject({
      obstacle: "pinned",
      frame: 32,
    });
    expect([...book.allocator.buddy.list(0, 6, MOVABLE)]).toEqual([64]);
    expectNothingLost(book);
  });

  test("v6.10 and later: a free block larger than a pageblock is taken apart, so that lists stay of one type", () => {
    const zones = [{ kind: "Normal" as const, startFrame: 0, endFrame: 256 }];
    const book = new PageBook(smallAllocator({ kernel: "6.6", pageblockOrder: 5, maxOrder: 6, zones }));
    book.fillExcept((frame) => frame < 64);
    const kernelPage = 64;
    book.allocator.buddy.mark(kernelPage, 0, USED | (UNMOVABLE << 4));
    const { buddy } = book.allocator;
    buddy.setType(0, 6, UNMOVABLE);
    buddy.moveBlock(0, 6, 0, UNMOVABLE);
    // The first pageblock was isolated when the third, the kernel's, was looked at. It comes back as the range's type, and its
    // neighbour takes that on as they merge.
    expect(book.allocator.contig.allocate(0, 96, MOVABLE, 0)).toMatchObject({ frame: kernelPage });
    expect(typesOf(book).slice(0, 2)).toEqual([MOVABLE, MOVABLE]);
    expect([...buddy.list(0, 6, MOVABLE)]).toEqual([0]);
  });

  test("an allocated block that reaches out of the range moves as a whole, or is in the way", () => {
    for (const isPinned of [false, true]) {
      const book = machine();
      const frame = book.take(6, GFP_KERNEL | __GFP_MOVABLE);
      if (isPinned) book.pinned.add(frame);
      const failure = book.allocator.contig.allocate(frame + 32, frame + 64, MOVABLE, 0);
      expect(failure).toEqual(isPinned ? { error: "EBUSY", obstacle: "pinned", frame } : null);
      expect(book.moves).toHaveLength(isPinned ? 0 : 1);
      expectNothingLost(book, isPinned ? 0 : 32);
    }
  });

  test("what reclaim frees while a target is looked for need not move", () => {
    const book = machine({ marks: [20, 24, 28] });
    book.fillExcept(() => false);
    // The only pages to be had are the range's own, once written back.
    for (let frame = 64; frame < 96; frame++) {
      book.cache.add(book.contentsAt(frame) as number);
      book.dirty.add(book.contentsAt(frame) as number);
    }
    for (const frame of [0, 1, 2, 3]) book.give(frame);
    expect(book.allocator.contig.allocate(64, 96, MOVABLE, 0)).toBeNull();
    expect(book.moves).toEqual([]);
    expect(book.allocator.events.reclaimWritten).toBe(32);
    expectNothingLost(book, 32);
  });

  test("a range that reaches into another zone is refused", () => {
    const zones = [
      { kind: "DMA" as const, startFrame: 0, endFrame: 64 },
      { kind: "Normal" as const, startFrame: 64, endFrame: 256 },
    ];
    const { contig } = smallAllocator({ pageblockOrder: 5, maxOrder: 6, zones });
    expect(() => contig.allocate(32, 96, MOVABLE, 0)).toThrow(RangeError);
  });
});

describe("a CMA area", () => {
  function withArea(): { book: PageBook; area: CmaArea } {
    const book = machine({ cma: [128, 256] });
    return { book, area: new CmaArea(128, 128, book.allocator.contig) };
  }

  test("B-27 ranges are tried from the start; a pin makes it go on behind the alignment", () => {
    const { book, area } = withArea();
    book.fillExcept((frame) => frame < 100);
    book.pinned.add(133);
    const result = area.allocate(16, 3, 0);
    // 128 to 143 and 136 on: only the range at 128 holds the pin.
    expect(result.frame).toBe(136);
    expect(result.failures).toEqual([
      { startFrame: 128, failure: { error: "EBUSY", obstacle: "pinned", frame: 133 } },
    ]);
    expect(typesOf(book)).toEqual([MOVABLE, MOVABLE, MOVABLE, MOVABLE, CMA, CMA, CMA, CMA]);
    expectNothingLost(book, 16);
    expect(area).toMatchObject({ successes: 1, failures: 0, usedPages: 16 });
    area.release(136, 16, 0);
    expect(area.usedPages).toBe(0);
    expectNothingLost(book);
    // What comes back is CMA again.
    book.allocator.pcp.drainZone(0);
    const { buddy } = book.allocator;
    expect(isFree(buddy.stateOf(136)) && freeType(buddy.stateOf(136))).toBe(CMA);
  });

  test("-ENOMEM ends the search at the first range", () => {
    const { book, area } = withArea();
    book.fillExcept(() => false);
    const result = area.allocate(16, 0, 0);
    expect(result.frame).toBe(-1);
    expect(result.failures).toHaveLength(1);
    expect(result.failures[0]?.failure.error).toBe("ENOMEM");
    expect(area.failures).toBe(1);
    expectNothingLost(book);
  });

  test("a pin in every pageblock makes the whole area useless for a large range", () => {
    const { book, area } = withArea();
    book.fillExcept((frame) => frame < 128);
    for (const frame of [128 + 31, 160 + 31, 192 + 31, 224 + 31]) book.pinned.add(frame);
    const result = area.allocate(64, 5, 0);
    expect(result.frame).toBe(-1);
    expect(result.failures.map(({ startFrame, failure }) => [startFrame, failure.frame])).toEqual([
      [128, 159],
      [160, 191],
      [192, 223],
    ]);
    expect(result.failures.every(({ failure }) => failure.obstacle === "pinned")).toBe(true);
  });

  test("what is given out is not given out again, and only that can be released", () => {
    const { area } = withArea();
    const frames = Array.from({ length: 9 }, () => area.allocate(16, 0, 0).frame);
    expect(frames).toEqual([128, 144, 160, 176, 192, 208, 224, 240, -1]);
    area.release(160, 16, 0);
    expect(area.allocate(16, 0, 0).frame).toBe(160);
    expect(() => area.release(64, 16, 0)).toThrow(RangeError);
    expect(area.allocate(129, 0, 0).frame).toBe(-1);
  });

  test("CMA pages are no good for a range of ordinary memory", () => {
    const { book } = withArea();
    expect(book.allocator.contig.allocate(96, 160, MOVABLE, 0)).toEqual({
      error: "EBUSY",
      obstacle: "cma",
      frame: 128,
    });
    expectNothingLost(book);
    expect(typesOf(book)).toEqual([MOVABLE, MOVABLE, MOVABLE, MOVABLE, CMA, CMA, CMA, CMA]);
  });
});
