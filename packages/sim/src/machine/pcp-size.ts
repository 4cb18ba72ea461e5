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
 * @param highFraction vm.percpu_pagelist_high_fraction, percpu_pagelist_fraction before v5.14; 0 = not set
 */
export function pcpSize(
  zone: { managedPages: number; lowPages: number },
  localCpus: number,
  config: Pick<MachineInput, "kernel" | "pageSizeBytes">,
  highFraction = 0,
): PcpSize {
  const raw = rawBatch(zone.managedPages, config);
  const batch = Math.max(1, raw);
  if (config.kernel === "5.4") return oldPcpSize(zone.managedPages, raw, highFraction, config.pageSizeBytes);
  const pages = highFraction > 0 ? Math.floor(zone.managedPages / highFraction) : zone.lowPages;
  return { batch, high: Math.max(Math.floor(pages / localCpus), 4 * batch) };
}

/**
 * Until 5.13: six batches, computed before a batch of 0 becomes 1; or the fraction for each cpu, a quarter of it at a time.
 * Source: mm/page_alloc.c pageset_set_high_and_batch(), pageset_set_high().
 */
function oldPcpSize(
  managedPages: number,
  rawBatch: number,
  highFraction: number,
  pageSizeBytes: number,
): PcpSize {
  if (highFraction === 0) return { batch: Math.max(1, rawBatch), high: 6 * rawBatch };
  const high = Math.floor(managedPages / highFraction);
  const mostAtOnce = 8 * (31 - Math.clz32(pageSizeBytes));
  return { batch: Math.min(Math.max(1, Math.floor(high / 4)), mostAtOnce), high };
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
