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

/** What the line of the metadata is called: after what is in it in any of the variants, so that they can be compared. */
export function metadataLabel(memories: readonly MemorySplit[]): string {
  const has = (key: keyof MemorySplit) => memories.some((memory) => Number(memory[key]) > 0);
  const labels = [
    has("shadowPages") && (has("originPages") ? "Shadow + origin" : "Shadow"),
    has("tagStoragePages") && "Tag storage",
    has("pageTablePages") && "Page tables",
  ].filter((label) => label !== false);
  return labels.length === 1 ? (labels[0] ?? "") : "Metadata";
}

/** What metadata and the rest take, in two lines whatever the families. */
export function memoryRows(memory: MemorySplit, metadata: string): [MemoryRow, MemoryRow] {
  const { shadowPages, originPages, tagStoragePages, pageTablePages, pageExtPages } = memory;
  return [
    { label: metadata, pages: shadowPages + originPages + tagStoragePages + pageTablePages },
    { label: pageExtPages > 0 ? "Reserved + ext" : "Reserved", pages: heldPages(memory) + pageExtPages },
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
