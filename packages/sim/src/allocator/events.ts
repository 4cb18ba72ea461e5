/** What the allocator counts while it works: the vm events of /proc/vmstat that the model knows. */

import { PCP_TYPES } from "./migratetype";

export interface VmEvents {
  /** mm_page_alloc_extfrag: fallbacks into another migratetype. */
  extfrag: number;
  /** The same by migratetypes, index = PCP_TYPES * the one asked for + the one taken from. */
  readonly extfragOf: Int32Array;
  /** Fallbacks that took a whole pageblock over. */
  claims: number;
  /** Blocks that per-cpu lists took from the buddy, and gave back. */
  pcpRefills: number;
  pcpDrains: number;
}

export function noEvents(): VmEvents {
  return {
    extfrag: 0,
    extfragOf: new Int32Array(PCP_TYPES * PCP_TYPES),
    claims: 0,
    pcpRefills: 0,
    pcpDrains: 0,
  };
}
