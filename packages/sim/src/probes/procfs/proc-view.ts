/** A simulated machine as the writers of /proc files see it. */

import { listIndex } from "../../allocator/block-lists";
import { MIGRATETYPE_NAMES } from "../../allocator/migratetype";
import { ZONE_KINDS, type ZoneKind } from "../../allocator/zone-levels";
import { zoneNames } from "../../machine/arch";
import type { Machine } from "../../machine/machine";
import { countPageblocks } from "./pageblocks";
import { EMPTY_ZONE, type ProcNode, type ProcPageset, type ProcView, type ProcZone } from "./view";
import { vmEvents } from "./vm-events";

export function procView(machine: Machine): ProcView {
  const { allocator, zones } = machine;
  const configured = zoneNames(machine.early.input.arch);
  const kinds = ZONE_KINDS.filter((kind) => configured.includes(kind));
  const nids = [...new Set(zones.map(({ nid }) => nid))];
  const nodes: ProcNode[] = nids.map((nid) => ({
    nid,
    zones: kinds.map((kind) => {
      const zone = zones.findIndex((other) => other.nid === nid && other.name === kind);
      return zone < 0
        ? { ...EMPTY_ZONE, name: kind, protection: kinds.map(() => 0) }
        : zoneView(machine, zone, kind, kinds);
    }),
  }));
  const { pageblockOrder, maxOrder } = allocator.buddy;
  return {
    kernel: machine.early.input.kernel,
    pageblockOrder,
    maxOrder,
    migratetypes: MIGRATETYPE_NAMES,
    nodes,
    events: vmEvents(machine),
  };
}

function zoneView(machine: Machine, zone: number, name: ZoneKind, kinds: readonly ZoneKind[]): ProcZone {
  const { allocator } = machine;
  const { buddy, levels, rmqueue } = allocator;
  const at = machine.zones[zone];
  if (at === undefined) throw new RangeError(`there is no zone ${zone}`);
  const orders = Array.from({ length: buddy.maxOrder + 1 }, (_, order) => order);
  return {
    name,
    startPfn: at.startPfn,
    spannedPages: at.endPfn - at.startPfn,
    presentPages: at.presentPages,
    managedPages: levels.managed[zone] as number,
    cmaPages: levels.cma[zone] as number,
    freePages: buddy.freeOf[zone] as number,
    freeCmaPages: rmqueue.freeCma(zone),
    boost: levels.boost[zone] as number,
    min: allocator.mark(zone, 0),
    low: allocator.mark(zone, 1),
    high: allocator.mark(zone, 2),
    protection: kinds.map((kind) => allocator.lowmemReserve(zone, ZONE_KINDS.indexOf(kind))),
    pagesets: pagesets(machine, zone),
    freeBlocks: MIGRATETYPE_NAMES.map((_, type) =>
      orders.map((order) => buddy.counts[listIndex(zone, order, type)] as number),
    ),
    pageblocks: countPageblocks(machine, zone),
  };
}

function pagesets({ allocator, early }: Machine, zone: number): ProcPageset[] {
  const { levels, pcp } = allocator;
  const managedBytes = (levels.managed[zone] as number) * early.input.pageSizeBytes;
  return Array.from({ length: pcp.cpus }, (_, cpu) => ({
    count: pcp.count(zone, cpu),
    high: levels.pcpHigh[zone] as number,
    batch: levels.pcpBatch[zone] as number,
    statThreshold: statThreshold(pcp.cpus, managedBytes),
  }));
}

const UNIT_BYTES = 128 * 1024 * 1024;
const MAX_THRESHOLD = 125;

/** How far a cpu's counters of a zone may be off while kswapd sleeps. Source: mm/vmstat.c calculate_normal_threshold(). */
export function statThreshold(cpus: number, managedBytes: number): number {
  const units = Math.floor(managedBytes / UNIT_BYTES);
  return Math.min(MAX_THRESHOLD, 2 * bits(cpus) * (1 + bits(units)));
}

/** Bits that a number below 2^32 takes: fls(). */
function bits(value: number): number {
  return 32 - Math.clz32(value);
}
