/** The zones that a request may use, as its flags and its node have it. Source: mm/page_alloc.c prepare_alloc_pages(), gfp_zone(). */

import { ALLOC_NOFRAGMENT } from "./alloc-flags";
import { __GFP_DMA, __GFP_DMA32, __GFP_HIGHMEM, __GFP_MOVABLE, GFP_PLACE_BITS, GFP_PLACE_MASK } from "./gfp";
import { ZONE_KINDS, type ZoneLevel } from "./zone-levels";

const DMA = ZONE_KINDS.indexOf("DMA");
const DMA32 = ZONE_KINDS.indexOf("DMA32");
const NORMAL = ZONE_KINDS.indexOf("Normal");
const HIGHMEM = ZONE_KINDS.indexOf("HighMem");
const MOVABLE_ZONE = ZONE_KINDS.indexOf("Movable");

/** Zones of one node, best first. */
export interface NodeZones {
  readonly nid: number;
  readonly zones: readonly number[];
}

/** What all requests with the same place flags and node have in common. */
export interface Zonelist {
  /** Best first. */
  readonly zones: Int32Array;
  /** The same by node, each node where its best zone stands. */
  readonly nodes: readonly NodeZones[];
  /** The highest kind of zone that may be used: index of ZONE_KINDS. */
  readonly highest: number;
  /** ALLOC_NOFRAGMENT where the preferred zone has another to turn to, else 0: alloc_flags_nofragment(). */
  readonly nofragment: number;
}

/** The highest zone a request may use: gfp_zone(). */
export function highestKind(gfp: number): number {
  if ((gfp & __GFP_DMA) !== 0) return DMA;
  if ((gfp & __GFP_DMA32) !== 0) return DMA32;
  if ((gfp & __GFP_HIGHMEM) === 0) return NORMAL;
  return (gfp & __GFP_MOVABLE) !== 0 ? MOVABLE_ZONE : HIGHMEM;
}

/** Place of a request's list among those that `zonelists` makes. */
export function zonelistIndex(nid: number, gfp: number): number {
  return (nid << GFP_PLACE_BITS) | (gfp & GFP_PLACE_MASK);
}

/**
 * A list for every node and all place flags.
 * @param zonesOfNode for each node all zones, best first; index = nid
 * @param hasDma32 CONFIG_ZONE_DMA32
 * @param sparesPageblocks AllocatorPolicy.sparesPageblocks
 */
export function zonelists(
  zones: readonly ZoneLevel[],
  zonesOfNode: readonly (readonly number[])[],
  hasDma32: boolean,
  sparesPageblocks: boolean,
): Zonelist[] {
  const lists: Zonelist[] = [];
  const hasManyNodes = zonesOfNode.length > 1;
  // On one node the kernel takes it for granted that DMA32 has memory.
  const hasOtherZone = (nid: number) =>
    hasDma32 && (!hasManyNodes || zones.some((zone) => zone.kind === "DMA32" && zone.nid === nid));
  for (const [nid, all] of zonesOfNode.entries()) {
    for (let place = 0; place <= GFP_PLACE_MASK; place++) {
      const highest = highestKind(place);
      const usable = all.filter((zone) => kindOf(zones[zone]) <= highest);
      const preferred = zones[usable[0] ?? -1];
      const sparesBlocks = sparesPageblocks && preferred?.kind === "Normal" && hasOtherZone(preferred.nid);
      lists[zonelistIndex(nid, place)] = {
        zones: Int32Array.from(usable),
        nodes: nodesOf(zones, usable),
        highest,
        nofragment: sparesBlocks ? ALLOC_NOFRAGMENT : 0,
      };
    }
  }
  return lists;
}

function nodesOf(zones: readonly ZoneLevel[], usable: readonly number[]): NodeZones[] {
  const nids = new Set(usable.map((zone) => (zones[zone] as ZoneLevel).nid));
  return [...nids].map((nid) => ({ nid, zones: usable.filter((zone) => zones[zone]?.nid === nid) }));
}

function kindOf(zone: ZoneLevel | undefined): number {
  return zone === undefined ? 0 : ZONE_KINDS.indexOf(zone.kind);
}
