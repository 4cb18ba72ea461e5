import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { __GFP_TAGGED, GFP_ATOMIC, GFP_HIGHUSER_MOVABLE, GFP_KERNEL } from "../../allocator/gfp";
import { CMA } from "../../allocator/migratetype";
import { isFree, isUsed } from "../../allocator/page-state";
import { checkMachine } from "../../machine/check";
import type { FailureWords } from "../../machine/failure";
import { blockPages } from "../../order";
import { causeChain } from "../../probes/failures";
import { pageDetails } from "../../probes/pages/details";
import { machinePages } from "../../probes/pages/machine-pages";
import { MIB } from "../../testing/inputs";
import { fvpInput, withBooks } from "../../testing/tag-storage";
import { cma } from "./cma";

const USER = GFP_HIGHUSER_MOVABLE;
const TAGGED = GFP_HIGHUSER_MOVABLE | __GFP_TAGGED;
const FOREVER = Number.POSITIVE_INFINITY;
/** The block that keeps the tags of pfns 0xa0000 to 0xa001f. */
const BLOCK = 0x8f9000;

/** The FVP's machine, with nothing free in CMA but the pageblock that begins with BLOCK and another one. */
function fvp(replays = 3) {
  const books = withBooks(fvpInput(), [cma.create({ tries: 3, replays })]);
  const { machine, take, give } = books;
  const incidents: FailureWords[] = [];
  machine.noteFailure = (_key, words) => incidents.push(words());
  const all = Array.from({ length: 34 }, () => take(USER, {}, 9));
  for (const pfn of [0xa0000, 0xa0200, 0x8f8000, BLOCK]) {
    const block = all.find((one) => one.pfn === pfn);
    if (block === undefined) throw new Error("memory was not taken as a whole");
    give(block);
  }
  const stateOf = (pfn: number) => machine.buddy.stateOf(machine.frames.frameOf(pfn));
  /** What is at a page, as the page map shows it. */
  const seen = (pfn: number) => pageDetails(machine, machinePages(machine), [], pfn)?.state;
  /** Takes the 32 pages from 0xa0000 on for somebody else: their frames. */
  const takeGroup = () => {
    const frames = Array.from({ length: 32 }, () => machine.allocator.allocate(0, TAGGED, 0));
    expect(frames.map((frame) => machine.frames.pfnOf(frame)).at(-1)).toBe(0xa001f);
    return frames;
  };
  const giveBack = (frame = -1) => machine.allocator.free(frame, 0, 0);
  return { ...books, incidents, stateOf, seen, takeGroup, giveBack };
}

test("boot hands tag storage over as CMA, and a caller can have it", () => {
  const { machine, holdings } = withBooks(fvpInput(), [cma.create({ tries: 3, replays: 3 })]);
  expect(machine.memory()).toMatchObject({
    usablePages: 1024 + 16_384,
    tagStoragePages: 0,
    usable: "at most",
  });
  expect(machine.allocator.levels.cma.reduce((a, b) => a + b)).toBe(16_384);
  expect(holdings).toBeDefined();
  checkMachine(machine);
});

describe("M-4 the life of block 0x8f9000 (S-E4)", () => {
  const { machine, take, give, figure, stateOf, seen } = fvp();
  const state = () => [figure("blocks"), figure("taggedPages")];

  test("idle, then a user's page", () => {
    expect(isFree(stateOf(BLOCK))).toBe(true);
    expect(take(USER).pfn).toBe(BLOCK);
    expect(state()).toEqual([0, 0]);
    expect(seen(BLOCK)).toBe("movable");
  });

  test("the first tagged page moves the data out and takes the very page; the second only counts", () => {
    const first = take(TAGGED);
    expect(first.pfn).toBe(0xa0000);
    expect(state()).toEqual([1, 1]);
    expect(figure("movedOut")).toBe(1);
    expect(seen(BLOCK)).toBe("tag_storage");
    expect(machine.metadataPages).toBe(1);
    const second = take(TAGGED);
    expect(second.pfn).toBe(0xa0001);
    expect(state()).toEqual([1, 2]);
    checkMachine(machine);

    give(first);
    expect(state()).toEqual([1, 1]);
    give(second);
    expect(state()).toEqual([0, 0]);
    expect(machine.metadataPages).toBe(0);
    expect(isUsed(stateOf(BLOCK))).toBe(false);
    checkMachine(machine);
  });
});

