import { deviceStrategy } from "./device-strategy";
import { CHECKS_OF_5_3 } from "./walkers";

/** Linux 5.3, as the panic was reported. */
export const pfnValid = deviceStrategy(
  {
    type: "pfn-valid",
    title: "pfn_valid() only",
    summary: "Walkers read every struct page that exists, as Linux 5.3 does.",
    steps: [
      "A walker asks pfn_valid(), which says that a section or sub-section has a memmap, not that somebody initialised it. Then it reads.",
      "A struct page of all ones looks like a tail page whose head lies at 0xfffffffffffffffe: reading that is the panic. Without CONFIG_DEBUG_VM the walker " +
        "reads what the device held.",
    ],
    limits: ["Compaction asks for online pageblocks since 4.13 and never reads a namespace's struct pages."],
    sources: ["fs/proc/page.c, mm/page_idle.c, mm/memory_hotplug.c of 5.3"],
    params: [],
  },
  () => ({ checks: CHECKS_OF_5_3, initialisesReserve: false }),
  [
    {
      type: "online-page",
      sentence: "Asking for online pages, as Linux 5.4 and later do, walkers leave out the whole namespace.",
    },
  ],
);
