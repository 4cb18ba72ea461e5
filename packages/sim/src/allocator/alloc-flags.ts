/** How far into the zones a request may reach. Meanings as the ALLOC_ flags of mm/internal.h; the values are our own. */

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

/** Which watermark counts: MIN is 0. */
export const ALLOC_WMARK_LOW = 1;
export const ALLOC_WMARK_HIGH = 2;
export const ALLOC_WMARK_MASK = 3;
export const ALLOC_NO_WATERMARKS = 4;
export const ALLOC_OOM = 8;
/** Cannot wait: a quarter below the mark. ALLOC_HARDER, since v6.4 ALLOC_NON_BLOCK. */
export const ALLOC_NON_BLOCK = 0x10;
/** Down to half of the mark: ALLOC_HIGH, since v6.4 ALLOC_MIN_RESERVE. */
export const ALLOC_MIN_RESERVE = 0x20;
/** May have highatomic pageblocks, and reserves one on success. */
export const ALLOC_HIGHATOMIC = 0x40;
export const ALLOC_CMA = 0x80;
/** No fallback into pageblocks of another type. */
export const ALLOC_NOFRAGMENT = 0x100;
export const ALLOC_KSWAPD = 0x800;

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
