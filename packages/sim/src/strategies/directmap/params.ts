/** Parameters that several strategies of the family have. */

import type { ParamSpec } from "../../output";
import type { Params } from "../strategy";
import { learnsInKernel, type Policy } from "./policy";

const AS_KERNEL = "kernel";
const VOID = "void";

export const INTERFACE: ParamSpec = {
  key: "interface",
  label: "Pages are unmapped by",
  type: "enum",
  default: AS_KERNEL,
  options: [
    { value: AS_KERNEL, label: "what the kernel's callers use" },
    { value: VOID, label: "__kernel_map_pages(), void" },
  ],
  help: "set_direct_map_*() return an error, __kernel_map_pages() returns nothing: with it no caller ever learns that a page is still mapped, or still not.",
  source: "arch/x86/mm/pat/set_memory.c __kernel_map_pages()",
};

/** Who learns of a failure, and whose TLB is flushed, by the interface that is chosen. */
export function interfaceOf(params: Params): Pick<Policy, "learns" | "flushesLocally"> {
  const isVoid = params.interface === VOID;
  return {
    learns: (caller, kernel) => !isVoid && learnsInKernel(caller, kernel),
    flushesLocally: isVoid,
  };
}

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
