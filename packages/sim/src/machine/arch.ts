/** What an architecture fixes. Sources: arch/x86/include/asm/sparsemem.h, arch/arm64/include/asm/sparsemem.h. */

import type { Arch, MachineInput } from "../input";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** A zone's name and the first address behind it, bytes. Ascending; the last has no limit. */
export interface ZoneLimit {
  name: string;
  endBytes: number;
}

/** Section size in bytes: 128 MiB, on arm64 with 64 KiB pages 512 MiB. */
export function sectionBytes(arch: Arch, pageSizeBytes: number): number {
  return arch === "arm64" && pageSizeBytes === 64 * KIB ? 512 * MIB : 128 * MIB;
}

/** Bytes that one PMD entry maps: a full table of pages. */
export function pmdBytes(pageSizeBytes: number): number {
  return pageSizeBytes * (pageSizeBytes / 8);
}

/**
 * Unit in which the vmemmap is populated: PMD leaves with 4 KiB pages, else base pages.
 * Source: arch/x86/mm/init_64.c and arch/arm64/mm/mmu.c vmemmap_populate().
 */
export function vmemmapLeafBytes(pageSizeBytes: number): number {
  return pageSizeBytes === 4 * KIB ? pmdBytes(pageSizeBytes) : pageSizeBytes;
}

/**
 * Zone limits. On arm64 devices are taken to address 32 bits, so that DMA reaches to 4 GiB and DMA32 is empty.
 * Source: arch/x86/mm/init.c and arch/arm64/mm/init.c arch_zone_limits_init().
 */
export function zoneLimits(arch: Arch): ZoneLimit[] {
  const normal = { name: "Normal", endBytes: Number.POSITIVE_INFINITY };
  return arch === "x86-64"
    ? [{ name: "DMA", endBytes: 16 * MIB }, { name: "DMA32", endBytes: 4 * GIB }, normal]
    : [{ name: "DMA", endBytes: 4 * GIB }, normal];
}

/** Pages that one section holds. */
export function pagesPerSection(machine: MachineInput): number {
  return sectionBytes(machine.arch, machine.pageSizeBytes) / machine.pageSizeBytes;
}

/**
 * Order of the blocks that share a migratetype: the input's, or the huge page's, but at most the largest order. Without
 * huge pages (32-bit arm) it is the largest order.
 * Source: include/linux/pageblock-flags.h pageblock_order, HUGETLB_PAGE_ORDER.
 */
export function pageblockOrder(machine: Pick<MachineInput, PageblockKeys>): number {
  const { arch, pageSizeBytes, maxOrder } = machine;
  if (machine.pageblockOrder > 0) return machine.pageblockOrder;
  if (arch === "arm32") return maxOrder;
  return Math.min(31 - Math.clz32(pmdBytes(pageSizeBytes) / pageSizeBytes), maxOrder);
}

type PageblockKeys = "arch" | "pageSizeBytes" | "maxOrder" | "pageblockOrder";
