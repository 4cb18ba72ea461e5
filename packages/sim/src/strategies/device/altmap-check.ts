import type { PfnCheck } from "../../device/walk";
import { deviceStrategy } from "./device-strategy";
import { CHECKS_OF_5_3 } from "./walkers";

const ALL = "all";
const KPAGEFLAGS = "kpageflags";

/** The patch under discussion in August 2019. */
export const altmapCheck = deviceStrategy(
  {
    type: "altmap-check",
    title: "Ask the altmap",
    summary: "A walker that finds a struct page looks its pagemap up and leaves out the altmap's reserve.",
    steps: [
      "A walker asks pfn_valid(), then looks the pfn up in the table of device pagemaps. If it lies in an altmap's reserve, the answer is KPF_RESERVED, without reading.",
      "All other struct pages of a namespace are read: their flags stay visible.",
    ],
    limits: [
      "Only walkers that were taught are safe: the patch teaches /proc/kpageflags. The next one that is written has to know again.",
      "Every pfn with a struct page costs a look-up, RAM's too.",
    ],
    sources: [
      "T. Fukasawa, [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 25 Jul 2019: pfn_zone_device_reserved()",
    ],
    params: [
      {
        key: "taught",
        label: "Walkers that were taught",
        type: "enum",
        default: KPAGEFLAGS,
        options: [
          { value: KPAGEFLAGS, label: "kpageflags, as in the patch" },
          { value: ALL, label: "all" },
        ],
        help: "The others still ask pfn_valid() alone.",
      },
    ],
  },
  ({ taught }) => {
    const altmap: PfnCheck = "altmap";
    const all = { kpagecount: altmap, "page-idle": altmap, offline: altmap };
    return {
      checks: { ...CHECKS_OF_5_3, kpageflags: altmap, ...(taught === ALL ? all : {}) },
      initialisesReserve: false,
    };
  },
  [{ params: { taught: ALL }, sentence: "Taught as well, this walker asks the altmap before it reads." }],
);
