/** sizeof(struct page) from the configuration. Source: include/linux/mm_types.h. */

import type { Arch, Kernel } from "../input";

/** The switches that change it. */
export interface StructPageConfig {
  /** CONFIG_MEMCG: memcg_data, one word. */
  memcg: boolean;
  /** WANT_PAGE_VIRTUAL: the page's address, one word. */
  virtual: boolean;
  /** CONFIG_KMSAN: pointers to the shadow and the origin page, two words. */
  kmsan: boolean;
  /** LAST_CPUPID_NOT_IN_PAGE_FLAGS: 4 bytes, where NUMA balancing finds no room in the flags. */
  cpupid: boolean;
  /** HAVE_ALIGNED_STRUCT_PAGE: aligned to two words (x86 and arm64 with SLUB), else to one. */
  aligned: boolean;
}

/** Bytes; a word has 4 bytes on 32-bit arm, else 8. */
export function structPageSize(arch: Arch, config: StructPageConfig): number {
  const word = arch === "arm32" ? 4 : 8;
  // Flags, the union of five words, _mapcount, _refcount.
  let bytes = word + 5 * word + 4 + 4;
  if (config.memcg) bytes += word;
  if (config.virtual) bytes += word;
  if (config.kmsan) bytes += 2 * word;
  if (config.cpupid) bytes += 4;
  const alignment = config.aligned ? 2 * word : word;
  return Math.ceil(bytes / alignment) * alignment;
}

/** Every size that a configuration without KMSAN gives, ascending. */
export function structPageSizes(arch: Arch): number[] {
  const both = [false, true];
  const sizes = new Set<number>();
  for (const memcg of both)
    for (const virtual of both)
      for (const cpupid of both)
        for (const aligned of both)
          sizes.add(structPageSize(arch, { memcg, virtual, cpupid, aligned, kmsan: false }));
  return [...sizes].sort((a, b) => a - b);
}

/** Bytes of the smallest struct page that a 64-bit kernel compiles with. Source: include/linux/mm.h mm_zero_struct_page(). */
export const SMALLEST_STRUCT_PAGE = 56;

/**
 * Largest struct page that a 64-bit kernel compiles with: mm_zero_struct_page() has a case for each size, and stops
 * the build above the last. 88 and 96 came in January 2023, for 6.2 and the stable 6.1.
 * Source: include/linux/mm.h mm_zero_struct_page(); commit 3770e52fd4ec.
 */
export function largestStructPage(kernel: Kernel): number {
  return kernel === "5.4" || kernel === "5.18" ? 80 : 96;
}
