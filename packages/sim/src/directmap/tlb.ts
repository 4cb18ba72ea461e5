/** What of the direct map a TLB can hold at once (formula F-G3). */

import type { MachineInput } from "../input";
import type { DirectMap } from "./direct-map";

/**
 * Bytes that the entries of the TLB reach: for each size of leaf as many as there are entries, or leaves if those are fewer.
 * Null if the profile does not describe its TLB.
 */
export function tlbReachBytes(map: DirectMap, tlb: MachineInput["tlb"]): number | null {
  if (tlb.length === 0) return null;
  const { geometry, leaves } = map;
  return geometry.leaves.reduce((reach, { pages }, i) => {
    const bytes = pages * geometry.pageSizeBytes;
    const entries = tlb.reduce((sum, row) => sum + (row.leafBytes === bytes ? row.entries : 0), 0);
    return reach + Math.min(entries, leaves[i] as number) * bytes;
  }, 0);
}
