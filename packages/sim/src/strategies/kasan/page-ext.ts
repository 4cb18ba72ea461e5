import { isFlatMemory } from "../../machine/arch";
import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { pageExtTables, tablePages } from "../../machine/page-ext";
import { allocateTable } from "../../machine/page-ext-tables";
import { BootPanic } from "../../machine/panic";
import type { MemorySplit } from "../../output";
import { bytes, count, pages } from "../../text";
import type { Strategy } from "../strategy";
import { takeGrowth } from "./boot-cost";
import { diagnoseKasan, diagnoseLowMemory, diagnoseScattered } from "./diagnose";
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
import { explainShadowAtBoot, SHADOW_AT_BOOT_REMEDY } from "./shadow-at-boot";

const MAIL =
  "D. Vyukov and V. Murzin, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory, 30 May 2017";
/** One byte of shadow for 8 bytes, as in every generic mode. */
const BYTES_PER_SHADOW_BYTE = 8;

/** The attempt of 2015: each page's shadow is an array in page_ext. */
export const pageExt: Strategy = {
  description: {
    family: "kasan",
    type: "page-ext",
    title: "Shadow in page_ext",
    summary:
      "The shadow of every page is an array in its page_ext entry: as much memory as linear shadow, but no linear addresses.",
    steps: [
      "The page_ext entry of each page grows by an array of page size / 8: 512 B. It is there from boot on, whatever is used.",
      "With SPARSEMEM one table for each section comes from the running allocator; 16 MiB for 32,768 pages of 4 KiB is more than the largest block, so that it is made of single pages. " +
        "With FLATMEM (32-bit arm) one table for each node comes from memblock, and so from low memory.",
      "A check looks up the page's section and its entry, then its shadow.",
    ],
    formulas: [
      {
        text: "shadow bytes = page size / 8 * pages of all present sections (FLATMEM: of each node's span)",
        source: "mm/page_ext.c init_section_page_ext(), alloc_node_page_ext()",
      },
      QUARANTINE_FORMULA,
      REDZONE_FORMULA,
    ],
    limits: [
      "Nothing is saved over linear shadow; what is gained is address space.",
      "Outline instrumentation only, and none of stacks.",
      "The lookup is slower than a linear one. No figure is known, and no simulated time changes.",
      "page_owner and other clients of the profile have tables of their own here; in the kernel an entry holds all clients.",
      "The image's growth is measured with stack instrumentation and so is too high by it.",
      "The quarantine is modelled for whole slab pages, in one queue.",
    ],
    sources: [MAIL, "mm/page_ext.c alloc_node_page_ext(), init_section_page_ext()"],
    params: [INSTRUMENTATION, NO_STACK, QUARANTINE, OBJECT_BYTES],
  },
  remedies: [QUARANTINE_REMEDY, SHADOW_AT_BOOT_REMEDY],
  structPageGrowthBytes: 0,

  create(params): Hooks {
    const hooks: Hooks = {
      beforeHandOver(early) {
        takeGrowth(early, imageGrowth(early.input, params));
        if (isFlatMemory(early.input.arch)) takeFlatTables(early);
      },
      lateInit(machine) {
        if (!isFlatMemory(machine.early.input.arch)) takeSparseTables(machine);
      },
      account: (split, { early }) => withTables(split, early),
      explain: (shortage, { early }) =>
        explainShadowAtBoot(shortage, shadowPages(early), "mm/page_ext.c alloc_page_ext()"),
      figures: ({ early }) => [
        {
          key: "static-shadow",
          label: "Shadow at boot",
          unit: "bytes",
          value: shadowPages(early) * early.input.pageSizeBytes,
          help: "In page_ext tables, whatever is used.",
        },
        ...commonFigures(early, params),
      ],
    };
    return params.quarantine === true ? withQuarantine(hooks) : hooks;
  },

  estimate: withTables,

  diagnose(input, early, params) {
    const neededPages = shadowPages(early);
    const findings = [
      ...diagnoseKasan(input, params),
      ...diagnoseScattered(params),
      ...diagnoseLowMemory(early, neededPages * early.input.pageSizeBytes, "The shadow in page_ext"),
    ];
    if (!isFlatMemory(early.input.arch) && neededPages > early.offeredPages) {
      findings.push({
        severity: "error",
        field: "type",
        sentence: `page_ext needs ${pages(neededPages)} for the shadow; the allocator gets ${count(early.offeredPages)} at the hand-over, and the kernel panics.`,
        source: "mm/page_ext.c page_ext_init()",
      });
    }
    return findings;
  },
};

function shadowTables(early: EarlyMachine): { nid: number; bytes: number }[] {
  return pageExtTables(early, early.input.pageSizeBytes / BYTES_PER_SHADOW_BYTE);
}

function shadowPages(early: EarlyMachine): number {
  return shadowTables(early).reduce((sum, table) => sum + tablePages(early.input, table.bytes), 0);
}

/** FLATMEM's tables are reserved memory, SPARSEMEM's are allocated pages. */
function withTables(split: MemorySplit, early: EarlyMachine): MemorySplit {
  const tables = shadowPages(early);
  const from = isFlatMemory(early.input.arch) ? "reservedPages" : "usablePages";
  return { ...split, pageExtPages: split.pageExtPages + tables, [from]: split[from] - tables };
}

function takeFlatTables(early: EarlyMachine): void {
  const { input, memblock } = early;
  for (const table of shadowTables(early)) {
    const base = memblock.allocate(table.bytes, { align: input.pageSizeBytes, nid: table.nid });
    if (base === undefined) throw noTable(table.bytes, early.offeredPages);
    const startPfn = base / input.pageSizeBytes;
    early.metadata.push({ state: "page_ext", startPfn, pages: tablePages(input, table.bytes) });
  }
}

function takeSparseTables(machine: Machine): void {
  for (const table of shadowTables(machine.early)) {
    if (!allocateTable(machine, table.nid, table.bytes)) throw noTable(table.bytes, machine.buddy.freePages);
  }
}

function noTable(tableBytes: number, freePages: number): BootPanic {
  return new BootPanic({
    severity: "error",
    part: "strategy",
    family: "kasan",
    field: "type",
    sentence: `page_ext needs a table of ${bytes(tableBytes)} for the shadow; ${pages(freePages)} are free at that point of the boot, and the kernel panics.`,
    source: "mm/page_ext.c page_ext_init()",
  });
}
