/** What the allocator goes by in each zone, computed once when boot is nearly over. */

import type { AllocatorPolicy } from "../allocator/policy";
import type { MachineInput } from "../input";
import { lowmemReserves } from "./lowmem-reserve";
import { cpusOfNodes, type PcpSize, pcpSize } from "./pcp-size";
import { type ManagedZone, minFreeKbytes, type Watermarks, watermarks } from "./watermarks";

export interface ZoneMarks {
  watermarks: Watermarks;
  /** Pages kept from requests that may use each zone of the node, index as zoneNames(). */
  lowmemReserve: number[];
  pcp: PcpSize;
}

export interface Marks {
  minFreeKbytes: number;
  /** In the order of the zones that went in. */
  zones: ZoneMarks[];
}

/**
 * @param zones with what they manage when init_per_zone_wmark_min() runs
 * @param totalPages totalram_pages at that moment, which with KMSAN is more than all zones manage
 */
export function computeMarks(
  zones: ManagedZone[],
  machine: MachineInput,
  totalPages: number,
  { watermarkScaleFactor, pcpHighFraction }: AllocatorPolicy,
): Marks {
  const config = { ...machine, watermarkScaleFactor };
  const minFree = minFreeKbytes(zones, config, totalPages);
  const marks = watermarks(zones, minFree, config);
  const reserves = lowmemReserves(zones, machine.arch);
  const cpus = cpusOfNodes([...new Set(zones.map(({ nid }) => nid))], machine.cpus);
  return {
    minFreeKbytes: minFree,
    zones: zones.map(({ nid, managedPages }, i) => {
      const own = marks[i] ?? { min: 0, low: 0, high: 0, promo: 0 };
      const localCpus = cpus.get(nid)?.length || machine.cpus;
      return {
        watermarks: own,
        lowmemReserve: reserves[i] ?? [],
        pcp: pcpSize({ managedPages, lowPages: own.low }, localCpus, machine, pcpHighFraction),
      };
    }),
  };
}
