import type { MachineInput } from "../../input";
import { pagesPerSection } from "../../machine/arch";
import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { tablePages } from "../../machine/page-ext";
import { allocateTable } from "../../machine/page-ext-tables";
import { BootPanic } from "../../machine/panic";
import type { MemorySplit } from "../../output";
import { bytes, count, pages, things } from "../../text";
import type { Params, Strategy } from "../strategy";
import { CARVE_OUT_REMEDIES, carveOutEstimate, carveOutHooks, trackedAtHandOver } from "./carve-out";
import { diagnoseKmsan } from "./diagnose";

/** Two pointers for each page. */
const POINTER_BYTES = 16;
const SHARED_FLAGS_BYTES = 8;

/** Size of one section's table, bytes. */
function tableBytes(machine: MachineInput, params: Params): number {
  const entry = POINTER_BYTES + (params.sharedFlags === true ? SHARED_FLAGS_BYTES : 0);
  return entry * pagesPerSection(machine);
}

/** The variant that the mail of January 2023 turns down: the two pointers leave struct page and go into page_ext. */
export const pageExt: Strategy = {
  description: {
    family: "kmsan",
    type: "page-ext",
    title: "Pointers in page_ext",
    summary: "The boot carve-out, with the two pointers of a page in page_ext tables instead of struct page.",
    steps: [
      "struct page keeps its size. Ranges that are in use before the page allocator exists get shadow and origin from " +
        "memblock, as in the boot carve-out.",
      "Blocks are held back at the hand-over in the same way: once pages can be allocated it is too late to find " +
        "shadow and origin that match. But with SPARSEMEM there is no page_ext yet that could hold the links. The " +
        "variant has to remember which blocks belong together until the tables exist; that list is not charged.",
      "After slab and vmalloc are up, page_ext takes one table for each section from the running allocator: an exact " +
        "number of pages, rounded up to an order, with the tail given back page by page. Only then are the links " +
        "stored.",
      "The blocks still held are put into threes, as in the boot carve-out.",
    ],
    limits: [
      "It saves nothing: the 16 bytes leave the memmap and come back as page_ext. With shared flags it costs 8 more.",
      "The tables lie in tracked memory, so that each table page has a shadow and an origin page that nobody uses.",
      "Links cannot be looked up between the hand-over and page_ext_init().",
    ],
    sources: [
      "mm/page_ext.c init_section_page_ext(), alloc_page_ext()",
      "mm/mm_init.c mm_core_init()",
      "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    ],
    params: [
      {
        key: "sharedFlags",
        label: "Another client wants the shared flags",
        type: "bool",
        default: false,
        help: "page_owner and others share one word of flags in each entry. It adds 8 bytes for each page.",
        source: "mm/page_ext.c invoke_need_callbacks()",
      },
    ],
  },
  remedies: CARVE_OUT_REMEDIES,
  structPageGrowthBytes: 0,

  create(params: Params): Hooks {
    const carveOut = carveOutHooks();
    let pageExtPages = 0;
    return {
      ...carveOut,
      lateInit(machine) {
        const before = machine.metadataPages;
        allocateTables(machine, params);
        pageExtPages = machine.metadataPages - before;
        carveOut.lateInit(machine);
      },
      account: (split) => withTables(carveOut.account(split), pageExtPages),
    };
  },

  estimate(split, early, params) {
    const pageExtPages = early.sections.length * tablePages(early.input, tableBytes(early.input, params));
    return withTables(carveOutEstimate(split, early), pageExtPages);
  },

  diagnose(input, early: EarlyMachine, params) {
    const table = tableBytes(early.input, params);
    const sections = early.sections.length;
    const neededPages = sections * tablePages(early.input, table);
    const freePages = trackedAtHandOver(early);
    const findings = diagnoseKmsan(input, early);
    if (neededPages > freePages) {
      findings.push({
        severity: "error",
        field: "type",
        sentence:
          `page_ext needs ${pages(neededPages)} for the tables of ${things(sections, "section")}; when it asks for them ` +
          `${pages(freePages)} are free, the others are still held back. The kernel panics.`,
        source: "mm/page_ext.c page_ext_init()",
      });
      return findings;
    }
    findings.push({
      severity: "info",
      field: "type",
      sentence:
        `page_ext takes ${bytes(sections * table)} from the running allocator (${things(sections, "section")}, ` +
        `${bytes(table)} each); the pointers in struct page would take ` +
        `${bytes(sections * tableBytes(early.input, {}))}.`,
      source: "mm/page_ext.c init_section_page_ext()",
    });
    return findings;
  },
};

/** Moves pages of the running allocator to page_ext. */
function withTables(split: MemorySplit, tables: number): MemorySplit {
  return {
    ...split,
    pageExtPages: split.pageExtPages + tables,
    usablePages: split.usablePages - tables,
  };
}

function allocateTables(machine: Machine, params: Params): void {
  const wanted = tableBytes(machine.early.input, params);
  for (const section of machine.early.sections) {
    if (allocateTable(machine, section.nid, wanted)) continue;
    throw new BootPanic({
      severity: "error",
      part: "strategy",
      family: "kmsan",
      field: "type",
      sentence:
        `page_ext needs a table of ${bytes(wanted)} for section ${count(section.number)}; ` +
        `the allocator has ${count(machine.buddy.freePages)} pages free at that point of the boot.`,
      source: "mm/page_ext.c page_ext_init()",
    });
  }
}
