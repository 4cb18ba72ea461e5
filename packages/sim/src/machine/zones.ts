/** Zones of every node. Source: mm/mm_init.c zone_spanned_pages_in_node(), zone_absent_pages_in_node(). */

import type { MachineInput } from "../input";
import { zoneLimits } from "./arch";
import { nodeOrders } from "./node-distance";
import type { RegionList } from "./region-list";

/** A populated zone; pfns are [startPfn, endPfn). Present pages are counted, holes are not. */
export interface Zone {
  nid: number;
  name: string;
  startPfn: number;
  endPfn: number;
  presentPages: number;
}

/** A run of pages of one zone, pfns [startPfn, endPfn). */
export interface ZoneSpan {
  startPfn: number;
  endPfn: number;
  /** Index into the zones. */
  zone: number;
}

export interface ZoneLayout {
  /** By node, then by address. */
  zones: Zone[];
  /** Where memory exists, ascending. */
  spans: ZoneSpan[];
  /**
   * For each node the zones it takes memory from, best first: its own from the highest down, then those of the nearest
   * node, and so on. Source: mm/page_alloc.c build_zonelists().
   */
  zonelists: Map<number, number[]>;
}

/** Lays the zones over page-aligned memory. */
export function layOutZones(memory: RegionList, machine: MachineInput): ZoneLayout {
  const page = machine.pageSizeBytes;
  const nids = [...new Set(memory.regions.map((region) => region.nid))].sort((a, b) => a - b);
  const zones: Zone[] = [];
  const spans: ZoneSpan[] = [];
  for (const nid of nids) {
    const banks = memory.regions
      .filter((region) => region.nid === nid)
      .map((region) => ({ start: region.base / page, end: (region.base + region.size) / page }));
    const nodeStart = banks[0]?.start ?? 0;
    const nodeEnd = banks.at(-1)?.end ?? 0;
    let limitStart = 0;
    for (const limit of zoneLimits(machine.arch, machine.kernel, memory.regions[0]?.base ?? 0)) {
      const limitEnd = limit.endBytes / page;
      const startPfn = Math.max(nodeStart, limitStart);
      const endPfn = Math.min(nodeEnd, limitEnd);
      let presentPages = 0;
      for (const bank of banks) {
        const start = Math.max(bank.start, startPfn);
        const end = Math.min(bank.end, endPfn);
        if (start >= end) continue;
        presentPages += end - start;
        spans.push({ startPfn: start, endPfn: end, zone: zones.length });
      }
      if (presentPages > 0) zones.push({ nid, name: limit.name, startPfn, endPfn, presentPages });
      limitStart = limitEnd;
    }
  }
  spans.sort((a, b) => a.startPfn - b.startPfn);
  const orders = nodeOrders(nids, machine);
  const zonelists = new Map(Array.from(orders, ([nid, order]) => [nid, zonelistOf(order, zones)]));
  return { zones, spans, zonelists };
}

function zonelistOf(nodes: number[], zones: Zone[]): number[] {
  return nodes.flatMap((node) =>
    zones
      .map((zone, index) => ({ zone, index }))
      .filter(({ zone }) => zone.nid === node)
      .map(({ index }) => index)
      .reverse(),
  );
}
