/** What an architecture fixes about its memory, as far as a reader needs it. */

export type Arch = "x86-64" | "arm64";

/** The kernel versions whose rules the simulation knows; "6.6" stands for that and later ones. */
export type Kernel = "5.4" | "5.18" | "6.1" | "6.6";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Largest buddy order, inclusive. Source: arch/arm64/Kconfig ARCH_FORCE_MAX_ORDER, include/linux/mmzone.h. */
export function maxOrderOf(pageSizeBytes: number): number {
  if (pageSizeBytes === 64 * KIB) return 13;
  return pageSizeBytes === 16 * KIB ? 11 : 10;
}

/**
 * Section size: 128 MiB, on arm64 with 64 KiB pages 512 MiB and by 5.4's rules 1 GiB.
 * Source: asm/sparsemem.h of x86 and arm64.
 */
export function sectionBytes(arch: Arch, kernel: Kernel, pageSizeBytes: number): number {
  if (arch === "arm64" && kernel === "5.4") return 1024 * MIB;
  return pageSizeBytes === 64 * KIB ? 512 * MIB : 128 * MIB;
}

/**
 * Unit in which the virtual memmap is filled: 2 MiB leaves with 4 KiB pages, else pages.
 * Source: arch/x86/mm/init_64.c and arch/arm64/mm/mmu.c vmemmap_populate().
 */
export function memmapLeafBytes(pageSizeBytes: number): number {
  return pageSizeBytes === 4 * KIB ? 2 * MIB : pageSizeBytes;
}
