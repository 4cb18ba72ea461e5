import type { Strategy } from "../strategy";
import { CARVE_OUT_REMEDIES, carveOutEstimate, carveOutHooks } from "./carve-out";
import { diagnoseKmsan } from "./diagnose";

/** The design that was merged: two thirds of memory become metadata before anybody can allocate. */
export const bootCarveOut: Strategy = {
  description: {
    family: "kmsan",
    type: "boot-carve-out",
    title: "Boot carve-out",
    summary: "Two of every three blocks are held back at boot as shadow and origin of the third.",
    steps: [
      "struct page grows by 16 bytes: one pointer to the page's shadow page, one to its origin page.",
      "Ranges that are in use before the page allocator exists (kernel image, memmap, early allocations) get shadow " +
        "and origin of the same size from memblock.",
      "When memblock hands its free blocks over, the first block of an order is kept as shadow, the second as " +
        "origin; the third is linked to both, page by page, and freed to the allocator. Then it starts again.",
      "What is still held at the end is put into threes from the largest order down; a block that finds no " +
        "partners is split in two. At most 2 pages of the machine are left over.",
      "Pages that the kernel frees later (init memory, initrd) were in use before: they keep the metadata of their range and " +
        "are usable besides.",
      "The area for vmalloc shrinks to a quarter. What is mapped there has its shadow and origin mapped in the second and third " +
        "quarter, at fixed distances; modules have theirs in the fourth.",
      "The metadata of a block's pages is one range each, so that an access across a page boundary finds the second page's " +
        "metadata behind the first's.",
    ],
    limits: [
      "Callers get one third of the memory that memblock hands over, whatever they do with it.",
      "Every block of the largest order has its neighbours as metadata: tracked memory is never contiguous beyond one " +
        "block of the largest order.",
      "Deferred initialisation of struct pages has to be off.",
    ],
    sources: [
      "mm/kmsan/init.c kmsan_init_shadow(), kmsan_memblock_free_pages(), kmsan_memblock_discard()",
      "A. Potapenko, Re: [PATCH] mm: extend max struct page size for kmsan, 30 Jan 2023",
    ],
    params: [],
  },
  remedies: CARVE_OUT_REMEDIES,
  structPageGrowthBytes: 16,

  create: carveOutHooks,
  estimate: (split, early) => carveOutEstimate(split, early),
  diagnose: (input, early) => diagnoseKmsan(input, early),
};
