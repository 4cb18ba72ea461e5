/** What a page-table entry of the direct map can cover, by architecture and page size. */

import type { Arch, MachineInput } from "../input";

/** A size of leaf. Contiguous entries of one table that the TLB may hold as one are a leaf of their own. */
export interface LeafSize {
  /** e.g. "2 MiB". */
  name: string;
  pages: number;
  /** Level of the table that holds it: 0 = PTE, 1 = PMD, 2 = PUD. */
  level: number;
}

export interface Geometry {
  pageSizeBytes: number;
  /** Entries of a table: one page of them. */
  entries: number;
  /** Levels of tables that belong to the direct map alone: what is above them is shared with everything else. */
  levels: number;
  /** Ascending; the first is the page. */
  leaves: readonly LeafSize[];
}

/** Names of the tables, index = level. */
export const TABLE_NAMES = ["PTE", "PMD", "PUD"] as const;

/** Entries that carry the contiguous bit together, in a table of pages and in one of blocks. Source: arch/arm64/Kconfig ARM64_CONT_*_SHIFT. */
const CONTIGUOUS: Record<number, readonly [pte: number, pmd: number]> = {
  4096: [16, 16],
  16384: [128, 32],
  65536: [32, 32],
};

/**
 * Leaf sizes of a 64-bit architecture: 4 KiB, 2 MiB and 1 GiB on x86-64; on arm64 pages, blocks, their contiguous runs and, with
 * 4 KiB pages only, 1 GiB.
 * Source: arch/x86/include/asm/pgtable_64_types.h; arch/arm64/include/asm/pgtable-hwdef.h; arch/arm64/mm/mmu.c pud_sect_supported().
 */
export function geometryOf({ arch, pageSizeBytes }: Pick<MachineInput, "arch" | "pageSizeBytes">): Geometry {
  const entries = pageSizeBytes / 8;
  const has1G = pageSizeBytes === 4096;
  const sizes: [pages: number, level: number][] = [
    [1, 0],
    [entries, 1],
  ];
  if (arch === "arm64") {
    const [pte, pmd] = CONTIGUOUS[pageSizeBytes] ?? [16, 16];
    sizes.push([pte, 0], [entries * pmd, 1]);
  }
  if (has1G) sizes.push([entries * entries, 2]);
  const leaves = sizes
    .sort(([a], [b]) => a - b)
    .map(([pages, level]) => ({ name: sizeName(pages * pageSizeBytes), pages, level }));
  return { pageSizeBytes, entries, levels: has1G ? 3 : 2, leaves };
}

/** True if the architecture has calls that change single pages of the direct map. Source: arch/*\/Kconfig ARCH_HAS_SET_DIRECT_MAP. */
export function hasDirectMapCalls(arch: Arch): boolean {
  return arch !== "arm32";
}

function sizeName(bytes: number): string {
  const mib = 2 ** 20;
  if (bytes < mib) return `${bytes / 1024} KiB`;
  return bytes < 1024 * mib ? `${bytes / mib} MiB` : `${bytes / mib / 1024} GiB`;
}
