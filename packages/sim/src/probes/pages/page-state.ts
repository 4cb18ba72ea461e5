/** What a page is used for, as a page map shows it, and the byte in which one page says it. */

/** In the order of a legend. Their indices are the codes of a page map. */
export const PAGE_STATES = [
  /** On a free list of an ordinary type. */
  "free",
  /** On the free list of a CMA area. */
  "cma",
  /** Free, on the list of pages that nobody may take: MIGRATE_ISOLATE. */
  "isolated",
  /** On a cpu's list: free for that cpu, neither counted as free nor merged. */
  "pcp",
  "unmovable",
  "movable",
  "reclaimable",
  /** Movable by its type, but somebody holds a reference that forbids it. */
  "pinned",
  "shadow",
  "origin",
  "page_ext",
  "memmap",
  /** Never handed to the allocator: firmware, kernel image, memblock's allocations, and what boot could not use. */
  "reserved",
  /** No memory at this address, though its section is present. */
  "absent",
] as const;

export type PageState = (typeof PAGE_STATES)[number];

/**
 * A page's byte. 0x80 | migratetype << 4 | order: in a free block of that order, on the list of that type. 0x40 | mobility << 4 |
 * order: in an allocated block (mobility 0 unmovable, 1 movable, 2 reclaimable). Below 0x40 the index of its state.
 */
export type PageByte = number;

const FREE = 0x80;
const USED = 0x40;
/** Where a used block has its mobility: the allocator's mark of a block in a per-cpu list. */
const IN_PCP = 0x70;

export function stateCode(state: PageState): number {
  return PAGE_STATES.indexOf(state);
}

/** By migratetype: unmovable, movable, reclaimable, highatomic, CMA, isolate. */
const FREE_CODES = (["free", "free", "free", "free", "cma", "isolated"] as const).map(stateCode);
const USED_CODES = (["unmovable", "movable", "reclaimable"] as const).map(stateCode);

/** Index of the state that a page's byte says. */
export function codeOfByte(byte: PageByte): number {
  if (byte >= FREE) return FREE_CODES[(byte >>> 4) & 7] as number;
  return byte >= USED ? (USED_CODES[(byte >>> 4) & 3] as number) : byte;
}

/** True if the allocator's byte is of a free or allocated block's head; then the block's order is in it. */
export function isBlockHead(byte: PageByte): boolean {
  return byte >= USED && (byte >= FREE || byte < IN_PCP);
}

/** Pages of the block of a head. */
export function pagesOfBlock(head: PageByte): number {
  return 1 << (head & 0xf);
}
