/** Kinds of memory as they are drawn: token, word and pattern of the design language. */
export type MemoryKind =
  | "usable"
  | "page_ext"
  | "shadow"
  | "origin"
  | "tags"
  | "cma"
  | "tables"
  | "reserved"
  | "free"
  | "pmem"
  | "hole";

export const MEMORY_KINDS: Readonly<
  Record<
    MemoryKind,
    { token: string; label: string; pattern: "plain" | "diag" | "dots" | "horizontal" | "vertical" | "cross" }
  >
> = {
  usable: { token: "k-use", label: "usable", pattern: "plain" },
  page_ext: { token: "k-ext", label: "page_ext", pattern: "cross" },
  shadow: { token: "k-shadow", label: "shadow", pattern: "diag" },
  origin: { token: "k-origin", label: "origin", pattern: "dots" },
  tags: { token: "k-tag", label: "tag storage", pattern: "vertical" },
  cma: { token: "k-cma", label: "CMA", pattern: "plain" },
  tables: { token: "k-ext", label: "page tables", pattern: "horizontal" },
  reserved: { token: "k-resv", label: "reserved", pattern: "horizontal" },
  free: { token: "k-free", label: "free", pattern: "plain" },
  pmem: { token: "k-mov", label: "persistent memory", pattern: "cross" },
  hole: { token: "k-hole", label: "hole", pattern: "diag" },
};
