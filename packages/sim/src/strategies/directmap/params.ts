/** Parameters that several strategies of the family have. */

import type { ParamSpec } from "../../output";

export const COLLAPSE: ParamSpec = {
  key: "collapse",
  label: "Put leaves back together",
  type: "bool",
  default: false,
  help:
    "After each change a table whose entries are alike and present again gives way to one leaf. Kernels do so since 6.15 for the address that " +
    "set_memory_rox() was given, which is a vmalloc one; its alias in the direct map stays split. On: what it would save here.",
  source: "arch/x86/mm/pat/set_memory.c cpa_collapse_large_pages()",
};
