import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { type Explanation, isOutOfMemory, type Shortage } from "../../machine/shortage";
import { blockPages } from "../../order";
import type { CauseStep, MemorySplit } from "../../output";
import { count, pages } from "../../text";
import type { Params, Strategy } from "../strategy";
import { diagnoseKmsan } from "./diagnose";
import { kmsanFigures, kmsanGauges, type MetadataCounts } from "./figures";
import { LazyMetadata, METADATA_FIELDS } from "./lazy-metadata";
import { metadataLinks } from "./page-metadata";
import { allocateRecordedMetadata } from "./recorded-ranges";
import { NO_ACCESSES, NOT_ADJACENT, UnalignedAccesses } from "./unaligned-access";
import { mapWithMetadata } from "./vmap";

const FREE_KEEP = "keep";
const FREE_RELEASE = "release";

const CONTIGUITY = "contiguity";
const ONE_BLOCK = "block";
const PAGE_BY_PAGE = "page";
const IN_BLOCKS = "metadata-in-blocks";

/** The design that was tried first: metadata is allocated together with the page. */
export const lazy: Strategy = {
  description: {
    family: "kmsan",
    type: "lazy",
    title: "Lazy",
    summary: "Every allocation takes three blocks of its order: the page, its shadow and its origin.",
    steps: [
      "struct page grows by 16 bytes, and ranges that are in use before the page allocator exists get shadow and origin " +
        "from memblock, as in the boot carve-out.",
      "All free memory goes to the allocator. Nothing is held back.",
      "A request of order n takes a block for the caller, then one of the same order for the shadow, then one for the " +
        "origin. If one is missing, the others go back and the request fails.",
      "On free the metadata either stays with the pages and serves their next user, or goes back with them.",
      "Where metadata stays, a block can come to lie on pages whose metadata is scattered or missing. KMSAN looks up a " +
        "block's metadata from its first page as one range, so the old metadata goes back and a new pair of " +
        "blocks is taken.",
      "Page by page, a request of order n takes a block for the caller and 2 × 2^n single pages. That helps against fragmentation; " +
        "but an access across a page boundary goes on behind the first page's metadata, where the second's does not lie.",
    ],
    limits: [
      "A request of order n can fail although three times as many pages are free (fragmentation).",
      "The allocator cuts its largest block for the first page: after one order-0 request a block of order 10 is gone.",
      "The memory that callers can get is at most one third; how much depends on the load.",
      "Callers' context (GFP flags) is not modelled: metadata is asked for once, without reclaim.",
    ],
    sources: ["A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023"],
    params: [
      {
        key: "onFree",
        label: "When a page is freed",
        type: "enum",
        default: FREE_RELEASE,
        options: [
          { value: FREE_RELEASE, label: "free page, shadow and origin" },
          { value: FREE_KEEP, label: "keep the metadata with the page" },
        ],
        help:
          "Kept metadata saves two allocations when the same pages are used again, but its memory never returns to " +
          "other uses until a block needs a contiguous pair.",
      },
      {
        key: CONTIGUITY,
        label: "Metadata of a block",
        type: "enum",
        default: ONE_BLOCK,
        options: [
          { value: ONE_BLOCK, label: "one block each" },
          { value: PAGE_BY_PAGE, label: "page by page" },
        ],
        help:
          "Two blocks of the caller's order, or single pages from anywhere. KMSAN takes the metadata of an access that crosses a page " +
          "boundary for one range.",
        source: "mm/kmsan/core.c kmsan_metadata_is_contiguous()",
      },
    ],
  },
  remedies: [
    {
      cause: IN_BLOCKS,
      params: { [CONTIGUITY]: PAGE_BY_PAGE },
      sentence: "Page by page, one block is enough, and the metadata comes from anywhere.",
    },
    {
      cause: NOT_ADJACENT,
      params: { [CONTIGUITY]: ONE_BLOCK },
      sentence: "In one block each, the metadata of neighbouring pages of an allocation is adjacent.",
    },
  ],
  structPageGrowthBytes: 16,

  create(params: Params): Hooks {
    const isPageByPage = params[CONTIGUITY] === PAGE_BY_PAGE;
    const rules = { keepsOnFree: params.onFree === FREE_KEEP, isPageByPage };
    let metadata: LazyMetadata | undefined;
    let accesses: UnalignedAccesses | undefined;
    const of = (machine: Machine) => {
      metadata ??= new LazyMetadata(machine, rules);
      return metadata;
    };
    return {
      blocksPerRequest: 2,
      pageFields: METADATA_FIELDS,
      beforeHandOver(early) {
        allocateRecordedMetadata(early);
      },
      afterAllocate: (machine, frame, order) => of(machine).attach(frame, order),
      moved: (machine, from, to, order) => of(machine).move(from, to, order),
      beforeFree: (machine, frame, order) => of(machine).detach(frame, order),
      fetch: (machine, frames, count) => of(machine).fetch(frames, count),
      account: thirds,
      eachMetadata: (machine, tell) => of(machine).eachMetadata(tell),
      linksOf: (machine, pfn) => metadataLinks(of(machine), pfn),
      act(machine, action) {
        accesses ??= new UnalignedAccesses(machine, of(machine));
        accesses.act(action);
        mapWithMetadata(machine, action);
      },
      gauges: (machine) => kmsanGauges(() => countsOf(machine, of(machine))),
      figures: (machine) => kmsanFigures(machine, countsOf(machine, of(machine)), accesses ?? NO_ACCESSES),
      explain: (shortage) => explainLazy(shortage, isPageByPage),
      check: (machine) => of(machine).check(),
    };
  },

  estimate: thirds,
  diagnose: (input, early) => diagnoseKmsan(input, early),
};

