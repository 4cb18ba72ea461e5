/**
 * Where KMSAN keeps the metadata of memory that is mapped page by page: the area for vmalloc shrinks to a quarter, and the other
 * three hold the metadata, at fixed distances. Virtual addresses exceed 2^53, so they are BigInt here.
 * Source: arch/x86/include/asm/pgtable_64_types.h; Documentation/arch/x86/x86_64/mm.rst. Without KASLR's displacement.
 */

const TIB = 1n << 40n;

/** MODULES_VADDR, with CONFIG_RANDOMIZE_BASE (a kernel image of at most 1 GiB), and MODULES_END. */
const MODULES_START = 0xffff_ffff_c000_0000n;
const MODULES_END = 0xffff_ffff_ff00_0000n;

/** First addresses. */
export interface VmallocLayout {
  /** Bytes of each quarter. */
  quarterBytes: bigint;
  /** What vmalloc() gives out: a quarter from here on. */
  start: bigint;
  shadow: bigint;
  origin: bigint;
  /** Of the area for modules, as large as that. */
  moduleShadow: bigint;
  moduleOrigin: bigint;
}

/** The quarters of x86-64, with four or five levels of page tables. */
export function vmallocLayout(fiveLevelPaging: boolean): VmallocLayout {
  const start = fiveLevelPaging ? 0xffa0_0000_0000_0000n : 0xffff_c900_0000_0000n;
  const quarterBytes = ((fiveLevelPaging ? 12_800n : 32n) * TIB) / 4n;
  const moduleShadow = start + 3n * quarterBytes;
  return {
    quarterBytes,
    start,
    shadow: start + quarterBytes,
    origin: start + 2n * quarterBytes,
    moduleShadow,
    moduleOrigin: moduleShadow + MODULES_END - MODULES_START,
  };
}
