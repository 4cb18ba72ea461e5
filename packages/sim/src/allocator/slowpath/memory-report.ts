/**
 * What the kernel prints of memory when a request fails or the OOM killer comes, as data and as text.
 * Source: mm/oom_kill.c dump_header(); lib/show_mem.c; mm/page_alloc.c show_free_areas(). What the model does not know (page
 * cache, anonymous memory, slabs by zone) is left out of the lines.
 */

import { listIndex } from "../block-lists";
import { gfpText } from "../gfp";
import { MIGRATETYPE_NAMES } from "../migratetype";
import type { ZoneAllocator } from "../zone-allocator";
import { KINDS, ZONE_KINDS, type ZoneKind } from "../zone-levels";

/** One zone; pages. */
export interface ZoneMemory {
  nid: number;
  name: ZoneKind;
  freePages: number;
  boostPages: number;
  minPages: number;
  lowPages: number;
  highPages: number;
  highatomicPages: number;
  managedPages: number;
  pcpPages: number;
  freeCmaPages: number;
  lowmemReserve: number[];
  /** Free blocks, index = order. */
  freeBlocks: number[];
  /** Bit t of entry k: the list of order k and type t is not empty. */
  freeTypes: number[];
}

export interface MemoryReport {
  order: number;
  gfp: number;
  zones: ZoneMemory[];
}

/** As show_migration_types() abbreviates them, index = type. */
const TYPE_LETTERS = "UMEHCI";

/** The zones up to the highest one that the request may use. */
export function memoryReport(
  allocator: ZoneAllocator,
  order: number,
  gfp: number,
  highest: number,
): MemoryReport {
  const { levels } = allocator;
  const zones = Array.from({ length: levels.count }, (_, zone) => zone).filter(
    (zone) => (levels.kind[zone] as number) <= highest,
  );
  return { order, gfp, zones: zones.map((zone) => zoneMemory(allocator, zone)) };
}

function zoneMemory(allocator: ZoneAllocator, zone: number): ZoneMemory {
  const { buddy, levels, pcp, rmqueue } = allocator;
  const types = MIGRATETYPE_NAMES.map((_, type) => type);
  const orders = Array.from({ length: buddy.maxOrder + 1 }, (_, order) =>
    types.map((type) => buddy.counts[listIndex(zone, order, type)] as number),
  );
  return {
    nid: levels.nid[zone] as number,
    name: ZONE_KINDS[levels.kind[zone] as number] as ZoneKind,
    freePages: buddy.freeOf[zone] as number,
    boostPages: levels.boost[zone] as number,
    minPages: allocator.mark(zone, 0),
    lowPages: allocator.mark(zone, 1),
    highPages: allocator.mark(zone, 2),
    highatomicPages: levels.highatomic[zone] as number,
    managedPages: levels.managed[zone] as number,
    pcpPages: pcp.countOfZone(zone),
    freeCmaPages: rmqueue.freeCma(zone),
    lowmemReserve: [...levels.reserve.subarray(KINDS * zone, KINDS * zone + ZONE_KINDS.length)],
    freeBlocks: orders.map((counts) => counts.reduce((sum, blocks) => sum + blocks, 0)),
    freeTypes: orders.map((counts) => counts.reduce((bits, n, type) => bits | (n > 0 ? 1 << type : 0), 0)),
  };
}

/** The kernel's lines for an OOM, for pages of that many bytes. */
export function oomText(report: MemoryReport, pageBytes: number): string {
  const { order, gfp } = report;
  const head = `invoked oom-killer: gfp_mask=0x${gfp.toString(16)}(${gfpText(gfp)}), order=${order}`;
  return `${[head, ...memoryLines(report, pageBytes)].join("\n")}\n`;
}

function memoryLines({ zones }: MemoryReport, pageBytes: number): string[] {
  const kib = (pages: number) => (pages * pageBytes) / 1024;
  const sum = (field: "freePages" | "pcpPages" | "freeCmaPages") =>
    zones.reduce((pages, zone) => pages + zone[field], 0);
  return [
    "Mem-Info:",
    ` free:${sum("freePages")} free_pcp:${sum("pcpPages")} free_cma:${sum("freeCmaPages")}`,
    ...zones.flatMap((zone) => [
      `Node ${zone.nid} ${zone.name} free:${kib(zone.freePages)}kB boost:${kib(zone.boostPages)}kB` +
        ` min:${kib(zone.minPages)}kB low:${kib(zone.lowPages)}kB high:${kib(zone.highPages)}kB` +
        ` reserved_highatomic:${kib(zone.highatomicPages)}KB managed:${kib(zone.managedPages)}kB` +
        ` free_pcp:${kib(zone.pcpPages)}kB free_cma:${kib(zone.freeCmaPages)}kB`,
      `lowmem_reserve[]: ${zone.lowmemReserve.join(" ")}`,
    ]),
    ...zones.map((zone) => blockLine(zone, kib)),
  ];
}

function blockLine({ nid, name, freeBlocks, freeTypes }: ZoneMemory, kib: (pages: number) => number): string {
  const parts = freeBlocks.map((blocks, order) => {
    const letters = [...TYPE_LETTERS].filter((_, type) => ((freeTypes[order] as number) >> type) & 1);
    return `${blocks}*${kib(1 << order)}kB ${blocks > 0 ? `(${letters.join("")}) ` : ""}`;
  });
  const total = freeBlocks.reduce((pages, blocks, order) => pages + blocks * (1 << order), 0);
  return `Node ${nid} ${name}: ${parts.join("")}= ${kib(total)}kB`;
}