test("M-4 with a pin on the user's page: -EBUSY, no state changes, the tagged page stays without storage", () => {
  const { take, figure, seen, machine } = fvp();
  expect(take(USER, { pinnedUntilMs: FOREVER }).pfn).toBe(BLOCK);
  expect(take(TAGGED).pfn).toBe(0xa0000);
  expect([figure("blocks"), figure("taggedPages"), figure("movedOut")]).toEqual([0, 0, 0]);
  expect(figure("failed-pinned")).toBe(1);
  expect(seen(BLOCK)).toBe("pinned");
  expect(machine.metadataPages).toBe(0);
  checkMachine(machine);
});

describe("S-E5 an atomic tagged request is refused", () => {
  const refuse = (holdsData: boolean) => {
    const { machine, take, figure, stateOf } = fvp();
    if (holdsData) take(USER);
    const before = stateOf(BLOCK);
    const free = machine.buddy.freePages;
    expect(take(GFP_ATOMIC | __GFP_TAGGED).pfn).toBe(-1);
    expect(stateOf(BLOCK)).toBe(before);
    expect(machine.buddy.freePages).toBe(free);
    expect(figure("atomicRefusals")).toBe(1);
    checkMachine(machine);
    return causeChain(machine, machine.shortage).map(({ code, sentence }) => [code, sentence]);
  };

  test("where the block holds movable data", () =>
    expect(refuse(true)).toEqual([
      ["request", "Order-0 GFP_ATOMIC|__GFP_TAGGED request: 1 page (4 KiB) in one block."],
      [
        "tag-storage",
        "The tags of page 0xa0000 belong into tag storage page 0x8f9000: it holds movable data.",
      ],
      [
        "atomic",
        "The caller must not sleep. Moving the data out takes migration, which sleeps. Before anything else the reservation takes the " +
          "mutex tag_blocks_lock, which sleeps too.",
      ],
    ]));

  test("where the block is free, for the mutex sleeps all the same", () =>
    expect(refuse(false).map(([code]) => code)).toEqual(["request", "tag-storage", "atomic"]));

  test("an untagged atomic request is none of its business", () =>
    expect(fvp().take(GFP_ATOMIC).pfn).toBe(0xa0000));
});

test("S-E6 of 1,000 free pages, 600 in CMA and 400 of those tag storage, tagged requests see 400 and others all", () => {
  const PAGE = 4096;
  const boot = () => {
    const book = withBooks(
      fvpInput({
        // Pageblocks of 8 pages, so that areas can have round numbers.
        pageblockOrder: 3,
        maxOrder: 3,
        banks: [
          { baseBytes: 0xa000_0000, sizeBytes: 600 * PAGE, nid: 0 },
          { baseBytes: 0x8_8000_0000, sizeBytes: 6 * MIB, nid: 0 },
          { baseBytes: 0x8_f800_0000, sizeBytes: 400 * PAGE, nid: 0 },
        ],
        cma: [{ baseBytes: 0xa000_0000 + 400 * PAGE, sizeBytes: 200 * PAGE, label: "reserved" }],
        tagStorage: [
          {
            baseBytes: 0x8_f800_0000,
            sizeBytes: 400 * PAGE,
            blockBytes: PAGE,
            memoryBaseBytes: 0xa000_0000,
            memorySizeBytes: 400 * 32 * PAGE,
          },
        ],
      }),
      [cma.create({ tries: 3, replays: 3 })],
    );
    expect(book.machine.buddy.freePages).toBe(1000);
    return book;
  };
  const granted = (gfp: number) => {
    const { machine, take } = boot();
    let pages = 0;
    while (take(gfp).pfn >= 0) pages++;
    return { pages, chain: causeChain(machine, machine.shortage), free: machine.buddy.freePages };
  };
  expect(granted(USER).pages).toBe(1000);
  const tagged = granted(TAGGED);
  expect(tagged.pages).toBe(400);
  // 400 tagged pages have their tags in 13 of the 600.
  expect(tagged.free).toBe(587);
  expect(tagged.chain.at(-1)).toMatchObject({
    code: "cma-barred",
    sentence:
      "Tagged pages must not lie in CMA, where tags are kept: of 587 pages that are free 587 are CMA and do not count, 0 do.",
  });
});

