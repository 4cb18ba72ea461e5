/**
 * What the writers of /proc files print: a machine's figures at one moment, in pages. Whatever is left out here is left out of
 * the text too; no figure that the model does not know is printed as a zero.
 */

import type { ZoneKind } from "../../allocator/zone-levels";
import type { Kernel } from "../../input";

/** One cpu's lists of a zone: struct per_cpu_pages. */
export interface ProcPageset {
  count: number;
  high: number;
  batch: number;
  /** per_cpu_zonestat.stat_threshold: how far this cpu's counters may be off. */
  statThreshold: number;
}

/** A zone of a node. A zone without present pages has 0 everywhere, no pagesets, and only `protection` says something. */
export interface ProcZone {
  name: ZoneKind;
  startPfn: number;
  spannedPages: number;
  presentPages: number;
  managedPages: number;
  cmaPages: number;
  freePages: number;
  freeCmaPages: number;
  /** watermark_boost, pages. */
  boost: number;
  min: number;
  low: number;
  high: number;
  /** lowmem_reserve[], one for each zone of a node. */
  protection: readonly number[];
  /** By cpu. */
  pagesets: readonly ProcPageset[];
  /** Free blocks, [migratetype][order]. */
  freeBlocks: readonly (readonly number[])[];
  /** Pageblocks by migratetype. */
  pageblocks: readonly number[];
}

/** A zone without pages, as one that the kernel is configured for and the machine has no memory in. */
export const EMPTY_ZONE: ProcZone = {
  name: "Normal",
  startPfn: 0,
  spannedPages: 0,
  presentPages: 0,
  managedPages: 0,
  cmaPages: 0,
  freePages: 0,
  freeCmaPages: 0,
  boost: 0,
  min: 0,
  low: 0,
  high: 0,
  protection: [],
  pagesets: [],
  freeBlocks: [],
  pageblocks: [],
};

export interface ProcNode {
  nid: number;
  /** kswapd has given up on the node. Left out where there is no kswapd to give up. */
  isUnreclaimable?: boolean;
  /** Every zone the kernel is configured for, in its order, those without pages too. The same names on every node. */
  zones: readonly ProcZone[];
}

/** Event counters of /proc/vmstat that the model may know, in the kernel's order. Source: mm/vmstat.c vmstat_text[]. */
export const VM_EVENTS = [
  "pswpout",
  "pgalloc_dma",
  "pgalloc_dma32",
  "pgalloc_normal",
  "pgalloc_high",
  "pgalloc_movable",
  "allocstall_dma",
  "allocstall_dma32",
  "allocstall_normal",
  "allocstall_high",
  "allocstall_movable",
  "pgfree",
  "pgsteal_kswapd",
  "pgsteal_direct",
  "pgscan_kswapd",
  "pgscan_direct",
  "slabs_scanned",
  "oom_kill",
  "pgmigrate_success",
  "pgmigrate_fail",
  "compact_migrate_scanned",
  "compact_free_scanned",
  "compact_isolated",
  "compact_stall",
  "compact_fail",
  "compact_success",
  "compact_daemon_wake",
  "compact_daemon_migrate_scanned",
  "compact_daemon_free_scanned",
  "cma_alloc_success",
  "cma_alloc_fail",
] as const;

export type VmEvent = (typeof VM_EVENTS)[number];

export interface ProcView {
  kernel: Kernel;
  pageblockOrder: number;
  /** Largest order, inclusive. */
  maxOrder: number;
  /** Names of the migratetypes the kernel is configured for, as migratetype_names[]. */
  migratetypes: readonly string[];
  nodes: readonly ProcNode[];
  /** Counts since boot. An event that is left out is not modelled. */
  events: Readonly<Partial<Record<VmEvent, number>>>;
}

/** Zones that hold pages: populated_zone(). */
export function populated(node: ProcNode): ProcZone[] {
  return node.zones.filter((zone) => zone.presentPages > 0);
}

/** Free blocks of a zone over all migratetypes, index = order: free_area[].nr_free. */
export function freeBlocksByOrder(zone: ProcZone, maxOrder: number): number[] {
  return Array.from({ length: maxOrder + 1 }, (_, order) =>
    zone.freeBlocks.reduce((sum, blocks) => sum + (blocks[order] ?? 0), 0),
  );
}

/** "Node 0, zone    DMA32", with what every file puts before its columns. */
export function zoneHead(node: ProcNode, zone: ProcZone): string {
  return `Node ${node.nid}, zone ${zone.name.padStart(8)}`;
}
