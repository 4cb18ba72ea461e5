import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PAGE_STATES, type PageState } from "../../page-states";
import { MAX_CELLS, MAX_FIGURES, pageMap } from "./page-map";
import { codeOfByte, stateCode } from "./page-state";
import { pageStates } from "./page-states";
import type { PageSource } from "./source";

const SECTION = 64;
const MAX_ORDER = 5;

/** A piece of memory, laid down at the next place its order is aligned to. */
type Piece =
  | { kind: "free"; order: number; type: number }
  | { kind: "used"; order: number; mobility: number; name: "origin" | null; isPinned: boolean }
  | { kind: "pcp"; order: number }
  | { kind: "reserved" | "memmap" | "shadow" | "absent"; pages: number };

const pieces: fc.Arbitrary<Piece[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("free" as const),
      order: fc.integer({ min: 0, max: MAX_ORDER }),
      type: fc.integer({ min: 0, max: 5 }),
    }),
    fc.record({
      kind: fc.constant("used" as const),
      order: fc.integer({ min: 0, max: MAX_ORDER }),
      mobility: fc.integer({ min: 0, max: 2 }),
      name: fc.constantFrom(null, null, "origin" as const),
      isPinned: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("pcp" as const), order: fc.integer({ min: 0, max: 3 }) }),
    fc.record({
      kind: fc.constantFrom("reserved" as const, "memmap" as const, "shadow" as const, "absent" as const),
      pages: fc.integer({ min: 1, max: 100 }),
    }),
  ),
  { minLength: 1, maxLength: 120 },
);

/** A machine of these pieces as the allocator shows it, and beside it what every page is, written down page by page. */
function lay(list: Piece[], gapSections: number): { source: PageSource; truth: number[] } {
  const heads: number[] = [];
  const truth: number[] = [];
  const pinned = new Set<number>();
  const named: { frame: number; pages: number; state: PageState }[] = [];
  const put = (pages: number, head: number, byte: number) => {
    for (let i = 0; i < pages; i++) {
      heads.push(i === 0 ? head : 0);
      truth.push(byte);
    }
  };
  for (const piece of list) {
    const frame = () => truth.length;
    if ("order" in piece) {
      while (frame() % (1 << piece.order) !== 0) put(1, 0, stateCode("reserved"));
      const pages = 1 << piece.order;
      if (piece.kind === "free") {
        const byte = 0x80 | (piece.type << 4) | piece.order;
        put(pages, byte, byte);
      } else if (piece.kind === "used") {
        const byte = 0x40 | (piece.mobility << 4) | piece.order;
        const isPinned = piece.isPinned && piece.mobility === 1;
        if (isPinned) pinned.add(frame());
        else if (piece.name !== null) named.push({ frame: frame(), pages, state: piece.name });
        put(pages, byte, isPinned ? stateCode("pinned") : piece.name === null ? byte : stateCode(piece.name));
      } else {
        named.push({ frame: frame(), pages, state: "pcp" });
        put(pages, 0x71, stateCode("pcp"));
      }
    } else {
      if (piece.kind === "memmap" || piece.kind === "shadow")
        named.push({ frame: frame(), pages: piece.pages, state: piece.kind });
      put(piece.pages, 0, stateCode(piece.kind));
    }
  }
  while (truth.length % SECTION !== 0) put(1, 0, stateCode("absent"));
  const memory: { start: number; end: number }[] = [];
  for (const [frame, byte] of truth.entries()) {
    if (byte === stateCode("absent")) continue;
    const last = memory.at(-1);
    if (last?.end === frame) last.end++;
    else memory.push({ start: frame, end: frame + 1 });
  }
  // One gap of absent sections behind the first.
  const gap = gapSections * SECTION;
  const source: PageSource = {
    frames: truth.length,
    memory,
    maxOrder: MAX_ORDER,
    stateOf: (frame) => heads[frame] as number,
    nextHead(frame, end) {
      let at = frame;
      while (at < end && ((heads[at] as number) === 0 || heads[at] === 0x71)) at++;
      return at;
    },
    isPinned: (frame) => pinned.has(frame),
    pfnOf: (frame) => (frame < SECTION ? frame : frame + gap),
    frameOf: (pfn) => (pfn < SECTION ? pfn : pfn < SECTION + gap ? -1 : pfn - gap),
    eachNamed(tell) {
      for (const { frame, pages, state } of named) tell(frame, pages, state);
    },
  };
  return { source, truth };
}

