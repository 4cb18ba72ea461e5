import type { PfnCheck } from "../../device/walk";
import { deviceStrategy } from "./device-strategy";

/** What was merged for 5.4. */
export const onlinePage = deviceStrategy(
  {
    type: "online-page",
    title: "pfn_to_online_page()",
    summary:
      "Walkers leave out what is not online, and with it every page of a namespace: Linux 5.4 and later.",
    steps: [
      "A walker asks pfn_to_online_page(). A namespace's sections are never online, so /proc/kpageflags answers KPF_NOPAGE (bit 20) for all of its pfns, those of data too.",
      "Where a namespace shares a section with RAM, the section is online. Kernels before 5.12 then take its pfns for online ones and read; later ones ask for the pagemap.",
    ],
    limits: ["Nobody can see the flags of a namespace's pages any more, initialised or not."],
    sources: [
      "fs/proc/page.c, commit aad5f69bc161 (5.4)",
      "mm/page_idle.c page_idle_get_page(): 5.8",
      "mm/memory_hotplug.c pfn_to_online_page(), commit 1f90a3477df3 (5.12)",
    ],
    params: [
      {
        key: "pageIdle",
        label: "page_idle converted too",
        type: "bool",
        default: true,
        help: "The walker over the idle bitmap was left with pfn_valid() until 5.8.",
        source: "mm/page_idle.c page_idle_get_page()",
      },
    ],
  },
  ({ pageIdle }) => {
    const online: PfnCheck = "online";
    return {
      checks: {
        kpageflags: online,
        kpagecount: online,
        "page-idle": pageIdle === true ? online : "pfn-valid",
        compact: online,
        offline: online,
      },
      initialisesReserve: false,
    };
  },
  [
    {
      params: { pageIdle: true },
      sentence: "Converted too, as in Linux 5.8, the walker over the idle bitmap leaves the namespace out.",
    },
  ],
);
