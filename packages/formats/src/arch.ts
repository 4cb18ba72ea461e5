/** What an architecture fixes about its memory, as far as a reader needs it. */

export type Arch = "x86-64" | "arm64";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Largest buddy order, inclusive. Source: arch/arm64/Kconfig ARCH_FORCE_MAX_ORDER, include/linux/mmzone.h. */
export function maxOrderOf(pageSizeBytes: number): number {
  if (pageSizeBytes === 64 * KIB) return 13;
  return pageSizeBytes === 16 * KIB ? 11 : 10;
}

/** Section size: 128 MiB, with 64 KiB pages 512 MiB. Source: asm/sparsemem.h of x86 and arm64 (since 5.12). */
export function sectionBytes(pageSizeBytes: number): number {
  return pageSizeBytes === 64 * KIB ? 512 * MIB : 128 * MIB;
}

/**
 * Unit in which the virtual memmap is filled: 2 MiB leaves with 4 KiB pages, else pages.
 * Source: arch/x86/mm/init_64.c and arch/arm64/mm/mmu.c vmemmap_populate().
 */
export function memmapLeafBytes(pageSizeBytes: number): number {
  return pageSizeBytes === 4 * KIB ? 2 * MIB : pageSizeBytes;
}