describe("S-E8 a tag page that vmsplice pins", () => {
  /** Pages 0xa0000 to 0xa001f share the pinned block; all but the first are taken, so that the next free one has another block. */
  function pinnedBlock(replays?: number) {
    const machine = fvp(replays);
    expect(machine.take(USER, { pinnedUntilMs: 1000 }).pfn).toBe(BLOCK);
    const group = machine.takeGroup();
    machine.giveBack(group[0]);
    return { ...machine, group };
  }

  test("three tries at the allocation, RETRY at the first fault, and the data page moves at the second: progress", () => {
    const { machine, take, figure, holdings, incidents, stateOf } = pinnedBlock();
    const { pfn, slot } = take(TAGGED);
    expect(pfn).toBe(0xa0000);
    machine.settle();
    // At the allocation, at the first and at the second fault.
    expect(figure("failed-pinned")).toBe(3);
    expect([figure("faults"), figure("retried"), figure("replaced"), figure("stuck")]).toEqual([1, 1, 1, 0]);
    expect(figure("taggedPages")).toBe(1);
    const frame = holdings.release(slot);
    expect(machine.frames.pfnOf(frame)).toBe(0xa0020);
    expect(isUsed(stateOf(BLOCK))).toBe(true);
    expect(incidents).toEqual([]);
    machine.free(frame, 0, 0);
    expect(figure("taggedPages")).toBe(0);
    checkMachine(machine);
  });

  test("claim 11: with the data page pinned as well there is no progress after any number of faults, until a pin ends", () => {
    const { machine, take, figure, holdings, incidents } = pinnedBlock();
    take(TAGGED, { pinnedUntilMs: 500 });
    machine.settle();
    expect([figure("stuck"), figure("waiting"), figure("replaced")]).toEqual([1, 1, 0]);
    for (let i = 0; i < 50; i++) machine.tick();
    expect([figure("faults"), figure("stuck"), figure("waiting")]).toEqual([51, 51, 1]);
    expect(incidents[0]?.subject).toBe("Access to a tagged page");
    expect(incidents[0]?.chain.map(({ code, sentence }) => [code, sentence])).toEqual([
      [
        "fault",
        "Access to page 0xa0000 (order 0): its tags have no storage, so that the page is mapped without access.",
      ],
      ["block-busy", "Its tags belong into tag storage page 0x8f9000."],
      ["request", "Range of 1 page from pfn 0x8f9000."],
      ["pinned", "Page 0x8f9000 holds movable data that somebody has pinned (-EBUSY)."],
      [
        "no-progress",
        "Page 0xa0000 is pinned as well, so that it cannot be moved to a page whose tags have a place: the fault comes again without end.",
      ],
    ]);
    checkMachine(machine);
    holdings.nowMs = 501;
    machine.tick();
    expect([figure("waiting"), figure("replaced"), figure("taggedPages")]).toEqual([0, 1, 1]);
    checkMachine(machine);
  });

  test("a page that moves to a neighbour needs the same block: no progress either, though nobody pins it", () => {
    const { machine, take, figure, giveBack, group } = pinnedBlock(8);
    giveBack(group[2]);
    giveBack(group[1]);
    take(TAGGED);
    machine.settle();
    expect([figure("replaced"), figure("stuck"), figure("waiting")]).toEqual([8, 1, 1]);
    checkMachine(machine);
  });

  test("who goes away does not wait any more", () => {
    const { machine, take, figure, give } = pinnedBlock();
    const waiting = take(TAGGED, { pinnedUntilMs: 500 });
    machine.settle();
    give(waiting);
    expect(figure("waiting")).toBe(0);
    machine.tick();
    expect(figure("faults")).toBe(1);
    checkMachine(machine);
  });
});

test("a tag page inside a larger block cannot be emptied: migration takes a block by its first page", () => {
  const { machine, take, takeGroup, figure, incidents } = fvp();
  // The pageblock that begins with BLOCK is one huge page; 0xa0020 has its tags in the page behind BLOCK.
  expect(take(USER, {}, 9).pfn).toBe(BLOCK);
  takeGroup();
  expect(take(TAGGED, { pinnedUntilMs: FOREVER }).pfn).toBe(0xa0020);
  machine.settle();
  expect(figure("failed-tail")).toBe(3);
  expect(incidents[0]?.chain.map(({ code }) => code)).toContain("tail");
});

