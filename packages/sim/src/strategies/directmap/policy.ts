/** What a strategy of this family decides. */

import type { ActionInput, Kernel } from "../../input";

/** Who changes the direct map while the machine runs. */
export type Caller = "secretmem" | "set-memory-np" | "map-back" | "code-load" | "code-unload" | "hibernate";

export interface Policy {
  /** Pages alone, whatever the profile's kernel would map with. */
  pagesOnly: boolean;
  /** Pages that are kept ready for tables. */
  reservePages: number;
  /** Tables whose entries have become alike give way to a leaf. */
  collapses: boolean;
  /** Secret pages come out of blocks of one PMD entry's size, which leave the map in one piece. */
  poolsSecretPages: boolean;
  /** Whoever changes pages flushes the TLB of its own cpu only (X-G5). */
  flushesLocally: boolean;
  /** True if a caller learns that its change failed, and acts on it. */
  learns(caller: Caller, kernel: Kernel): boolean;
}

/**
 * Who looks at the result: secretmem's fault and set_memory_np()'s callers; loaders of code since 6.9; never the reset when code
 * is freed (set_area_direct_map()) nor hibernation, which warns once and copies all the same.
 * Source: mm/secretmem.c, kernel/module/strict_rwx.c, mm/vmalloc.c, kernel/power/snapshot.c.
 */
export function learnsInKernel(caller: Caller, kernel: Kernel): boolean {
  switch (caller) {
    case "secretmem":
    case "set-memory-np":
    case "map-back":
      return true;
    case "code-load":
      return kernel === "6.6";
    case "code-unload":
    case "hibernate":
      return false;
  }
}

const CHANGES = ["secretmem", "hibernate", "vmalloc-ro", "set-memory-np", "map-back"] as const;

/** True if an action changes the direct map. */
export function isChange(kind: ActionInput["kind"]): kind is (typeof CHANGES)[number] {
  return CHANGES.some((change) => change === kind);
}
