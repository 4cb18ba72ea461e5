import type { PfnCheck } from "../../device/walk";
import { deviceStrategy } from "./device-strategy";

/** What T. Fukasawa proposed when 5.4 had hidden namespaces altogether. Never merged. */
export const deviceBit = deviceStrategy(
  {
    type: "device-bit",
    title: "A bit for each sub-section",
    summary:
      "Memory that is added records for each sub-section that its device pages are initialised; walkers of /proc read those again.",
    steps: [
      "Beside the map of valid sub-sections each section gets a second one, 8 bytes of the section's usage data on x86-64. memremap_pages() sets its bits once all struct pages but the reserve's are initialised.",
      "/proc/kpageflags and kpagecount ask pfn_to_online_page(). Where that says no and the bit is set, they look the pagemap up: a pfn of the reserve is left out as " +
        "KPF_NOPAGE, any other one tells how many pfns may be read from there on.",
    ],
    limits: [
      "The bit covers the reserve too: without the look-up the walker would read it.",
      "A look-up holds for one read() of the file; the simulation counts a walk as one.",
      "Walkers besides /proc stay with pfn_to_online_page().",
    ],
    sources: [
      "T. Fukasawa, [PATCH 2/3] mm: Introduce subsection_dev_map and [PATCH 3/3] mm: make pfn walker support ZONE_DEVICE, 8 Nov 2019",
    ],
    params: [],
  },
  () => {
    const online: PfnCheck = "online";
    const bit: PfnCheck = "device-bit";
    return {
      checks: { kpageflags: bit, kpagecount: bit, "page-idle": online, compact: online, offline: online },
      initialisesReserve: false,
    };
  },
);
