/** Which leaves a kernel uses for the direct map, and whether its calls do anything. */

import type { MachineInput } from "../input";

type Options = Pick<
  MachineInput,
  "arch" | "kernel" | "pageSizeBytes" | "gbPages" | "debugPagealloc" | "rodataFull" | "kfence" | "bbml2"
>;

/**
 * False where set_direct_map_*() return 0 and change nothing: arm64 with a map of blocks.
 * Source: arch/arm64/mm/pageattr.c can_set_direct_map(); with KFENCE since 6.2.
 */
export function canSetDirectMap({ arch, kernel, rodataFull, debugPagealloc, kfence }: Options): boolean {
  if (arch !== "arm64") return true;
  return rodataFull || debugPagealloc || (kernel === "6.6" && kfence);
}

/**
 * True if the kernel maps memory with pages alone, so that nothing is ever split.
 * Source: arch/x86/mm/init.c probe_page_size_mask(); arch/arm64/mm/mmu.c map_mem(), force_pte_mapping().
 */
export function usesPagesOnly(machine: Options): boolean {
  const { arch, debugPagealloc, rodataFull, kfence } = machine;
  if (debugPagealloc) return true;
  return arch === "arm64" && (rodataFull || kfence) && !splitsLive(machine);
}

/** arm64 splits blocks that are in use with FEAT_BBM level 2 only, since 6.18. x86-64 always does. Source: arch/arm64/mm/mmu.c split_kernel_leaf_mapping(). */
export function splitsLive({ arch, kernel, bbml2 }: Options): boolean {
  return arch === "x86-64" || (kernel === "6.6" && bbml2);
}

/** True if leaves of 1 GiB are used where they fit. */
export function usesGigabytes(machine: Options): boolean {
  if (usesPagesOnly(machine) || machine.pageSizeBytes !== 4096) return false;
  return machine.arch === "arm64" || machine.gbPages;
}