/** A split in which all free memory is used in threes: what callers get at most. */
function thirds(split: MemorySplit): MemorySplit {
  const third = Math.floor(split.usablePages / 3);
  return {
    ...split,
    usablePages: third,
    shadowPages: split.shadowPages + third,
    originPages: split.originPages + third,
    leakedPages: split.leakedPages + (split.usablePages % 3),
    usable: "at most",
  };
}

function countsOf({ early }: Machine, { takenPages }: LazyMetadata): MetadataCounts {
  const trackedPages = takenPages / 2;
  return {
    trackedPages,
    shadowPages: trackedPages + early.taken.shadow,
    originPages: trackedPages + early.taken.origin,
    leakedPages: 0,
  };
}

/** What was there, and what was not, by the missing part; in blocks, and in pages. */
const LACKS: Record<string, readonly [inBlocks: string, inPages: string]> = {
  shadow: [
    "The page block was found, the shadow block was not",
    "The page block was found, a shadow page was not",
  ],
  origin: [
    "The page and shadow blocks were found, the origin block was not",
    "The page block and a shadow page were found, its origin page was not",
  ],
};

function explainLazy(shortage: Shortage, isPageByPage: boolean): Explanation {
  const { order, missing } = shortage;
  const neededPages = 3 * blockPages(order);
  const three = {
    code: "three-blocks",
    sentence: isPageByPage
      ? `It needs an order-${order} block and a shadow and an origin page for each of its pages: ${pages(neededPages)}.`
      : `It needs three order-${order} blocks (page, shadow, origin): ${pages(neededPages)}.`,
    facts: { order, neededPages },
    source: "A. Potapenko, 30 Jan 2023",
  };
  const lack = LACKS[missing]?.[isPageByPage ? 1 : 0];
  if (lack === undefined) {
    return {
      steps: [
        three,
        {
          code: "page-missing",
          sentence: `No block of order ${order} or above was free for the page itself.`,
          facts: { order },
        },
        ...inBlocks(shortage, isPageByPage),
      ],
    };
  }
  return {
    steps: [
      three,
      {
        code: `${missing}-missing`,
        sentence:
          `${lack}: of ${count(shortage.freePagesBefore)} free pages ` +
          `${count(shortage.freePagesThen)} were left` +
          `${shortage.largestOrderThen < 0 ? "." : `, the largest block of order ${shortage.largestOrderThen}.`}`,
        facts: { order, freePages: shortage.freePagesThen, largestOrder: shortage.largestOrderThen },
      },
      ...inBlocks(shortage, isPageByPage),
    ],
  };
}

/** There were enough pages, only not in blocks: single pages would have done for the metadata. */
function inBlocks(shortage: Shortage, isPageByPage: boolean): CauseStep[] {
  const { order } = shortage;
  if (isPageByPage || order === 0 || isOutOfMemory(shortage)) return [];
  const metadataPages = 2 * blockPages(order);
  return [
    {
      code: IN_BLOCKS,
      sentence: `Shadow and origin were to be blocks of order ${order} as well: ${pages(metadataPages)} from anywhere would not have done.`,
      facts: { order, metadataPages },
    },
  ];
}
