import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import type { Explanation, Shortage } from "../../machine/shortage";
import type { Figure, MemorySplit } from "../../output";
import { address, count, pages, things } from "../../text";
import type { Params, Strategy } from "../strategy";
import { shadowSize, takeGrowth, takeShadow } from "./boot-cost";
import { type BootShadow, bootShadow } from "./boot-shadow";
import { diagnoseAddresses, diagnoseKasan } from "./diagnose";
import { addressFigures, commonFigures, shadowFigures } from "./figures";
import { imageGrowth } from "./kernel-image";
import { PageShadow } from "./page-shadow";
import {
  INSTRUMENTATION,
  OBJECT_BYTES,
  QUARANTINE,
  QUARANTINE_FORMULA,
  REDZONE_FORMULA,
  STACK,
} from "./params";
import { QUARANTINE_REMEDY, withQuarantine } from "./quarantine";
import { TouchedPages } from "./touched-pages";

const MAIL = "J. Kim, [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 16 May 2017";
/** One byte of shadow for 8 bytes. */
const BYTES_PER_SHADOW_BYTE = 8;
const SERIES_DELAY_MS = 1;
const WITHHELD = "withheld";

/** The series of May 2017: one byte for each page, and byte shadow where bytes matter. */
export const perPage: Strategy = {
  description: {
    family: "kasan",
    type: "per-page",
    title: "Per-page shadow",
    summary:
      "One byte of shadow for each page; shadow for single bytes is mapped only behind slab pages and kernel stacks.",
    steps: [
      "At boot every page gets one byte, the page shadow: 0 the page may be accessed, 0xFE it is free, 0xFF look at the shadow of its bytes.",
      "The kernel image has byte shadow from boot on. All other byte shadow is one shared page that says poisoned: the black shadow.",
      "When a slab page or a kernel stack is allocated, each group of 8 pages that it touches and that has black shadow gets a page of its own, " +
        "allocated with the caller's flags. If there is none, the slab allocation fails.",
      "Other cpus may still have the black shadow in their TLB, and a flush is not possible in every context. A check that fails is repeated after " +
        "a flush on that cpu, and only what is poisoned then is reported. The action 'touch every page' shows it: each page is reached for by the next cpu.",
      "When a slab page is freed, its shadow stays. Freed pages merge up to order 3 first; a block that reaches order 3 and has shadow of its own goes " +
        "on no free list. A worker turns its shadow black again, flushes, and frees both the block and the shadow page.",
    ],
    formulas: [
      {
        text: "shadow bytes = RAM pages * 1 + page size * aligned groups of 8 pages that hold a slab or stack page, or have held one since the worker ran",
        source: MAIL,
      },
      QUARANTINE_FORMULA,
      REDZONE_FORMULA,
    ],
    limits: [
      "Which pages are slab pages or stacks is the workload's share of them. A replayed trace does not tell, so that nothing is mapped there.",
      "Page tables of the byte shadow are not charged: the series does not say how many it shares.",
      "Repeated checks are counted at most: one for each cpu that uses a group for the first time after another cpu has mapped it; cpus are told apart modulo 32.",
      "Time: a kernel build took 9.8 % longer than with linear shadow (204 s to 224 s, 2,048 MB, QEMU). No simulated time changes.",
      "The quarantine is modelled for whole slab pages, in one queue.",
    ],
    sources: [MAIL, "J. Kim, [PATCH v1 05/11] to [08/11] and [10/11]"],
    params: [
      INSTRUMENTATION,
      STACK,
      QUARANTINE,
      OBJECT_BYTES,
      {
        key: "workerDelayMs",
        label: "Delay of the worker",
        type: "int",
        unit: "ms",
        default: SERIES_DELAY_MS,
        min: 0,
        max: 60_000,
        help: "From the first withheld block to the time when the worker frees all that have come until then. The series queues the work at once and gives no figure.",
        source: "J. Kim, [PATCH v1 08/11]",
      },
    ],
  },
  remedies: [
    QUARANTINE_REMEDY,
    {
      cause: WITHHELD,
      params: { workerDelayMs: SERIES_DELAY_MS },
      sentence:
        "Queued at once, as in the series, the worker gives withheld blocks back before they are missed.",
    },
  ],
  structPageGrowthBytes: 0,

  create(params): Hooks {
    const shadow = new PageShadow(Number(params.workerDelayMs));
    let touched: TouchedPages | undefined;
    const hooks: Hooks = {
      withholder: shadow,
      beforeHandOver(early) {
        takeShadow(early, staticShadow(early, params));
        takeGrowth(early, imageGrowth(early.input, params));
      },
      lateInit(machine) {
        shadow.start(machine);
        touched = new TouchedPages(machine, shadow);
      },
      afterAllocate: (machine, frame, order) =>
        !machine.isSlabRequest || shadow.attach(machine, frame, order),
      beforeFree: (machine, frame, order) => shadow.detach(machine, frame, order),
      wake: (machine) => shadow.wake(machine),
      act: (_, action) => touched?.act(action),
      account: atMost,
      eachMetadata: (_, tell) => shadow.eachMetadata(tell),
      linksOf: (machine, pfn) => shadow.linksOf(machine, pfn),
      gauges: ({ early }) => [
        {
          key: "dynamic-shadow",
          label: "Byte shadow",
          unit: "bytes",
          read: () => shadow.mappedGroups * early.input.pageSizeBytes,
        },
        {
          key: "withheld",
          label: "Withheld from the free lists",
          unit: "pages",
          read: () => shadow.withheldPages,
        },
      ],
      figures: ({ early }) => [
        ...shadowFigures(early.input.pageSizeBytes, ...staticSize(early, params)),
        ...dynamicFigures(early, shadow),
        ...(touched?.figures() ?? []),
        ...addressFigures(early),
        ...commonFigures(early, params),
      ],
      explain: (shortage, machine) => explainMissing(shortage, machine, shadow),
      check: (machine) => shadow.check(machine),
    };
    return params.quarantine === true
      ? withQuarantine(hooks, (frame, order) => shadow.poison(frame, order))
      : hooks;
  },

  estimate: atMost,

  diagnose(input, _, params) {
    const findings = [...diagnoseKasan(input, params), ...diagnoseAddresses(input.machine)];
    if (params.instrumentation === "inline") {
      findings.push({
        severity: "warning",
        field: "instrumentation",
        sentence:
          "Inline code looks at the byte shadow first, and black shadow says poisoned: every access to a page that is no slab page or stack takes the way of a report before the page shadow clears it.",
        source: MAIL,
      });
    }
    return findings;
  },
};

