/** How many pages memblock hands over, and how many of them the boot says it did. */

import { memmapLeafBytes } from "../arch";
import { type Range, roundedOut, subtract, union, wholePages } from "../range";
import type { Evidence } from "./files";
import { managedPages } from "./machine-facts";
import type { ImportedBank, ImportedCma, ImportedReservation } from "./profile";
import { asRange } from "./reserved";

/** What KMSAN adds to struct page: two pointers. Source: include/linux/mm_types.h. */
export const KMSAN_POINTERS_BYTES = 16;

/** Units of the memmap. */
export interface Units {
  pageSizeBytes: number;
  sectionBytes: number;
}

export interface Layout extends Units {
  /** Without KMSAN's part. */
  structPageBytes: number;
  banks: ImportedBank[];
  reserved: ImportedReservation[];
  cma: ImportedCma[];
  kernelDataBytes: number;
  kmsan: boolean;
}

/**
 * Pages left for the hand-over: RAM without what is reserved, the memmap, and KMSAN's metadata of both.
 * The kernel's data counts twice for KMSAN: its own mapping of the image does not touch the direct map's.
 * Source: mm/memblock.c __free_memory_core(), mm/kmsan/init.c kmsan_init_shadow().
 */
export function offeredPages(layout: Layout): number {
  const { pageSizeBytes, banks, reserved, kmsan } = layout;
  const memory = union(banks.map(asRange));
  const taken = union([...reserved, ...layout.cma].map(asRange));
  const structBytes = layout.structPageBytes + (kmsan ? KMSAN_POINTERS_BYTES : 0);
  const memmapPages = memmapBytes(banks, structBytes, layout) / pageSizeBytes;
  const free = wholePages(subtract(memory, taken), pageSizeBytes) - memmapPages;
  if (!kmsan) return free;
  const known = [...reserved.filter((range) => range.recorded), ...layout.cma];
  const recorded = roundedOut(known.map(asRange), pageSizeBytes);
  const dataPages = Math.ceil(layout.kernelDataBytes / pageSizeBytes);
  return free - 2 * (wholePages(recorded, pageSizeBytes) + memmapPages + dataPages);
}

/**
 * Size of the memmap: each present section's struct pages, filled in whole leaves.
 * Source: mm/sparse-vmemmap.c vmemmap_populate_hugepages().
 */
export function memmapBytes(banks: ImportedBank[], structPageBytes: number, units: Units): number {
  const leaf = memmapLeafBytes(units.pageSizeBytes);
  const bytesOf = (section: number) => (section * units.sectionBytes * structPageBytes) / units.pageSizeBytes;
  const leaves = union(
    sectionRuns(banks, units.sectionBytes).map(({ startBytes: first, endBytes: end }) => ({
      startBytes: Math.floor(bytesOf(first) / leaf),
      endBytes: Math.ceil(bytesOf(end) / leaf),
    })),
  );
  return leaves.reduce((sum, { startBytes, endBytes }) => sum + (endBytes - startBytes) * leaf, 0);
}

/** sizeof(struct page) of a boot whose memmap has this size; undefined if no multiple of 8 from 32 to 256 fits. */
export function structPageOf(banks: ImportedBank[], bytes: number, units: Units): number | undefined {
  const sections = sectionRuns(banks, units.sectionBytes).reduce(
    (sum, run) => sum + run.endBytes - run.startBytes,
    0,
  );
  const exact = (bytes * units.pageSizeBytes) / (sections * units.sectionBytes);
  const sizes = Array.from({ length: 29 }, (_, i) => 32 + 8 * i);
  return sizes
    .filter((size) => memmapBytes(banks, size, units) === bytes)
    .sort((a, b) => Math.abs(a - exact) - Math.abs(b - exact))[0];
}

/** Runs of sections that hold RAM, by section number. */
function sectionRuns(banks: ImportedBank[], sectionBytes: number): Range[] {
  return roundedOut(banks.map(asRange), sectionBytes).map(({ startBytes, endBytes }) => ({
    startBytes: startBytes / sectionBytes,
    endBytes: endBytes / sectionBytes,
  }));
}

/** The boot's own count, in pages. */
export interface Counted {
  /** Null if no file tells. */
  handedOver: number | null;
  /** Freed late: MemTotal without what was handed over, or, where one of these is missing, `lateLogged`. */
  late: number;
  /** By the log's 'Freeing' lines and CMA. */
  lateLogged: number;
  memTotal: number | null;
}

/**
 * Pages that the boot handed over and pages that it freed late. The 'Memory:' line counts the first at that very
 * moment, its 'reserved' being neither handed over nor CMA; MemTotal is the sum of both.
 * Source: mm/page_alloc.c mem_init_print_info() (mm/mm_init.c since 6.4).
 */
export function counted(
  { dmesg, meminfo, zoneinfo }: Evidence,
  kmsan: boolean,
  pageSizeBytes: number,
): Counted {
  const freed =
    (dmesg?.lateFreed ?? []).reduce((sum, { bytes }) => sum + bytes, 0) + (dmesg?.handOver?.cmaBytes ?? 0);
  const toPages = (size: number) => Math.floor(size / pageSizeBytes);
  const lateLogged = toPages(freed);
  const memTotal = meminfo === null ? null : toPages(meminfo.memTotalBytes);
  const found = { late: lateLogged, lateLogged, memTotal };
  if (dmesg !== null && dmesg.handOver !== null) {
    const { presentBytes, reservedBytes, cmaBytes } = dmesg.handOver;
    const handedOver = toPages(presentBytes - reservedBytes - cmaBytes);
    if (memTotal === null || memTotal < handedOver) return { ...found, handedOver };
    return { ...found, handedOver, late: memTotal - handedOver };
  }
  if (memTotal !== null) return { ...found, handedOver: memTotal - lateLogged };
  if (zoneinfo === null || kmsan) return { ...found, handedOver: null };
  return { ...found, handedOver: managedPages(zoneinfo.zones) - lateLogged };
}
