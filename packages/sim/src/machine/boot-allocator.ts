/** The page allocator over memory that was just handed over: no watermarks, no per-cpu stocks yet. */

import type { Buddy } from "../allocator/buddy";
import { PageAllocator } from "../allocator/page-allocator";
import { ZONE_KINDS, type ZoneKind } from "../allocator/zone-levels";
import type { EarlyMachine } from "./early";

export function bootAllocator(
  early: EarlyMachine,
  buddy: Buddy,
  managedOf: readonly number[],
): PageAllocator {
  const { input } = early;
  const { zones, zonelists } = early.zones;
  const nodes = Math.max(0, ...zonelists.keys()) + 1;
  return new PageAllocator(buddy, {
    kernel: input.kernel,
    zones: zones.map((zone, i) => ({
      nid: zone.nid,
      kind: zone.name as ZoneKind,
      managedPages: managedOf[i] ?? 0,
      minPages: 0,
      lowPages: 0,
      highPages: 0,
      lowmemReserve: ZONE_KINDS.map(() => 0),
      pcpBatch: 1,
      pcpHigh: 0,
    })),
    zonelists: Array.from({ length: nodes }, (_, nid) => zonelists.get(nid) ?? []),
    cpuNodes: [zones[0]?.nid ?? 0],
    transparentHugepages: input.transparentHugepages,
    hasDma32: input.arch !== "arm32",
  });
}
