/** A request that the fast path could not serve. */

import { __GFP_ATOMIC, __GFP_DIRECT_RECLAIM, __GFP_THISNODE } from "../gfp";
import { cmaFlags, slowPathFlags } from "../gfp-to-alloc-flags";
import type { ZoneAllocator } from "../zone-allocator";
import { highestKind } from "../zonelist";

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
  zones: readonly number[];
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
  const highest = highestKind(gfp);
  const { levels } = allocator;
  const zones = [...allocator.zonelistOfNode(nid)].filter(
    (zone) =>
      (levels.kind[zone] as number) <= highest && ((gfp & __GFP_THISNODE) === 0 || levels.nid[zone] === nid),
  );
  const flags = slowPathFlags(gfp, order, allocator.rules) | cmaFlags(gfp, allocator.policy.groupsByMobility);
  return { order, gfp, cpu, nid, type: allocator.typeOf(gfp), highest, zones, flags };
}

/** The nodes of the zones, each once, in their order. */
export function nodesOf(allocator: ZoneAllocator, { zones }: SlowRequest): number[] {
  return [...new Set(zones.map((zone) => allocator.levels.nid[zone] as number))];
}
