/** What an attempt may do: the ALLOC_ flags of mm/internal.h, spelt out. */

import { GFP, isSince, type Kernel, TYPE } from "./vocabulary";

export interface AllocFlags {
  mark: "min" | "low" | "high" | "none";
  /** ALLOC_CMA */
  cma: boolean;
  /** ALLOC_NOFRAGMENT */
  nofragment: boolean;
  /** ALLOC_HIGH, later ALLOC_MIN_RESERVE: half of the mark. */
  half: boolean;
  /** ALLOC_HARDER, later ALLOC_NON_BLOCK: a quarter of the mark. */
  quarter: boolean;
  /** ALLOC_HIGHATOMIC; before, ALLOC_HARDER with an order. */
  highatomic: boolean;
  /** ALLOC_OOM */
  oom: boolean;
}

/** gfp_migratetype(). */
export function migratetypeOf(gfp: number): number {
  if (gfp & GFP.movable) return TYPE.movable;
  return gfp & GFP.reclaimable ? TYPE.reclaimable : TYPE.unmovable;
}

/** Flags of the first attempt, without those that hang on the zones: __alloc_pages(). */
export function fastFlags(gfp: number): AllocFlags {
  return {
    mark: "low",
    cma: mayUseCma(gfp),
    nofragment: false,
    half: false,
    quarter: false,
    highatomic: false,
    oom: false,
  };
}

/** Flags of the attempts that follow: gfp_to_alloc_flags(). The rules of v6.4 came to 6.1 by stable. */
export function slowFlags(kernel: Kernel, gfp: number, order: number): AllocFlags {
  const half = (gfp & GFP.high) !== 0;
  const cannotWait = isSince(kernel, "6.1") ? (gfp & GFP.directReclaim) === 0 : (gfp & GFP.atomic) !== 0;
  const quarter = cannotWait && (gfp & GFP.nomemalloc) === 0;
  const highatomic = quarter && order > 0 && (half || !isSince(kernel, "6.1"));
  return { ...fastFlags(gfp), mark: "min", half, quarter, highatomic };
}

/** gfp_to_alloc_flags_cma(); pages that will carry tags stay out (RFC v3 of the tag storage series, patch 3). */
function mayUseCma(gfp: number): boolean {
  return migratetypeOf(gfp) === TYPE.movable && (gfp & GFP.tagged) === 0;
}
