/** How far a request may reach, by its GFP flags. */

import { ALLOC_CMA, ALLOC_HIGHATOMIC, ALLOC_KSWAPD, ALLOC_MIN_RESERVE, ALLOC_NON_BLOCK } from "./alloc-flags";
import {
  __GFP_ATOMIC,
  __GFP_DIRECT_RECLAIM,
  __GFP_HIGH,
  __GFP_KSWAPD_RECLAIM,
  __GFP_NOMEMALLOC,
  __GFP_TAGGED,
  migratetypeOf,
} from "./gfp";
import type { KernelRules } from "./kernel";
import { MOVABLE } from "./migratetype";

/**
 * Flags every attempt of a request carries. Tagged pages stay out of CMA, which may hold their tags (RFC v3 of the tag
 * storage series, patch 3). Source: mm/page_alloc.c gfp_to_alloc_flags_cma().
 */
export function cmaFlags(gfp: number, groupsByMobility: boolean): number {
  return groupsByMobility && migratetypeOf(gfp) === MOVABLE && (gfp & __GFP_TAGGED) === 0 ? ALLOC_CMA : 0;
}

/** Flags of the slow path, without those of cmaFlags(). Source: mm/page_alloc.c gfp_to_alloc_flags(). */
export function slowPathFlags(gfp: number, order: number, rules: KernelRules): number {
  const isHigh = (gfp & __GFP_HIGH) !== 0;
  const cannotWait = rules.opensReservesToNonBlocking
    ? (gfp & __GFP_DIRECT_RECLAIM) === 0
    : (gfp & __GFP_ATOMIC) !== 0;
  const isNonBlock = cannotWait && (gfp & __GFP_NOMEMALLOC) === 0;
  const isHighatomic = isNonBlock && order > 0 && (isHigh || !rules.opensReservesToNonBlocking);
  return (
    (isHigh ? ALLOC_MIN_RESERVE : 0) |
    (isNonBlock ? ALLOC_NON_BLOCK : 0) |
    (isHighatomic ? ALLOC_HIGHATOMIC : 0) |
    ((gfp & __GFP_KSWAPD_RECLAIM) !== 0 ? ALLOC_KSWAPD : 0)
  );
}
