import type { BoardJson } from "../board-json";
import { comparison } from "./comparison";
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

function board(): BoardJson {
  return comparison({
    title: TITLE,
    family: "kasan",
    profile: {
      name: "Linux 6.1.192, x86-64, 1 GiB",
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
    alternatives: [
      { variant: "linear", type: "linear", y: 0 },
      { variant: "page", type: "per-page", y: 344 },
      { variant: "blocks", type: "slab-blocks", y: 646 },
    ],
    workload: {
      name: "A kernel build, nearly too large",
      y: 1068,
      fields: {
        allocationsPerSecond: 7650,
        lifetime: "lognormal",
        lifetimeMeanMs: 7000,
        immortalPercent: 5,
        orders: { "0": 300, "1": 100, "2": 170, "3": 180, "4": 210 },
        classes: {
          user: { weight: 68 },
          kernel: { weight: 22 },
          reclaimable: { weight: 10, lifetime: "exponential", lifetimeMeanMs: 1500 },
        },
        slabPercent: 70,
      },
    },
    experiment: "How much is left for the build?",
    note: {
      y: 530,
      text: `KASAN keeps a byte of shadow for every 8 bytes of memory and looks there at each access.

A is what the kernel has: an eighth of memory at boot. B (J. Kim, 2017) keeps one byte for each page, and maps shadow for single bytes only where slab pages and kernel stacks lie: a page of it for each group of 8 pages. C (D. Vyukov, 2017) hangs 512 bytes off the struct page of each such page, and gives up inline and stack instrumentation for it.

The machine is a real boot: 1 GiB, Linux 6.1.192 without KASAN. With A it manages 217,248 pages; the same kernel built with KASAN measured just that. The load is too large for A and comes near the limit of B and C. On the seeds tried A fails at least five times as many requests as B, and B more than C; a few of those fail because there is no page for their shadow. With 5 % of slab pages B and C serve everything; with 100 % they are nearly alike, for then whole groups are in use. Change any field; everybody sees what follows.`,
    },
  });
}
