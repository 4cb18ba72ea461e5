/** What lower zones keep back from requests that could use a higher one. */

import type { Arch } from "../input";
import { zoneNames } from "./arch";
import type { ManagedZone } from "./watermarks";

/** vm.lowmem_reserve_ratio by zone; 0 or none keeps nothing. Source: mm/page_alloc.c sysctl_lowmem_reserve_ratio. */
const RATIOS: Readonly<Record<string, number>> = { DMA: 256, DMA32: 256, Normal: 32 };

/**
 * For each of `zones` the pages it keeps from requests that may use each zone of its node, in the kernel's order of
 * zones (zoneNames()), empty ones too: the "protection" line of /proc/zoneinfo.
 * Source: mm/page_alloc.c setup_per_zone_lowmem_reserve().
 */
export function lowmemReserves(zones: ManagedZone[], arch: Arch): number[][] {
  const names = zoneNames(arch);
  return zones.map((zone) => {
    const own = names.indexOf(zone.name);
    const ratio = RATIOS[zone.name] ?? 0;
    let above = 0;
    return names.map((name, i) => {
      if (i <= own || ratio === 0) return 0;
      above += zones.find((z) => z.nid === zone.nid && z.name === name)?.managedPages ?? 0;
      return Math.floor(above / ratio);
    });
  });
}
