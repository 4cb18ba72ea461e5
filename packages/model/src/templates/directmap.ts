import { generateNKeysBetween } from "fractional-indexing";
import type { BoardJson, ConnectorJson, ItemJson } from "../item";
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

const wire = (from: string, port: string): ConnectorJson => ({
  kind: "connector",
  from: { item: from },
  to: { item: "experiment-1", port },
});

function board(): BoardJson {
  const [z1 = "", z2 = "", z3 = "", z4 = "", z5 = "", z6 = "", z7 = ""] = generateNKeysBetween(null, null, 7);
  const [v1 = "", v2 = "", v3 = ""] = generateNKeysBetween(null, null, 3);
  const items: Record<string, ItemJson> = {
    "profile-1": {
      kind: "profile",
      name: "4 GiB with leaves of 1 GiB",
      geo: { x: 0, y: 0, w: 362 },
      z: z2,
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
    "strategy-1": strategy("stock", { interface: "void" }, { x: 408, y: 0, w: 258 }, z3),
    "strategy-2": strategy("checked", {}, { x: 408, y: 322, w: 258 }, z4),
    "strategy-3": strategy("pages-only", {}, { x: 408, y: 510, w: 258 }, z5),
    "workload-1": {
      kind: "workload",
      name: "Secret pages while memory fills",
      geo: { x: 408, y: 666, w: 258 },
      z: z6,
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
    "experiment-1": {
      kind: "experiment",
      name: "Who is told?",
      geo: { x: 716, y: 0, w: 690 },
      z: z7,
      fields: { variants: { hidden: { order: v1 }, told: { order: v2 }, pages: { order: v3 } } },
    },
    "note-1": {
      kind: "note",
      geo: { x: 0, y: 556, w: 362 },
      // Below the others: what unfolds in the profile above it reaches over it.
      z: z1,
      text: `The kernel maps all memory with leaves as large as fit. Taking one page out of a 2 MiB leaf splits it, and the 512 smaller entries need a page of their own; out of a 1 GiB leaf it takes two. If there is none, the page stays mapped.

A unmaps with __kernel_map_pages(), which returns nothing. B returns the error and its caller acts on it. C maps with 4 KiB from boot on, as DEBUG_PAGEALLOC does: nothing is ever split.

Memory fills up during the run. When it is full, A has secret pages that are still mapped, and nobody knows; at the end one page of a range that was taken out as a large leaf cannot be mapped back, is used all the same, and faults. B fails where it is seen. C pays with 8 MiB of tables and a TLB that reaches 6 MiB. Splits stay in A and B for good: look at the leaves.

The machine is a real boot (6.1.192, 4 GiB); the TLB's sizes are Skylake's.`,
    },
    "connector-1": wire("profile-1", "profile"),
    "connector-2": wire("workload-1", "workload"),
    "connector-3": wire("strategy-1", "hidden"),
    "connector-4": wire("strategy-2", "told"),
    "connector-5": wire("strategy-3", "pages"),
  };
  return { carveout: 1, title: TITLE, items };
}

function strategy(
  type: string,
  params: Record<string, string>,
  geo: { x: number; y: number; w: number },
  z: string,
): ItemJson {
  return { kind: "strategy", family: "directmap", type, geo, z, fields: params };
}
