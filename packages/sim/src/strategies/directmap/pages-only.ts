import { directMapStrategy } from "./make";
import { learnsInKernel } from "./policy";

/** What debug_pagealloc's map is, without debug_pagealloc. */
export const pagesOnly = directMapStrategy(
  {
    family: "directmap",
    type: "pages-only",
    title: "4 KiB leaves only",
    summary:
      "The direct map is made of single pages from boot on: no change ever needs a table, and none can fail.",
    steps: [
      "At boot every page of RAM gets an entry of its own: one table for each 512 pages, from memblock. The tables of the profile's own map are part of its reserved pages; " +
        "what this map has beyond them is taken.",
      "A change rewrites one entry for each page. Nothing is split, and nothing is allocated.",
    ],
    formulas: [
      {
        text: "tables = ceil(pages / 512) PTE + ceil(pages / 512^2) PMD + ceil(pages / 512^3) PUD, one page each, where memory starts at a border",
        source: "arch/x86/mm/init_64.c phys_pte_init()",
      },
    ],
    limits: [
      "Tables take 1/512 of memory and a little more, whether anything is ever unmapped or not.",
      "The TLB reaches no more than its entries for single pages.",
      "On x86-64 the first few tables come from the kernel image's own area (brk); here they count as taken.",
      "KMSAN's metadata for these tables is not charged.",
    ],
    sources: [
      "arch/x86/mm/init.c probe_page_size_mask()",
      "arch/arm64/mm/mmu.c map_mem(): NO_BLOCK_MAPPINGS",
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
    ],
    params: [],
  },
  () => ({
    pagesOnly: true,
    reservePages: 0,
    collapses: false,
    poolsSecretPages: false,
    flushesLocally: false,
    learns: learnsInKernel,
  }),
);
