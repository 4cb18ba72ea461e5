import type { BoardJson } from "../board-json";
import { comparison } from "./comparison";
import { MACHINE } from "./plain-4g.generated";
import type { Template } from "./template";

const TITLE = "Direct map: who learns that a page is still mapped?";
const KIB = 1024;

/** Pages are taken out of the direct map while memory runs out (mail of R. Edgecombe, 26 Oct 2020). */
export const directmapTemplate: Template = {
  id: "directmap",
  title: TITLE,
  name: "Direct map splits",
  question:
    "Taking a page out of a large leaf needs a page for a table: hide that failure, return it, or map with 4 KiB?",
  board,
};

function board(): BoardJson {
  return comparison({
    title: TITLE,
    family: "directmap",
    profile: {
      name: "4 GiB with leaves of 1 GiB",
      fields: {
        ...MACHINE.fields,
        // First and second level of Intel's Skylake together, from its optimization manual.
        tlb: {
          t4k: { leafBytes: 4 * KIB, entries: 1600 },
          t2m: { leafBytes: 2 * KIB ** 2, entries: 1568 },
          t1g: { leafBytes: KIB ** 3, entries: 20 },
        },
      },
    },
    alternatives: [
      { variant: "hidden", type: "stock", params: { interface: "void" }, y: 0 },
      { variant: "told", type: "checked", y: 322 },
      { variant: "pages", type: "pages-only", y: 510 },
    ],
    workload: {
      name: "Secret pages while memory fills",
      y: 666,
      fields: {
        durationMs: 10_000,
        allocationsPerSecond: 16_000,
        immortalPercent: 100,
        orders: { "0": 10, "3": 90 },
        classes: { user: { weight: 3 }, kernel: { weight: 7 } },
        // Memory is full by then; what still comes keeps it so.
        phases: { full: { startMs: 8500, lengthMs: 1500, rateFactor: 0.02 } },
        actions: {
          a1: { kind: "set-memory-np", startMs: 500, pages: 512 },
          a2: { kind: "secretmem", startMs: 1000, times: 89, everyMs: 100, pages: 4 },
          a3: { kind: "vmalloc-ro", startMs: 1050, times: 17, everyMs: 500, pages: 16 },
          a4: { kind: "map-back", startMs: 9950 },
        },
      },
    },
    experiment: "Who is told?",
    note: {
      y: 556,
      text: `The kernel maps all memory with leaves as large as fit. Taking one page out of a 2 MiB leaf splits it, and the 512 smaller entries need a page of their own; out of a 1 GiB leaf it takes two. If there is none, the page stays mapped.

A unmaps with __kernel_map_pages(), which returns nothing. B returns the error and its caller acts on it. C maps with 4 KiB from boot on, as DEBUG_PAGEALLOC does: nothing is ever split.

Memory fills up during the run. When it is full, A has secret pages that are still mapped, and nobody knows; at the end one page of a range that was taken out as a large leaf cannot be mapped back, is used all the same, and faults. B fails where it is seen. C pays with 8 MiB of tables and a TLB that reaches 6 MiB. Splits stay in A and B for good: look at the leaves.

The machine is a real boot (6.1.192, 4 GiB); the TLB's sizes are Skylake's.`,
    },
  });
}
