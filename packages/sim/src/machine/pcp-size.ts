/** How many pages a cpu keeps for itself. Source: mm/page_alloc.c zone_set_pageset_high_and_batch(). */

import type { MachineInput } from "../input";

/** Per cpu and zone, in pages. */
export interface PcpSize {
  /** Moved between the lists and the buddy at a time. */
  batch: number;
  /** Above it pages go back. */
  high: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Size of the lists of one zone for each cpu.
 * @param zone pages it manages, and its low watermark
 * @param localCpus cpus of the zone's node; if it has none, all of the machine
 */
export function pcpSize(
  zone: { managedPages: number; lowPages: number },
  localCpus: number,
  config: Pick<MachineInput, "kernel" | "pageSizeBytes">,
): PcpSize {
  const raw = rawBatch(zone.managedPages, config);
  const batch = Math.max(1, raw);
  // Until 5.13 six batches, computed before a batch of 0 becomes 1.
  if (config.kernel === "5.4") return { batch, high: 6 * raw };
  return { batch, high: Math.max(Math.floor(zone.lowPages / localCpus), 4 * batch) };
}

/**
 * About a quarter of a permille of the zone, bounded; one less than a power of two. 0 for small zones.
 * Source: mm/page_alloc.c zone_batchsize().
 */
function rawBatch(managedPages: number, config: Pick<MachineInput, "kernel" | "pageSizeBytes">): number {
  const { kernel, pageSizeBytes } = config;
  const most = (kernel === "5.4" ? 512 * KIB : MIB) / pageSizeBytes;
  const batch =
    kernel === "6.6"
      ? Math.min(Math.floor(managedPages / 4096), (256 * KIB) / pageSizeBytes)
      : Math.floor(Math.min(Math.floor(managedPages / 1024), most) / 4);
  if (batch <= 1) return kernel === "6.6" ? 1 : 0;
  return (1 << (31 - Math.clz32(batch + (batch >> 1)))) - 1;
}

/**
 * Cpus of each node, dealt evenly and in order: with 2 nodes the first half belongs to the first.
 * @param nids the nodes with memory, ascending
 */
export function cpusOfNodes(nids: number[], cpus: number): Map<number, number[]> {
  const first = (node: number) => Math.floor((node * cpus) / nids.length);
  return new Map(
    nids.map((nid, i) => [nid, Array.from({ length: first(i + 1) - first(i) }, (_, n) => first(i) + n)]),
  );
}
