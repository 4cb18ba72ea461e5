/** min_free_kbytes, and the watermarks that follow from it. Source: mm/page_alloc.c, mm/khugepaged.c. */

import type { MachineInput } from "../input";
import { blockPages } from "../order";
import { pageblockOrder } from "./arch";

/** What the formulas need to know of a populated zone. */
export interface ManagedZone {
  nid: number;
  name: string;
  /** When the watermarks are computed, a postcore initcall: CMA is there, the init memory is not yet. */
  managedPages: number;
}

/** In pages, without a boost. */
export interface Watermarks {
  min: number;
  low: number;
  high: number;
  /** Above it kswapd stops on a node whose pages are promoted to a faster one. */
  promo: number;
}

type Config = Pick<
  MachineInput,
  | "arch"
  | "kernel"
  | "pageSizeBytes"
  | "maxOrder"
  | "pageblockOrder"
  | "transparentHugepages"
  | "minFreeKbytes"
  | "watermarkScaleFactor"
>;

const KIB = 1024;
const MIB = 1024 * KIB;
/** SWAP_CLUSTER_MAX, the least MIN of a zone that the kernel itself does not allocate from. */
const SWAP_CLUSTER_MAX = 32;
const MIGRATE_PCPTYPES = 3;

/**
 * vm.min_free_kbytes once boot is over: the administrator's, else the square root of low memory, and what khugepaged
 * recommends if that is more. It starts on machines of 512 MiB and more only.
 * @param totalPages totalram_pages, which with KMSAN is more than all zones manage
 * Source: mm/page_alloc.c calculate_min_free_kbytes(); mm/huge_memory.c hugepage_init().
 */
export function minFreeKbytes(zones: ManagedZone[], config: Config, totalPages: number): number {
  if (config.minFreeKbytes > 0) return config.minFreeKbytes;
  const kbytes = initialMinFreeKbytes(zones, config);
  const hasHugepages =
    config.transparentHugepages && config.arch !== "arm32" && totalPages * config.pageSizeBytes >= 512 * MIB;
  return hasHugepages ? Math.max(kbytes, recommendedMinFreeKbytes(zones, kbytes, config)) : kbytes;
}

/** While no zone has a high watermark yet. The upper bound was 64 MiB before 5.8. */
function initialMinFreeKbytes(zones: ManagedZone[], config: Config): number {
  const lowmemKbytes = freeBufferPages(zones, () => 0) * (config.pageSizeBytes / KIB);
  const most = config.kernel === "5.4" ? 65_536 : 262_144;
  return Math.min(Math.max(Math.floor(Math.sqrt(16 * lowmemKbytes)), 128), most);
}

/**
 * Two pageblocks for each zone, and one for each pair of migratetypes that may pollute each other, but at most 5 % of
 * what lies above the high watermarks. Source: mm/khugepaged.c set_recommended_min_free_kbytes().
 */
function recommendedMinFreeKbytes(zones: ManagedZone[], minFree: number, config: Config): number {
  const marks = watermarks(zones, minFree, config);
  const kernelZones = zones.filter(isForKernel).length;
  const blocks = kernelZones * (2 + MIGRATE_PCPTYPES * MIGRATE_PCPTYPES);
  const most = Math.floor(freeBufferPages(zones, (i) => marks[i]?.high ?? 0) / 20);
  return Math.min(blocks * blockPages(pageblockOrder(config)), most) * (config.pageSizeBytes / KIB);
}

/**
 * The watermarks of each zone, in the order of `zones`: MIN by the zone's share of low memory, the others above it in
 * equal steps. Source: mm/page_alloc.c __setup_per_zone_wmarks().
 */
export function watermarks(zones: ManagedZone[], minFree: number, config: Config): Watermarks[] {
  const pagesMin = Math.floor((minFree * KIB) / config.pageSizeBytes);
  const lowmemPages = zones.filter(isForKernel).reduce((sum, zone) => sum + zone.managedPages, 0);
  return zones.map((zone) => {
    const { managedPages } = zone;
    const share = Math.floor((pagesMin * managedPages) / Math.max(1, lowmemPages));
    const min = isForKernel(zone)
      ? share
      : Math.min(Math.max(Math.floor(managedPages / 1024), SWAP_CLUSTER_MAX), 128);
    const scaled = Math.floor((managedPages * config.watermarkScaleFactor) / 10_000);
    const step = Math.max(Math.floor(share / 4), scaled);
    return { min, low: min + step, high: min + 2 * step, promo: min + 3 * step };
  });
}

/** Pages above the high watermark in zones that serve GFP_USER. Source: mm/page_alloc.c nr_free_buffer_pages(). */
function freeBufferPages(zones: ManagedZone[], highOf: (zone: number) => number): number {
  return zones.reduce(
    (sum, zone, i) => sum + (isForKernel(zone) ? Math.max(0, zone.managedPages - highOf(i)) : 0),
    0,
  );
}

function isForKernel({ name }: ManagedZone): boolean {
  return name !== "HighMem" && name !== "Movable";
}
