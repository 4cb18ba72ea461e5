import { planAttach } from "../../device/attach";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import type { Formula, StrategyDescription } from "../../output";
import type { Params, Strategy, StrategyRemedy } from "../strategy";
import { checkDevice } from "./check";
import { DeviceRun, withMemmaps } from "./device-run";
import { diagnoseDevice } from "./diagnose";
import { deviceFigures, deviceGauges } from "./figures";
import { RESERVE } from "./panic";
import type { Policy } from "./policy";
import { NAMESPACE_PARAMS, namespaceRules } from "./rules";

/** How a namespace comes to its struct pages, whatever walkers do: the first steps of every description. */
const ATTACH_STEPS = [
  "A namespace starts with its info block (8 KiB). Behind it comes room for 64 B of struct page for each page, if the memmap lies on the device, and " +
    "padding; the data starts at a multiple of the alignment.",
  "Adding it populates its part of the vmemmap by sections, in leaves of 2 MiB on x86-64. With an altmap they come from the namespace, behind the reserve; " +
    "without one from ordinary memory, as do the page tables and whatever is no whole section.",
  "With CONFIG_DEBUG_VM the new struct pages are filled with ones. Those of the memmap's own pages and of the data are then initialised; those of the reserve " +
    "(info block, and the pad of kernels before 5.3) are not.",
];

const SETUP = "drivers/nvdimm/pfn_devs.c nd_pfn_init()";

const FORMULAS: Formula[] = [
  {
    text: "dataoff (bytes) = ALIGN(start + 8 KiB + 64 B × ((size - 8 KiB) / page), max(align, 2 MiB)) - start; with the memmap in DRAM without the 64 B",
    source: SETUP,
  },
  {
    text: "data pages = (size - dataoff - (start + size) mod max(align, 2 MiB)) / page",
    source: SETUP,
  },
  {
    text: "reserve (pages) = 8 KiB / page, rounded up; before 5.3 also the distance from the section's start",
    source: "drivers/nvdimm/pfn_devs.c init_altmap_reserve()",
  },
  {
    text: "altmap room (pages) = (dataoff - 8 KiB) / page",
    source: "drivers/nvdimm/pfn_devs.c __nvdimm_setup_pfn()",
  },
  {
    text: "memmap of device-dax in DRAM, since 5.19 on x86-64 = 2 pages for each page of the alignment's size, and page tables",
    source: "mm/sparse-vmemmap.c vmemmap_populate_compound_pages()",
  },
];

const ATTACH_LIMITS = [
  "The time between adding a namespace and initialising its struct pages is not modelled: a walker of those seconds would read ones too.",
  "Walkers are counted by pfn and not timed. They change nothing: compaction walks, but what it would move stays.",
  "Page tables of the direct map for the namespace are not counted here.",
];

const ATTACH_SOURCES = [
  "drivers/nvdimm/pfn_devs.c nd_pfn_init(), __nvdimm_setup_pfn()",
  "mm/memremap.c pagemap_range(); mm/sparse-vmemmap.c; mm/page_alloc.c memmap_init_range(), memmap_init_zone_device()",
  "M. Hocko, Re: [PATCH 2/2] /proc/kpageflags: do not use uninitialized struct pages, 6 Aug 2019",
];

/** Wherever a walker looks, it finds a value. */
const INITIALISE_ALL: StrategyRemedy = {
  cause: RESERVE,
  type: "initialise-all",
  sentence: "Initialised with the others, these struct pages can be read by every walker.",
};

/** An altmap is what leaves struct pages out. */
const MAP_IN_MEMORY: StrategyRemedy = {
  cause: RESERVE,
  machine: { namespaces: { map: "mem" } },
  sentence:
    "With their memmap in ordinary memory, namespaces have no reserve whose struct pages are left out.",
};

/**
 * Makes a strategy of what sets it apart: its answer, and the words for it.
 * @param own what it could do itself about the reserve's struct pages
 */
export function deviceStrategy(
  description: Omit<StrategyDescription, "family">,
  policyOf: (params: Params) => Policy,
  own: Omit<StrategyRemedy, "cause">[] = [],
): Strategy {
  return {
    description: {
      family: "device",
      ...description,
      steps: [...ATTACH_STEPS, ...description.steps],
      formulas: FORMULAS,
      limits: [...description.limits, ...ATTACH_LIMITS],
      sources: [...description.sources, ...ATTACH_SOURCES],
      params: [...description.params, ...NAMESPACE_PARAMS],
    },
    remedies: [...own.map((remedy) => ({ cause: RESERVE, ...remedy })), INITIALISE_ALL, MAP_IN_MEMORY],
    structPageGrowthBytes: 0,

    create(params: Params): Hooks {
      let attached: DeviceRun | undefined;
      const of = (machine: Machine) => {
        attached ??= new DeviceRun(machine, namespaceRules(params), policyOf(params));
        return attached;
      };
      return {
        attachDevices: of,
        account: (split, machine) => of(machine).account(split),
        eachMetadata: (machine, tell) => of(machine).eachMetadata(tell),
        eachDevice: (machine, tell) => of(machine).eachDevice(tell),
        act: (machine, action) => of(machine).act(action),
        gauges: (machine) => deviceGauges(of(machine)),
        figures: (machine) => deviceFigures(of(machine), machine),
        check: (machine) => checkDevice(of(machine), machine),
      };
    },

    estimate(split, early, params) {
      const { memmapPages, tablePages } = planAttach(early, namespaceRules(params));
      return withMemmaps(split, memmapPages, tablePages);
    },

    diagnose: (input, early, params) => diagnoseDevice(input, early, params, policyOf(params)),
  };
}