describe("a tagged page that moves", () => {
  test("has its tags put aside until it is reached for", () => {
    const { machine, take, figure, holdings } = fvp();
    const { slot, pfn } = take(TAGGED);
    const to = machine.migrate(machine.frames.frameOf(pfn), 0, TAGGED);
    expect([figure("tagsAside"), figure("taggedPages")]).toEqual([1, 0]);
    machine.settle();
    expect(figure("taggedPages")).toBe(1);
    expect(holdings.release(slot)).toBe(to);
    checkMachine(machine);
  });

  test("into tag storage is moved out again at once (I-E4)", () => {
    const { machine, take, figure, holdings } = fvp();
    const { slot, pfn } = take(TAGGED);
    const to = machine.migrate(machine.frames.frameOf(pfn), 0, USER);
    expect(machine.buddy.typeOfBlock[to >>> machine.buddy.pageblockOrder]).toBe(CMA);
    machine.settle();
    const frame = holdings.release(slot);
    expect(machine.frames.pfnOf(frame)).toBeLessThan(0xa0400);
    expect([figure("replaced"), figure("taggedPages")]).toEqual([1, 1]);
    checkMachine(machine);
  });
});

test("a larger request takes every block that it needs, or none", () => {
  const { machine, take, figure, give } = fvp();
  const pinned = take(USER, { pinnedUntilMs: FOREVER });
  expect(pinned.pfn).toBe(BLOCK);
  const order9 = take(TAGGED, {}, 9);
  expect(order9.pfn).toBe(0xa0000);
  expect([figure("blocks"), machine.metadataPages]).toEqual([0, 0]);
  checkMachine(machine);
  const other = take(TAGGED, {}, 9);
  expect([other.pfn, figure("blocks"), figure("taggedPages")]).toEqual([0xa0200, 16, blockPages(9)]);
  give(other);
  give(order9);
  expect(figure("blocks")).toBe(0);
  checkMachine(machine);
});

/** 4 MiB of memory and 4 MiB of tag storage, in blocks of two pages. */
const small = fvpInput({
  banks: [
    { baseBytes: 0xa000_0000, sizeBytes: 4 * MIB, nid: 0 },
    { baseBytes: 0x8_8000_0000, sizeBytes: 6 * MIB, nid: 0 },
    { baseBytes: 0x8_f800_0000, sizeBytes: 4 * MIB, nid: 0 },
  ],
  tagStorage: [
    {
      baseBytes: 0x8_f800_0000,
      sizeBytes: 4 * MIB,
      blockBytes: 0x2000,
      memoryBaseBytes: 0xa000_0000,
      memorySizeBytes: 128 * MIB,
    },
  ],
});

test("I-E1 to I-E5: callers that come, pin, move and go in any order", () => {
  const step = fc.record({
    what: fc.constantFrom("take", "take", "take", "give", "compact", "time"),
    isTagged: fc.boolean(),
    isCache: fc.boolean(),
    order: fc.constantFrom(0, 0, 0, 0, 1, 3, 5, 9),
    pinMs: fc.constantFrom(0, 0, 3, 1000),
    pick: fc.nat(1000),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const { machine, holdings, take, give } = withBooks(small, [cma.create({ tries: 2, replays: 2 })]);
      const held: { slot: number; order: number }[] = [];
      for (const { what, isTagged, isCache, order, pinMs, pick } of steps) {
        const one = held[pick % Math.max(held.length, 1)];
        if (what === "take") {
          const over = {
            isCache: isCache && !isTagged,
            pinnedUntilMs: pinMs > 0 ? holdings.nowMs + pinMs : 0,
          };
          const block = take(isTagged ? TAGGED : USER, over, order);
          if (block.pfn >= 0) held.push(block);
          machine.settle();
        } else if (what === "give" && one !== undefined) {
          held.splice(held.indexOf(one), 1);
          give(one);
        } else if (what === "compact") {
          machine.allocate(9, GFP_KERNEL, 0);
          machine.settle();
        } else if (what === "time") {
          holdings.nowMs += 2;
          machine.tick();
        }
        checkMachine(machine);
      }
      for (const block of held) give(block);
      checkMachine(machine);
    }),
    { numRuns: 25 },
  );
});
