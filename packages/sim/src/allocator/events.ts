/** What the allocator counts while it works: the vm events of /proc/vmstat that the model knows. */

export interface VmEvents {
  /** mm_page_alloc_extfrag: fallbacks into another migratetype. */
  extfrag: number;
  /** Fallbacks that took a whole pageblock over. */
  claims: number;
  /** Blocks that per-cpu lists took from the buddy, and gave back. */
  pcpRefills: number;
  pcpDrains: number;
}

export function noEvents(): VmEvents {
  return { extfrag: 0, claims: 0, pcpRefills: 0, pcpDrains: 0 };
}
