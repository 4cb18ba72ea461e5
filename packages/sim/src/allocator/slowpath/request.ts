/** A request that the fast path could not serve. */

import { __GFP_ATOMIC, __GFP_DIRECT_RECLAIM, __GFP_THISNODE } from "../gfp";
import { cmaFlags, slowPathFlags } from "../gfp-to-alloc-flags";
import type { ZoneAllocator } from "../zone-allocator";
import type { NodeZones } from "../zonelist";

export interface SlowRequest {
  order: number;
  gfp: number;
  cpu: number;
  /** Node whose zonelist is asked. */
  nid: number;
  type: number;
  /** Highest zone it may use, an index of ZONE_KINDS. */
  highest: number;
  /** Zones it may use, best first. */
  zones: Int32Array;
  /** The same by node. */
  nodes: readonly NodeZones[];
  /** ALLOC_ flags of the slow path. */
  flags: number;
}

export function slowRequest(
  allocator: ZoneAllocator,
  order: number,
  callerGfp: number,
  cpu: number,
  nid: number,
): SlowRequest {
  // Whoever can reclaim is not atomic, whatever he says.
  const gfp = (callerGfp & __GFP_DIRECT_RECLAIM) !== 0 ? callerGfp & ~__GFP_ATOMIC : callerGfp;
  const list = allocator.zonelistFor(nid, gfp);
  const isBound = (gfp & __GFP_THISNODE) !== 0;
  const zones = isBound ? list.zones.filter((zone) => allocator.levels.nid[zone] === nid) : list.zones;
  const nodes = isBound ? list.nodes.filter((node) => node.nid === nid) : list.nodes;
  const { highest } = list;
  const flags = slowPathFlags(gfp, order, allocator.rules) | cmaFlags(gfp, allocator.policy.groupsByMobility);
  return { order, gfp, cpu, nid, type: allocator.typeOf(gfp), highest, zones, nodes, flags };
}
