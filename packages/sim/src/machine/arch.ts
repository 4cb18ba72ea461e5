/** What an architecture fixes. */

import type { Arch, MachineInput } from "../input";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** A zone's name and the first address behind it, bytes. Ascending; the last has no limit. */
export interface ZoneLimit {
  name: string;
  endBytes: number;
}

/**
 * Section size in bytes. 32-bit arm has FLATMEM; there it only says in which steps the core's arrays grow.
 * Source: asm/sparsemem.h of x86, arm64 (1 GiB before 5.12) and arm.
 */
export function sectionBytes(machine: Pick<MachineInput, "arch" | "kernel" | "pageSizeBytes">): number {
  const { arch, kernel, pageSizeBytes } = machine;
  if (arch === "arm32") return 256 * MIB;
  if (arch === "arm64" && kernel === "5.4") return GIB;
  return arch === "arm64" && pageSizeBytes === 64 * KIB ? 512 * MIB : 128 * MIB;
}

/** Pages that one section holds. */
export function pagesPerSection(machine: Pick<MachineInput, "arch" | "kernel" | "pageSizeBytes">): number {
  return sectionBytes(machine) / machine.pageSizeBytes;
}

/** True if struct pages lie in one array for each node, and not in sections. Source: arch/arm/Kconfig. */
export function isFlatMemory(arch: Arch): boolean {
  return arch === "arm32";
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
 * Bits of a physical address. 32-bit arm reaches 40 with the large physical address extension.
 * Source: arch/x86/include/asm/sparsemem.h MAX_PHYSMEM_BITS; arch/arm64/Kconfig ARM64_PA_BITS; arch/arm/mm/Kconfig ARM_LPAE.
 */
export function physicalAddressBits(
  machine: Pick<MachineInput, "arch" | "fiveLevelPaging" | "pageSizeBytes">,
): number {
  switch (machine.arch) {
    case "x86-64":
      return machine.fiveLevelPaging ? 52 : 46;
    case "arm64":
      return machine.pageSizeBytes === 64 * KIB ? 52 : 48;
    case "arm32":
      return 40;
  }
}

/**
 * Names of a node's zones in the kernel's order, empty ones too: what ZONE_* is compiled in.
 * Source: include/linux/mmzone.h enum zone_type.
 */
export function zoneNames(arch: Arch): readonly string[] {
  return arch === "arm32"
    ? ["Normal", "HighMem", "Movable"]
    : ["DMA", "DMA32", "Normal", "Movable", "Device"];
}

/**
 * Zone limits of a machine whose memory starts at `startBytes`. On arm64 devices are taken to address 32 bits, so that
 * DMA reaches to 4 GiB and DMA32 is empty; where memory starts above that, all of it is DMA. Before 5.5 arm64 had no
 * DMA, and DMA32 was the first 4 GiB that hold memory.
 * Source: arch/x86/mm/init.c zone_sizes_init(); arch/arm64/mm/init.c max_zone_phys(); arch/arm/mm/init.c zone_sizes_init().
 */
export function zoneLimits(arch: Arch, kernel: MachineInput["kernel"], startBytes: number): ZoneLimit[] {
  const normal = { name: "Normal", endBytes: Number.POSITIVE_INFINITY };
  switch (arch) {
    case "x86-64":
      return [{ name: "DMA", endBytes: 16 * MIB }, { name: "DMA32", endBytes: 4 * GIB }, normal];
    case "arm64": {
      if (kernel === "5.4")
        return [{ name: "DMA32", endBytes: (Math.floor(startBytes / (4 * GIB)) + 1) * 4 * GIB }, normal];
      return [{ name: "DMA", endBytes: startBytes < 4 * GIB ? 4 * GIB : Number.POSITIVE_INFINITY }, normal];
    }
    case "arm32":
      return [
        { name: "Normal", endBytes: lowMemoryEnd(arch, startBytes) },
        { name: "HighMem", endBytes: Number.POSITIVE_INFINITY },
      ];
  }
}

/**
 * First address that the kernel cannot map for good. 32-bit arm with 3 GiB of user space: what the upper GiB has
 * left below VMALLOC_END without 240 MiB for vmalloc and its gap of 8 MiB, counted from the first address of memory.
 * Source: arch/arm/mm/mmu.c adjust_lowmem_bounds(); arch/arm/include/asm/pgtable.h VMALLOC_END, VMALLOC_OFFSET.
 */
export function lowMemoryEnd(arch: Arch, startBytes: number): number {
  if (arch !== "arm32") return Number.POSITIVE_INFINITY;
  const lowBytes = 0xff80_0000 - 240 * MIB - 8 * MIB - 3 * GIB;
  return Math.floor(startBytes / (2 * MIB)) * 2 * MIB + lowBytes;
}

/**
 * Order of the blocks that share a migratetype: the input's, or the huge page's, but at most the largest order. Without
 * huge pages (32-bit arm) it is the largest order.
 * Source: include/linux/pageblock-flags.h pageblock_order, HUGETLB_PAGE_ORDER.
 */
export function pageblockOrder(
  machine: Pick<MachineInput, "arch" | "pageSizeBytes" | "maxOrder" | "pageblockOrder">,
): number {
  const { arch, pageSizeBytes, maxOrder } = machine;
  if (machine.pageblockOrder > 0) return machine.pageblockOrder;
  if (arch === "arm32") return maxOrder;
  return Math.min(31 - Math.clz32(pmdBytes(pageSizeBytes) / pageSizeBytes), maxOrder);
}
