import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Explanation, Shortage } from "../../machine/shortage";
import type { Figure, MemorySplit } from "../../output";
import { bytes, count, things } from "../../text";
import type { Params, Strategy } from "../strategy";
import { takeGrowth } from "./boot-cost";
import { diagnoseKasan, diagnoseScattered } from "./diagnose";
import { commonFigures } from "./figures";
import { imageGrowth } from "./kernel-image";
import {
  INSTRUMENTATION,
  NO_STACK,
  OBJECT_BYTES,
  QUARANTINE,
  QUARANTINE_FORMULA,
  REDZONE_FORMULA,
} from "./params";
import { QUARANTINE_REMEDY, withQuarantine } from "./quarantine";
import { ShadowBlocks } from "./shadow-blocks";

const MAIL = "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 30 May 2017";

/** The counter-proposal of May 2017: shadow hangs off struct page, in blocks from a slab cache. */
export const slabBlocks: Strategy = {
  description: {
    family: "kasan",
    type: "slab-blocks",
    title: "512-byte blocks",
    summary:
      "struct page points to a block of 1/8 page with the page's shadow; only slab pages and kernel stacks have one.",
    steps: [
      "struct page grows by a pointer: 8 bytes, or what alignment makes of it.",
      "A page that becomes a slab page or a stack takes a block of page size / 8 from a slab cache, 8 blocks a page; when it is freed the block goes back.",
      "If the cache has no free block it takes another page with the caller's flags. If there is none, the slab allocation fails.",
      "A check goes through struct page and looks at each page apart: no linear addresses, no TLB flush, no hook in the page allocator, little code for an architecture.",
    ],
    formulas: [
      {
        text: "shadow bytes = RAM pages * pointer + 512 * slab and stack pages, and what is free in the pages of the cache",
        source: MAIL,
      },
      {
        text: "less than per-page shadow if 4,096 * groups of 8 pages in use - 512 * slab and stack pages > (pointer - 1) * RAM pages",
        source: "follows from the two",
      },
      QUARANTINE_FORMULA,
      REDZONE_FORMULA,
    ],
    limits: [
      "Outline instrumentation only, and none of stacks: the mails say that only then the shadow may lie anywhere.",
      "An access across a page boundary has to be checked in two parts, else its second half goes unseen.",
      "Global variables of the kernel image need blocks too; the mail gives no figure, and none are charged.",
      "The cache has slabs of one page, as the mail counts them; SLUB could take larger ones.",
      "The image's growth is measured with stack instrumentation and so is too high by it.",
      "The quarantine is modelled for whole slab pages, in one queue. No simulated time changes.",
    ],
    sources: [
      MAIL,
      "A. Ryabinin and J. Kim, 30 and 31 May 2017",
      "include/linux/mm_types.h struct page",
      "mm/slub.c",
    ],
    params: [
      INSTRUMENTATION,
      NO_STACK,
      {
        key: "pointerBytes",
        label: "struct page grows by",
        type: "enum",
        default: "8",
        options: [
          { value: "0", label: "0 B: it fits into the padding" },
          { value: "4", label: "4 B: a pointer of 32-bit arm" },
          { value: "8", label: "8 B: a pointer" },
          { value: "16", label: "16 B: a pointer, aligned" },
        ],
        help: "Where struct page is aligned to 16 bytes, it grows by 16 if it had no room left, and not at all if it had.",
        source: "include/linux/mm_types.h, HAVE_ALIGNED_STRUCT_PAGE",
      },
      QUARANTINE,
      OBJECT_BYTES,
    ],
  },
  remedies: [QUARANTINE_REMEDY],
  structPageGrowthBytes: (params) => Number(params.pointerBytes),

  create(params): Hooks {
    const blocks = new ShadowBlocks();
    const hooks: Hooks = {
      beforeHandOver: (early) => takeGrowth(early, imageGrowth(early.input, params)),
      lateInit: (machine) => blocks.start(machine),
      afterAllocate: (machine, frame, order) =>
        !machine.isSlabRequest || blocks.attach(machine, frame, order),
      beforeFree: (machine, frame, order) => blocks.detach(machine, frame, order),
      account: atMost,
      eachMetadata: (_, tell) => blocks.eachMetadata(tell),
      linksOf: (machine, pfn) => blocks.linksOf(machine, pfn),
      gauges: ({ early }) => [
        {
          key: "dynamic-shadow",
          label: "Shadow blocks, with their slabs",
          unit: "bytes",
          read: () => blocks.slabPages * early.input.pageSizeBytes,
        },
      ],
      figures: ({ early }) => [...blockFigures(early, params, blocks), ...commonFigures(early, params)],
      explain: (shortage) => explainMissing(shortage, blocks),
      check: () => blocks.check(),
    };
    return params.quarantine === true ? withQuarantine(hooks) : hooks;
  },

  estimate: atMost,

  diagnose(input, early, params) {
    const { presentPages } = early;
    const pointerBytes = Number(params.pointerBytes);
    return [
      ...diagnoseKasan(input, params),
      ...diagnoseScattered(params),
      {
        severity: "info",
        field: "pointerBytes",
        sentence:
          `The pointers take ${bytes(presentPages * pointerBytes)}. With one slab page in each group of 8, blocks take less than per-page shadow ` +
          `from ${things(breakEvenGroups(presentPages, pointerBytes), "group")} on.`,
        source: MAIL,
      },
    ];
  },
};