/** The page shadow of memory, and the byte shadow of the kernel image. vmalloc areas have none of their own. */
function staticShadow(early: EarlyMachine, params: Params): BootShadow {
  return bootShadow(early, {
    bytesPerMemoryByte: early.input.pageSizeBytes,
    bytesPerImageByte: BYTES_PER_SHADOW_BYTE,
    vmalloc: false,
    growth: imageGrowth(early.input, params),
  });
}

function staticSize(early: EarlyMachine, params: Params): [shadowPages: number, tablePages: number] {
  const { pages, tables } = shadowSize(staticShadow(early, params));
  return [pages, tables];
}

/** Byte shadow is taken while the machine runs. */
function atMost(split: MemorySplit): MemorySplit {
  return { ...split, usable: "at most" };
}

function dynamicFigures({ input }: EarlyMachine, shadow: PageShadow): Figure[] {
  return [
    {
      key: "dynamic-shadow",
      label: "Byte shadow at the end",
      unit: "bytes",
      value: shadow.mappedGroups * input.pageSizeBytes,
    },
    {
      key: "most-dynamic-shadow",
      label: "Byte shadow at its peak",
      unit: "bytes",
      value: shadow.mostMappedGroups * input.pageSizeBytes,
    },
    {
      key: "mapped-groups",
      label: "Groups of 8 pages with byte shadow",
      unit: "count",
      value: shadow.mappedGroups,
    },
    { key: "byte-granular", label: "Slab and stack pages", unit: "pages", value: shadow.bypassPages },
    { key: "withheld", label: "Withheld from the free lists", unit: "pages", value: shadow.withheldPages },
    { key: "most-withheld", label: "Most that was withheld", unit: "pages", value: shadow.mostWithheldPages },
    {
      key: "rechecks",
      label: "Checks repeated for stale TLB entries",
      unit: "count",
      value: shadow.rechecks,
      help: "At most: a cpu's first use of a group after another cpu has mapped it.",
    },
    {
      key: "shadow-failures",
      label: "Requests that failed for a shadow page",
      unit: "count",
      value: shadow.failures,
    },
  ];
}

function explainMissing(shortage: Shortage, machine: Machine, shadow: PageShadow): Explanation {
  const roots =
    shadow.withheldPages === 0
      ? []
      : [
          {
            code: WITHHELD,
            sentence: `${pages(shadow.withheldPages)} were free, but on no list: they wait for the worker that takes their shadow away.`,
            facts: { withheldPages: shadow.withheldPages },
            source: "J. Kim, [PATCH v1 08/11]",
          },
        ];
  if (shortage.missing !== "shadow") return { roots };
  const firstPfn = machine.frames.pfnOf(shadow.failedGroup * 8);
  return {
    steps: [
      {
        code: "slab-block",
        sentence: `The block of order ${shortage.order} was found. It is to be slab pages or a kernel stack, whose bytes KASAN looks at one by one.`,
        facts: { order: shortage.order },
        source: MAIL,
      },
      {
        code: "shadow-missing",
        sentence:
          `Pages ${address(firstPfn)} to ${address(firstPfn + 7)} have black shadow, and no page was to be had for one of their own: ` +
          `${things(shortage.freePagesThen, "page")} free of ${count(shortage.freePagesBefore)}. The block goes back, and the slab allocation fails.`,
        facts: { groupPfn: firstPfn, freePages: shortage.freePagesThen },
        source: "J. Kim, [PATCH v1 06/11] kasan_map_shadow()",
      },
    ],
    roots,
  };
}
