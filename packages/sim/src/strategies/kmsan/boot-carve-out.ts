import type { EarlyMachine } from "../../machine/early";
import type { Hooks } from "../../machine/hooks";
import type { Strategy } from "../strategy";
import { carveOutAccount, carveOutEstimate, explainCarveOut } from "./carve-out";
import { checkHeldBlocks } from "./check";
import { diagnoseKmsan } from "./doubts";
import { HeldBlocks } from "./held-blocks";
import { allocateRecordedMetadata } from "./recorded-ranges";

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
      "Pages that the kernel frees later (init memory, initrd) have no metadata.",
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
  structPageGrowthBytes: 16,

  create(): Hooks {
    let held = new HeldBlocks(0);
    return {
      beforeHandOver(early: EarlyMachine) {
        held = new HeldBlocks(early.input.maxOrder);
        allocateRecordedMetadata(early);
      },
      offer: (pfn, order) => held.offer(pfn, order),
      lateInit: (machine) => held.discard((pfn, order) => machine.release(pfn, order)),
      account: (split) => carveOutAccount(split, held),
      eachMetadata: (machine, tell) => held.eachMetadata(machine.frames, tell),
      explain: (shortage) => explainCarveOut(shortage, held),
      check: (machine) => checkHeldBlocks(machine, held),
    };
  },

  estimate: (split, early) => carveOutEstimate(split, early),
  diagnose: (input, early) => diagnoseKmsan(input, early),
};
