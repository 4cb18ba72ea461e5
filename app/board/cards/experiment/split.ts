import type { MemorySplit } from "@carveout/sim";
import type { MemoryKind } from "../kinds";

export interface SplitSegment {
  kind: MemoryKind;
  pages: number;
}

/** Where the present pages are, in the order of the bar; together they are the present pages. Kinds with no page are left out. */
export function splitSegments(memory: MemorySplit): SplitSegment[] {
  const segments: SplitSegment[] = [
    { kind: "usable", pages: memory.usablePages },
    { kind: "page_ext", pages: memory.pageExtPages },
    { kind: "shadow", pages: memory.shadowPages },
    { kind: "origin", pages: memory.originPages },
    { kind: "tags", pages: memory.tagStoragePages },
    { kind: "tables", pages: memory.pageTablePages },
    { kind: "reserved", pages: heldPages(memory) },
  ];
  return segments.filter((segment) => segment.pages > 0);
}

/** Pages that nobody can get: reserved at boot, the memmap, and what the strategy never handed over. */
export function heldPages(memory: MemorySplit): number {
  return memory.reservedPages + memory.memmapPages + memory.leakedPages;
}

/** A line under a bar: what it counts, and how many pages. */
export interface MemoryRow {
  label: string;
  pages: number;
}

/** What metadata and the rest take, in two lines whatever the families: each named after what is in it. */
export function memoryRows(memory: MemorySplit): [MemoryRow, MemoryRow] {
  const { shadowPages, originPages, tagStoragePages, pageTablePages, pageExtPages } = memory;
  const metadata = [
    { label: "Shadow + origin", pages: shadowPages + originPages, isOne: originPages > 0 },
    { label: "Shadow", pages: shadowPages, isOne: originPages === 0 },
    { label: "Tag storage", pages: tagStoragePages, isOne: true },
    { label: "Page tables", pages: pageTablePages, isOne: true },
  ].filter(({ pages, isOne }) => isOne && pages > 0);
  return [
    {
      label: metadata.length === 1 ? (metadata[0]?.label ?? "") : "Metadata",
      pages: shadowPages + originPages + tagStoragePages + pageTablePages,
    },
    {
      label: pageExtPages > 0 ? "Reserved + ext" : "Reserved",
      pages: heldPages(memory) + pageExtPages,
    },
  ];
}

/** Kinds that occur in any of these memories, in the order of the bar: the one legend of all columns. */
export function kindsIn(memories: readonly MemorySplit[]): MemoryKind[] {
  const order: readonly MemoryKind[] = [
    "usable",
    "page_ext",
    "shadow",
    "origin",
    "tags",
    "tables",
    "reserved",
  ];
  const present = new Set(memories.flatMap((memory) => splitSegments(memory).map((segment) => segment.kind)));
  return order.filter((kind) => present.has(kind));
}