/** Pages by state of every cell, as the map's entries unfold. */
function unfold(runs: number[][]): number[][] {
  return runs.flatMap(([cells = 0, ...mix]) => {
    const counts = PAGE_STATES.map(() => 0);
    for (let i = 0; i < mix.length; i += 2) counts[mix[i] as number] = mix[i + 1] as number;
    return Array.from({ length: cells }, () => counts);
  });
}

function count(bytes: number[]): number[] {
  const counts = PAGE_STATES.map(() => 0);
  for (const byte of bytes) counts[codeOfByte(byte)] = (counts[codeOfByte(byte)] as number) + 1;
  return counts;
}

describe("every machine", () => {
  test("has each page in one cell and one state, and the cells sum up to the machine", () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 3 }), (list, gap) => {
        const { source, truth } = lay(list, gap);
        const map = pageMap(source);
        const cells = unfold(map.runs);
        expect(cells).toHaveLength(Math.ceil(truth.length / map.cellPages));
        for (const [index, cell] of cells.entries()) {
          expect(cell).toEqual(count(truth.slice(index * map.cellPages, (index + 1) * map.cellPages)));
        }
        expect(map.totals).toEqual(count(truth));
        for (const [, ...mix] of map.runs) {
          const pages = mix.filter((_, i) => i % 2 === 1);
          expect(pages).toEqual([...pages].sort((a, b) => b - a));
        }
      }),
    );
  });

  test("says of any range of pfns what each page is", () => {
    fc.assert(
      fc.property(
        pieces,
        fc.integer({ min: 0, max: 3 }),
        fc.nat(1000),
        fc.nat(500),
        (list, gap, at, pages) => {
          const { source, truth } = lay(list, gap);
          const expected = Array.from({ length: pages }, (_, i) => {
            const frame = source.frameOf(at + i);
            return frame < 0 || frame >= truth.length ? stateCode("absent") : (truth[frame] as number);
          });
          expect([...pageStates(source, at, pages)]).toEqual(expected);
        },
      ),
    );
  });
});

describe("the picture's size", () => {
  /** Pages that are free and taken in turns: no two neighbours alike, and no two cells either. */
  const strewn: Piece[] = Array.from({ length: 60_000 }, (_, i) =>
    (i * 7919) % 13 < 6
      ? { kind: "free", order: 0, type: 1 }
      : { kind: "used", order: 0, mobility: (i * 31) % 3, name: null, isPinned: false },
  );

  test("stays within its bounds however mixed the pages are, and loses none of them", () => {
    const { source, truth } = lay(strewn, 0);
    const map = pageMap(source);
    expect(map.runs.flat().length).toBeLessThanOrEqual(MAX_FIGURES);
    expect(unfold(map.runs).length).toBeLessThanOrEqual(MAX_CELLS);
    expect(map.totals).toEqual(count(truth));
  });

  test("a machine that is all one takes one entry", () => {
    const blocks: Piece[] = Array.from({ length: 4096 }, () => ({ kind: "free", order: 5, type: 1 }));
    const map = pageMap(lay(blocks, 0).source);
    expect(map.cellPages).toBe(32);
    expect(map.runs).toEqual([[4096, stateCode("free"), 32]]);
  });
});

test("cells tell where addresses jump", () => {
  const { source } = lay([{ kind: "reserved", pages: 3 * SECTION }], 5);
  expect(pageMap(source).stretches).toEqual([
    { cell: 0, firstPfn: 0 },
    { cell: SECTION, firstPfn: 6 * SECTION },
  ]);
});
