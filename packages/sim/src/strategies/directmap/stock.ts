import { directMapStrategy } from "./make";
import { COLLAPSE, INTERFACE, interfaceOf } from "./params";

/** The profile's own kernel. */
export const stock = directMapStrategy(
  {
    family: "directmap",
    type: "stock",
    title: "As the kernel does",
    summary:
      "Large leaves where memory allows, split when a part of one changes; who looks at the result depends on the caller.",
    steps: [
      "x86-64 maps RAM at boot with the largest leaves that fit: 1 GiB where all of it is RAM and the cpu has such leaves, else 2 MiB, " +
        "else 4 KiB; a piece whose surrounding leaf is all RAM is widened to it. With debug_pagealloc everything is 4 KiB.",
      "arm64 maps with blocks and contiguous runs, or with pages alone where rodata=full, debug_pagealloc or KFENCE ask for it; with " +
        "FEAT_BBM level 2 only debug_pagealloc does.",
      "A change of attributes goes leaf by leaf. Same attributes: nothing to do. The whole leaf: it is rewritten. A part of it: it is " +
        "split into 512 of the next size, in a table that takes one page (GFP_KERNEL) of the running allocator.",
      "One page of a 1 GiB leaf takes two splits. Without a page for a table the change fails with -ENOMEM; a split that was done before stays.",
      "Secret memory unmaps one page for each fault and fails the fault on an error. Code in a vmalloc area makes the alias of each page read-only; " +
        "until 6.9 its loaders ignored the result, and the reset on unload still does. Hibernation maps a page that is not present, copies it and unmaps it, whatever the result.",
      "With debug_pagealloc every free unmaps and every allocation maps. There is nothing to split, so that cannot fail; only the cpu at work flushes its TLB.",
    ],
    formulas: [
      {
        text: "tables = 2 MiB slots with 4 KiB leaves (PTE) + 1 GiB slots that are no leaf (PMD) + 512 GiB slots (PUD), one page each",
        source: "arch/x86/mm/init_64.c phys_pud_init(), phys_pmd_init()",
      },
      {
        text: "tables that unmapping scattered pages adds = 2 MiB leaves hit + 1 GiB leaves hit",
        source: "arch/x86/mm/pat/set_memory.c split_large_page()",
      },
      {
        text: "TLB reach = sum over the leaf sizes of min(entries, leaves) x size",
        source: "the profile's TLB rows",
      },
    ],
    limits: [
      "What the kernel splits for its own image at boot (text, read-only data, IDT: three 2 MiB leaves on the kernels measured) is not in it.",
      "Memory of device namespaces is not mapped.",
      "TLBs are counted, not timed: neither misses nor flushes cost time.",
      "Secret pages stay to the end of the run; code is unloaded as soon as it was loaded.",
    ],
    sources: [
      "arch/x86/mm/init.c init_mem_mapping(), split_mem_range()",
      "arch/x86/mm/pat/set_memory.c __change_page_attr(), split_large_page()",
      "arch/arm64/mm/mmu.c map_mem(), arch/arm64/mm/pageattr.c",
      "R. Edgecombe, Re: [PATCH 0/4] arch, mm: improve robustness of direct map manipulation, 26 Oct 2020",
    ],
    params: [INTERFACE, COLLAPSE],
  },
  (params) => ({
    pagesOnly: false,
    reservePages: 0,
    collapses: params.collapse === true,
    poolsSecretPages: false,
    ...interfaceOf(params),
  }),
);
