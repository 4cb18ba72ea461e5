import { directMapStrategy } from "./make";
import { COLLAPSE, INTERFACE, interfaceOf } from "./params";

/** Fewer splits instead of splits that cannot fail. */
export const secretPool = directMapStrategy(
  {
    family: "directmap",
    type: "secret-pool",
    title: "Large blocks for secret pages",
    summary:
      "Secret pages come out of blocks as large as a PMD entry maps, which leave the direct map in one piece.",
    steps: [
      "Boot and splits are as the kernel does.",
      "The first secret fault takes a block (2 MiB with 4 KiB pages) and unmaps all of it: a leaf of that size stays whole and takes no table, a leaf of " +
        "1 GiB is split once.",
      "The faults that follow get their pages out of the block until it is used up.",
      "Whatever else changes the map works as in the kernel.",
    ],
    formulas: [
      {
        text: "tables that secret pages add = 1 GiB leaves hit, instead of 2 MiB leaves hit + 1 GiB leaves hit",
        source: "arch/x86/mm/pat/set_memory.c __should_split_large_page()",
      },
    ],
    limits: [
      "A fault fails where no block of that order is free, though single pages are.",
      "The pages of a block that nobody has asked for yet are lost to everybody else.",
      "Pages are not given back to the pool: secret pages stay to the end of the run.",
      "It was proposed with the patches that became secretmem and left out before they were merged.",
    ],
    sources: [
      "M. Rapoport, [RFC PATCH v2 4/5] mm: secretmem: use PMD-size pages to amortize direct map fragmentation, 6 Jul 2020",
      "arch/x86/mm/pat/set_memory.c __change_page_attr()",
    ],
    params: [INTERFACE, COLLAPSE],
  },
  (params) => ({
    pagesOnly: false,
    reservePages: 0,
    collapses: params.collapse === true,
    poolsSecretPages: true,
    ...interfaceOf(params),
  }),
);
