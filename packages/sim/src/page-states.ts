/** What a page is used for, as a page map shows it. */

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
  /** Holds MTE tags, or is kept for them. */
  "tag_storage",
  "page_table",
  /** Never handed to the allocator: firmware, kernel image, memblock's allocations, and what boot could not use. */
  "reserved",
  /** A page of a persistent memory namespace that holds data: ZONE_DEVICE, never the allocator's. */
  "device",
  /** No memory at this address, though its section is present. */
  "absent",
] as const;

export type PageState = (typeof PAGE_STATES)[number];

/** What a caller's block holds, as reclaim tells them apart. Their indices are the codes of a raster; 0: nothing is known. */
export const PAGE_CONTENTS = [
  "",
  "clean page cache",
  "dirty page cache",
  "slab",
  "anonymous",
  "kernel",
] as const;

export type PageContent = (typeof PAGE_CONTENTS)[number];