/** Groups of 8 pages with one slab page each from which on blocks take less than a page of shadow for each group. */
export function breakEvenGroups(ramPages: number, pointerBytes: number): number {
  return Math.max(1, Math.floor(((pointerBytes - 1) * ramPages) / (4096 - 512)) + 1);
}

/** Blocks are taken while the machine runs. */
function atMost(split: MemorySplit): MemorySplit {
  return { ...split, usable: "at most" };
}

function blockFigures(early: EarlyMachine, params: Params, blocks: ShadowBlocks): Figure[] {
  const page = early.input.pageSizeBytes;
  return [
    {
      key: "static-shadow",
      label: "Pointers in struct page",
      unit: "bytes",
      value: early.presentPages * Number(params.pointerBytes),
    },
    { key: "attached-blocks", label: "Blocks attached", unit: "count", value: blocks.attached },
    { key: "most-attached-blocks", label: "Most blocks attached", unit: "count", value: blocks.mostAttached },
    {
      key: "dynamic-shadow",
      label: "Blocks with their slabs at the end",
      unit: "bytes",
      value: blocks.slabPages * page,
      help: `Of it, ${bytes((blocks.attached * page) / 8)} are attached.`,
    },
    {
      key: "most-dynamic-shadow",
      label: "Blocks with their slabs at the peak",
      unit: "bytes",
      value: blocks.mostSlabPages * page,
    },
    {
      key: "shadow-failures",
      label: "Requests that failed for a block",
      unit: "count",
      value: blocks.failures,
    },
  ];
}

function explainMissing(shortage: Shortage, blocks: ShadowBlocks): Explanation {
  if (shortage.missing !== "shadow") return {};
  return {
    steps: [
      {
        code: "slab-block",
        sentence: `The block of order ${shortage.order} was found. It is to be slab pages or a kernel stack, and each page needs a block of shadow.`,
        facts: { order: shortage.order },
        source: MAIL,
      },
      {
        code: "shadow-missing",
        sentence:
          `All ${things(blocks.slabPages, "page")} of the cache were full, and no page was to be had for another: ` +
          `${things(shortage.freePagesThen, "page")} free of ${count(shortage.freePagesBefore)}. The block goes back, and the slab allocation fails.`,
        facts: { cachePages: blocks.slabPages, freePages: shortage.freePagesThen },
        source: MAIL,
      },
    ],
  };
}
