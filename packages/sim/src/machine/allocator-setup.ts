/** The page allocator over memory that was handed over: while the machine boots, and once it runs. */

import type { Buddy } from "../allocator/buddy";
import { PageAllocator } from "../allocator/page-allocator";
import type { AllocatorPolicy } from "../allocator/policy";
import type { AllocatorSetup } from "../allocator/zone-allocator";
import { ZONE_KINDS, type ZoneKind, type ZoneLevel } from "../allocator/zone-levels";
import { zoneNames } from "./arch";
import type { EarlyMachine } from "./early";
import type { Marks, ZoneMarks } from "./marks";
import { cpusOfNodes } from "./pcp-size";
import type { Zone } from "./zones";

/**
 * No watermarks, and lists that give everything back at once: the boot pagesets.
 * Source: mm/page_alloc.c boot_pageset.
 */
const BOOT_MARKS: ZoneMarks = {
  watermarks: { min: 0, low: 0, high: 0, promo: 0 },
  lowmemReserve: [],
  pcp: { batch: 1, high: 0 },
};

/** @param managedOf pages that reached the buddy, by zone */
export function bootAllocator(
  early: EarlyMachine,
  buddy: Buddy,
  managedOf: readonly number[],
  policy: AllocatorPolicy,
): PageAllocator {
  const levels = early.zones.zones.map((zone, i) => level(early, zone, managedOf[i] ?? 0, BOOT_MARKS));
  return new PageAllocator(buddy, setup(early, levels, policy));
}

/** Takes over from the boot's allocator with what boot has worked out. */
export function runningAllocator(
  early: EarlyMachine,
  boot: PageAllocator,
  managedOf: readonly number[],
  marks: Marks,
): PageAllocator {
  const levels = early.zones.zones.map((zone, i) =>
    level(early, zone, managedOf[i] ?? 0, marks.zones[i] ?? BOOT_MARKS),
  );
  const running = new PageAllocator(boot.buddy, setup(early, levels, boot.policy));
  for (let zone = 0; zone < levels.length; zone++) running.setCma(zone, boot.levels.cma[zone] as number);
  running.levels.allocatedPages.set(boot.levels.allocatedPages);
  running.levels.freedPages.set(boot.levels.freedPages);
  return running;
}

function level(early: EarlyMachine, zone: Zone, managedPages: number, marks: ZoneMarks): ZoneLevel {
  const names = zoneNames(early.input.arch);
  return {
    nid: zone.nid,
    kind: zone.name as ZoneKind,
    managedPages,
    minPages: marks.watermarks.min,
    lowPages: marks.watermarks.low,
    highPages: marks.watermarks.high,
    lowmemReserve: ZONE_KINDS.map((kind) => marks.lowmemReserve[names.indexOf(kind)] ?? 0),
    pcpBatch: marks.pcp.batch,
    pcpHigh: marks.pcp.high,
  };
}

function setup(early: EarlyMachine, zones: ZoneLevel[], policy: AllocatorPolicy): AllocatorSetup {
  const { input } = early;
  const { zonelists } = early.zones;
  const nids = [...zonelists.keys()].sort((a, b) => a - b);
  const cpuNodes: number[] = [];
  for (const [nid, cpus] of cpusOfNodes(nids, input.cpus)) for (const cpu of cpus) cpuNodes[cpu] = nid;
  return {
    kernel: input.kernel,
    zones,
    zonelists: Array.from({ length: Math.max(...nids) + 1 }, (_, nid) => zonelists.get(nid) ?? []),
    cpuNodes,
    transparentHugepages: input.transparentHugepages,
    hasDma32: zoneNames(input.arch).includes("DMA32"),
    policy,
  };
}
