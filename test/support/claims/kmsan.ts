import { createRun, estimate } from "@carveout/sim";
import { GFP_KERNEL } from "../../../packages/sim/src/allocator/gfp";
import { handOverRange } from "../../../packages/sim/src/machine/handover";
import { HeldBlocks } from "../../../packages/sim/src/strategies/kmsan/held-blocks";
import { lazy } from "../../../packages/sim/src/strategies/kmsan/lazy";
import { machineWithFree, TWO_BLOCKS_AND_SINGLES } from "../../../packages/sim/src/testing/free-ranges";
import {
  GIB,
  kmsan,
  MIB,
  machineInput,
  mix,
  runInput,
  workloadInput,
} from "../../../packages/sim/src/testing/inputs";
import { runToEnd } from "../../../packages/sim/src/testing/results";
import type { Claim } from "./claim";

const MAIL = "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023";
const KMSAN = { mail: MAIL, template: "kmsan" };

export const claims: Claim[] = [
  { number: 1, claim: "The boot carve-out leaves callers one third of memory.", ...KMSAN, check: aThird },
  {
    number: 2,
    claim:
      "Lazy allocation needs a block of the same order three times, and takes the largest block apart for it.",
    ...KMSAN,
    check: threeTimes,
  },
  {
    number: 3,
    claim: "page_ext is set up when alloc_pages() is already in use, from memory that is cut up by then.",
    ...KMSAN,
    check: fromTheLiveAllocator,
  },
  { number: 4, claim: "Moving the two pointers to page_ext saves nothing.", ...KMSAN, check: savesNothing },
  {
    number: 5,
    claim: "An unaligned access across two pages needs their metadata side by side.",
    ...KMSAN,
    check: sideBySide,
  },
];

const count = (value: number) => value.toLocaleString("en-US");

/** Offered, usable and leaked pages of a layout: ranges [start, end) of pfns. */
function carve(ranges: readonly (readonly [number, number])[]) {
  const held = new HeldBlocks(10);
  let usable = 0;
  const release = (_: number, order: number) => {
    usable += 2 ** order;
  };
  for (const [start, end] of ranges)
    handOverRange(start, end, 10, (pfn, order) => {
      if (!held.offer(pfn, order)) release(pfn, order);
    });
  held.discard(release);
  const offered = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  return { offered, usable, leaked: held.leaked.length };
}

function aThird() {
  const layouts: [number, number][][] = [
    [[0, 262_144]],
    [[0, 7168]],
    [[1, 9]],
    [[4, 16]],
    [
      [1, 0x9f],
      [0x100, 0xbffe0],
      [0x100000, 0x140000],
    ],
  ];
  const outcomes = layouts.map(carve);
  const first = outcomes[0] as ReturnType<typeof carve>;
  const leaked = Math.max(...outcomes.map((outcome) => outcome.leaked));
  return {
    outcome:
      `Of 1 GiB (${count(first.offered)} pages) callers get ${count(first.usable)}; in ${outcomes.length} layouts it is a third, ` +
      `rounded down, and at most ${leaked} pages are left over.`,
    isConfirmed: outcomes.every(
      ({ offered, usable, leaked }) => usable === Math.floor(offered / 3) && leaked <= 2,
    ),
  };
}

function threeTimes() {
  const hooks = () => lazy.create({ onFree: "release", contiguity: "block" });
  const short = machineWithFree(TWO_BLOCKS_AND_SINGLES, hooks());
  const free = short.buddy.freePages;
  const isRefused = short.allocate(9, GFP_KERNEL, 0) < 0;
  const whole = machineWithFree([[0, 1024]], hooks());
  whole.allocate(0, GFP_KERNEL, 0);
  const left = whole.buddy.freePages;
  const isCutUp = whole.allocate(10, GFP_KERNEL, 0) < 0;
  return {
    outcome:
      `With ${count(free)} pages free an order-9 request (3 × 512 pages) ${isRefused ? "fails" : "is served"}; one order-0 request ` +
      `leaves ${count(left)} of 1,024 pages free and ${isCutUp ? "no" : "a"} block of order 10.`,
    isConfirmed: isRefused && isCutUp && free >= 3 * 512,
  };
}

function fromTheLiveAllocator() {
  const input = runInput({ machine: machineInput(4 * GIB), strategies: [kmsan("page-ext")] });
  const tables = createRun(input).progress().series.metadataPages[0] ?? 0;
  const carved = estimate({ ...input, strategies: [kmsan("boot-carve-out")] }).memory;
  const { pageExtPages, usablePages } = estimate(input).memory;
  return {
    outcome:
      `At 4 GiB the tables, ${count(tables)} pages, come out of the ${count(usablePages + pageExtPages)} pages that the allocator ` +
      "already has; under SPARSEMEM none come from memblock.",
    isConfirmed: tables === pageExtPages && tables > 0 && carved.pageExtPages === 0,
  };
}

function savesNothing() {
  const split = (type: string, params = {}) =>
    estimate(runInput({ machine: machineInput(4 * GIB), strategies: [kmsan(type, params)] })).memory;
  const mib = (pages: number) => (pages * 4096) / MIB;
  const pointers = split("boot-carve-out");
  const tables = split("page-ext");
  const flags = split("page-ext", { sharedFlags: true });
  const saved = mib(pointers.memmapPages - tables.memmapPages);
  return {
    outcome:
      `At 4 GiB struct page gives back ${saved} MiB and page_ext takes ${mib(tables.pageExtPages)} MiB, ` +
      `${mib(flags.pageExtPages)} MiB with shared flags; callers get ${count(tables.usablePages - pointers.usablePages)} pages more.`,
    isConfirmed: saved <= mib(tables.pageExtPages) && tables.usablePages <= pointers.usablePages,
  };
}

function sideBySide() {
  const accessed = (type: string, params: Record<string, string> = {}) => {
    const result = runToEnd({
      machine: machineInput(256 * MIB),
      strategies: [kmsan(type, params)],
      workload: workloadInput({
        allocationsPerSecond: 5000,
        orderWeights: [80, 10, 5, 5],
        lifetimeMeanMs: 50,
        classes: mix({ user: { weight: 60 }, kernel: { weight: 40 } }),
        actions: [{ kind: "unaligned-access", startMs: 100, times: 90, everyMs: 10, pages: 8 }],
      }),
      seed: 1,
    });
    const value = (key: string) => result.figures[0]?.figures.find((figure) => figure.key === key)?.value;
    return { done: Number(value("accesses")), corrupting: Number(value("corrupting")) };
  };
  const adjacent = [accessed("boot-carve-out"), accessed("page-ext"), accessed("lazy")];
  const apart = accessed("lazy", { contiguity: "page" });
  return {
    outcome:
      `Of ${apart.done} accesses across two pages ${apart.corrupting} write over a foreign page where metadata is allocated page by page; ` +
      `${adjacent.reduce((sum, { corrupting }) => sum + corrupting, 0)} where each block has its metadata in one block.`,
    isConfirmed:
      apart.corrupting > 0 && adjacent.every(({ done, corrupting }) => done > 0 && corrupting === 0),
  };
}
