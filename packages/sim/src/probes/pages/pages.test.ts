import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PAGE_STATES, type PageState } from "../../page-states";
import { censusOf } from "./census";
import { codeOfByte, stateCode } from "./page-state";
import { HAS_MARKED, HAS_PINNED, NO_CELL, NO_ORDER, rasterOf, STATE_MASK } from "./raster";
import type { DeviceRun, PageSource, PageSpan } from "./source";
import { layOutSpans, pfnOfPlace, placeOfPfn, placesOf } from "./space";

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
function lay(
  list: Piece[],
  gapSections: number,
  devices: DeviceRun[] = [],
): { source: PageSource; truth: number[] } {
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
    spans: spansOf(truth.length, gap, devices),
    devices,
    maxOrder: MAX_ORDER,
    stateOf: (frame) => heads[frame] as number,
    nextHead(frame, end) {
      let at = frame;
      while (at < end && ((heads[at] as number) === 0 || heads[at] === 0x71)) at++;
      return at;
    },
    isPinned: (frame) => pinned.has(frame),
    contentOf: (frame) => (frame % 2 === 0 ? "slab" : "anonymous"),
    eachNamed(tell) {
      for (const { frame, pages, state } of named) tell(frame, pages, state);
    },
  };
  return { source, truth };
}

/** Two stretches of RAM with a gap between them; in the gap and behind there may be namespaces. */
function spansOf(frames: number, gap: number, devices: readonly DeviceRun[]): PageSpan[] {
  const ram = [{ startPfn: 0, endPfn: SECTION }];
  if (frames > SECTION) ram.push({ startPfn: SECTION + gap, endPfn: gap + frames });
  return layOutSpans(gap === 0 ? [{ startPfn: 0, endPfn: frames }] : ram, devices, SECTION);
}

function count(bytes: number[]): number[] {
  const counts = PAGE_STATES.map(() => 0);
  for (const byte of bytes) counts[codeOfByte(byte)] = (counts[codeOfByte(byte)] as number) + 1;
  return counts;
}

describe("every machine", () => {
  test("is counted page by page and block by block", () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 3 }), (list, gap) => {
        const { source, truth } = lay(list, gap);
        const { totals, free } = censusOf(source);
        expect(totals).toEqual(count(truth));
        const blocks = list.filter((piece) => piece.kind === "free");
        expect(free).toEqual(
          Array.from(
            { length: MAX_ORDER + 1 },
            (_, order) => blocks.filter((one) => one.order === order).length,
          ),
        );
      }),
    );
  });

  const namespaces = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 8 * SECTION }),
      pages: fc.integer({ min: 1, max: 3 * SECTION }),
    }),
    { maxLength: 2 },
  );

  test("says of any part what most pages of each cell are, and whether one is marked or pinned", () => {
    fc.assert(
      fc.property(
        pieces,
        fc.integer({ min: 0, max: 3 }),
        namespaces,
        fc.record({ place: fc.nat(900), shift: fc.nat(7), cells: fc.integer({ min: 1, max: 300 }) }),
        fc.constantFrom<PageState>("free", "shadow", "absent"),
        (list, gap, wanted, { place, shift, cells }, marked) => {
          const bare = lay(list, gap);
          const devices = apart(wanted, bare.source.spans);
          const { source, truth } = lay(list, gap, devices);
          const states = slowStates(source, truth);
          const mark = stateCode(marked);
          const window = { place, cellPages: 2 ** shift, cells, mark, isDetailed: false };
          const expected = Array.from({ length: cells }, (_, cell) => {
            const pages = states.slice(place + cell * 2 ** shift, place + (cell + 1) * 2 ** shift);
            return slowCell(pages, mark, shift === 0);
          });
          expect([...rasterOf(source, window)]).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("says of single pages the order of their block and what it holds", () => {
    fc.assert(
      fc.property(pieces, fc.nat(300), (list, place) => {
        const { source, truth } = lay(list, 0);
        const cells = 200;
        const window = { place, cellPages: 1, cells, mark: 0, isDetailed: true };
        const plane = rasterOf(source, window).subarray(cells);
        for (let i = 0; i < cells && place + i < truth.length; i++) {
          const byte = truth[place + i] as number;
          // A page whose byte is a block's has that block's order; what is named or pinned is looked at elsewhere.
          if (byte >= 0x40) expect((plane[i] as number) & NO_ORDER).toBe(byte & 0x0f);
          if (byte >= 0x80) expect((plane[i] as number) >> 4).toBe(0);
        }
      }),
    );
  });

  test("a place and its pfn name each other", () => {
    fc.assert(
      fc.property(namespaces, fc.integer({ min: 1, max: 3 }), (wanted, gap) => {
        const spans = spansOf(3 * SECTION, gap * SECTION, apart(wanted, []));
        for (let place = 0; place < placesOf(spans); place++)
          expect(placeOfPfn(spans, pfnOfPlace(spans, place))).toBe(place);
        const pfns = Array.from({ length: placesOf(spans) }, (_, place) => pfnOfPlace(spans, place));
        expect(pfns).toEqual([...pfns].sort((a, b) => a - b));
      }),
    );
  });
});

/** Namespaces that do not overlap, nor lie where RAM is. */
function apart(wanted: { at: number; pages: number }[], ram: readonly PageSpan[]): DeviceRun[] {
  const devices: DeviceRun[] = [];
  let behind = 0;
  for (const { at, pages } of [...wanted].sort((a, b) => a.at - b.at)) {
    const startPfn = Math.max(at, behind);
    const isInRam = ram.some((span) => startPfn < span.pfn + span.pages && span.pfn < startPfn + pages);
    if (isInRam) continue;
    devices.push({ startPfn, pages, state: "device" });
    behind = startPfn + pages;
  }
  return devices;
}

/** The code of every place, one after the other. */
function slowStates(source: PageSource, truth: readonly number[]): number[] {
  return Array.from({ length: placesOf(source.spans) }, (_, place) => {
    const pfn = pfnOfPlace(source.spans, place);
    const span = source.spans.find((one) => one.pfn <= pfn && pfn < one.pfn + one.pages);
    const isDevice = source.devices.some((run) => run.startPfn <= pfn && pfn < run.startPfn + run.pages);
    if (isDevice) return stateCode("device");
    if (span === undefined || span.frame < 0) return stateCode("absent");
    return codeOfByte(truth[span.frame + pfn - span.pfn] ?? stateCode("absent"));
  });
}

function slowCell(pages: readonly number[], mark: number, isOnePage: boolean): number {
  let [most, state] = [0, NO_CELL];
  for (let code = 0; code < PAGE_STATES.length; code++) {
    const count = pages.filter((page) => page === code).length;
    if (count > most) [most, state] = [count, code];
  }
  if (isOnePage) return state;
  const has = (code: number) => pages.includes(code) && (state & STATE_MASK) !== code;
  return state | (has(mark) ? HAS_MARKED : 0) | (has(stateCode("pinned")) ? HAS_PINNED : 0);
}
