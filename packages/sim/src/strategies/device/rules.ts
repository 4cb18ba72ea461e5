/** What all strategies of the family share: whose rules a namespace is laid out by. */

import type { NamespaceRules } from "../../device/namespace";
import type { ParamSpec } from "../../output";
import type { Params } from "../strategy";

const SUBSECTIONS = "subsections";
const SECTIONS = "sections";

export const NAMESPACE_PARAMS: readonly ParamSpec[] = [
  {
    key: "unit",
    label: "Memory is added in",
    type: "enum",
    default: SUBSECTIONS,
    options: [
      { value: SUBSECTIONS, label: "sub-sections, 5.3 and later" },
      { value: SECTIONS, label: "sections, before 5.3" },
    ],
    help:
      "Sub-sections of 2 MiB: a namespace starts at one. Whole sections (128 MiB on x86-64): a namespace that starts within one has struct pages " +
      "from its start on, and those before the namespace are never initialised.",
    source: "drivers/nvdimm/pfn_devs.c nd_pfn_init() before and after commit a3619190d62e",
  },
  {
    key: "structPageOverride",
    label: "NVDIMM_KMSAN",
    type: "bool",
    default: false,
    help: "A struct page above 64 B may lie on the device: the namespace reserves room for its real size, and the memory is lost to kernels with a smaller one.",
    source: "drivers/nvdimm/Kconfig NVDIMM_KMSAN",
  },
];

export function namespaceRules(params: Params): NamespaceRules {
  return {
    unit: params.unit === SECTIONS ? "sections" : "subsections",
    structPageOverride: params.structPageOverride === true,
  };
}
