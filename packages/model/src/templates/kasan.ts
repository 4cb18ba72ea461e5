import { generateNKeysBetween } from "fractional-indexing";
import type { BoardJson, ConnectorJson, ItemJson } from "../item";
import type { Template } from "./template";

const TITLE = "KASAN shadow: linear, per page, or blocks hung off struct page";

/** How much shadow a small machine can afford (mails of J. Kim, 16 May 2017, and D. Vyukov, 30 May 2017). */
export const kasanTemplate: Template = {
  id: "kasan",
  title: TITLE,
  name: "KASAN shadow",
  question:
    "An eighth of memory at boot, a page for eight, or 512 bytes a page: what does a small machine keep?",
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
      name: "Linux 6.1.192, x86-64, 1 GiB",
      geo: { x: 0, y: 0, w: 362 },
      z: z2,
      // A boot of that kernel without KASAN: its /proc/iomem, its "Memory:" line and what it freed late.
      fields: {
        cpus: 2,
        banks: {
          b0: { baseBytes: 0x1000, sizeBytes: 0x9e000 },
          b1: { baseBytes: 0x10_0000, sizeBytes: 0x3fee_0000 },
        },
        reserved: {
          r0: { baseBytes: 0, sizeBytes: 0x10_0000, label: "first MiB" },
          r1: {
            baseBytes: 0x100_0000,
            sizeBytes: 0x100_0000,
            label: "kernel image",
            freedLatePages: 961,
          },
          r2: { baseBytes: 0x3feb_e000, sizeBytes: 0x12_2000, label: "initrd", freedLatePages: 290 },
        },
        unplacedReservedPages: 500,
        unplacedRecordedPages: 500,
        freedBeforeWatermarksPages: 4,
      },
    },
    "strategy-1": strategy("linear", { x: 408, y: 0, w: 258 }, z3),
    "strategy-2": strategy("per-page", { x: 408, y: 344, w: 258 }, z4),
    "strategy-3": strategy("slab-blocks", { x: 408, y: 646, w: 258 }, z5),
    "workload-1": {
      kind: "workload",
      name: "A kernel build, nearly too large",
      geo: { x: 408, y: 1068, w: 258 },
      z: z6,
      fields: {
        allocationsPerSecond: 11_900,
        lifetime: "lognormal",
        lifetimeMeanMs: 7000,
        immortalPercent: 5,
        orders: { "0": 500, "1": 100, "2": 170, "3": 130, "4": 100 },
        classes: {
          user: { weight: 68 },
          kernel: { weight: 22 },
          reclaimable: { weight: 10, lifetime: "exponential", lifetimeMeanMs: 1500 },
        },
        slabPercent: 70,
      },
    },
    "experiment-1": {
      kind: "experiment",
      name: "How much is left for the build?",
      geo: { x: 716, y: 0, w: 690 },
      z: z7,
      fields: { variants: { linear: { order: v1 }, page: { order: v2 }, blocks: { order: v3 } } },
    },
    "note-1": {
      kind: "note",
      geo: { x: 0, y: 530, w: 362 },
      // Below the others: what unfolds in the profile above it reaches over it.
      z: z1,
      text: `KASAN keeps a byte of shadow for every 8 bytes of memory and looks there at each access.

A is what the kernel has: an eighth of memory at boot. B (J. Kim, 2017) keeps one byte for each page, and maps shadow for single bytes only where slab pages and kernel stacks lie: a page of it for each group of 8 pages. C (D. Vyukov, 2017) hangs 512 bytes off the struct page of each such page, and gives up inline and stack instrumentation for it.

The machine is a real boot: 1 GiB, Linux 6.1.192 without KASAN. With A it manages 217,248 pages; the same kernel built with KASAN measured just that. The load is too large for A and comes near the limit of B and C. On the seeds tried A fails five times as many requests as B, and B a third more than C; a few of those fail because there is no page for their shadow. With 5 % of slab pages B and C serve everything; with 100 % they are nearly alike, for then whole groups are in use. Change any field; everybody sees what follows.`,
    },
    "connector-1": wire("profile-1", "profile"),
    "connector-2": wire("workload-1", "workload"),
    "connector-3": wire("strategy-1", "linear"),
    "connector-4": wire("strategy-2", "page"),
    "connector-5": wire("strategy-3", "blocks"),
  };
  return { carveout: 1, title: TITLE, items };
}

function strategy(type: string, geo: { x: number; y: number; w: number }, z: string): ItemJson {
  return { kind: "strategy", family: "kasan", type, geo, z, fields: {} };
}
