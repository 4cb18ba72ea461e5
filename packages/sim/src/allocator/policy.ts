/** What of the page allocator an administrator can set (sysctl), or its code has as a constant. */

export interface AllocatorPolicy {
  /**
   * Smallest block of another type for whose sake a movable request may claim the whole pageblock, percent of the pageblock order.
   * 50 in mm/page_alloc.c can_steal_fallback(). Other requests may claim with any block.
   */
  readonly claimPercent: number;
  /** Share of a pageblock that must be free or alike for it to change its type, percent. 50 in steal_suitable_fallback(). */
  readonly alikePercent: number;
  /** Requests that have another zone to turn to leave other types' pageblocks alone at first: alloc_flags_nofragment(). */
  readonly sparesPageblocks: boolean;
  /** vm.watermark_scale_factor, 1/10000 of a zone's managed pages. */
  readonly watermarkScaleFactor: number;
  /** vm.watermark_boost_factor: fallbacks raise the marks by up to this share of HIGH, 1/10000. 0 = never. */
  readonly watermarkBoostFactor: number;
  /** vm.percpu_pagelist_high_fraction: all cpus' lists hold this part of a zone, one n-th. 0 = as much as LOW is. */
  readonly pcpHighFraction: number;
  /** vm.compaction_proactiveness, percent. 0 = none. */
  readonly compactionProactiveness: number;
  /** Pageblocks have migratetypes: page_group_by_mobility_disabled is 0. */
  readonly groupsByMobility: boolean;
}

/** As the kernel has it without anybody's doing, on a machine that is not tiny. */
export const KERNEL_POLICY: AllocatorPolicy = {
  claimPercent: 50,
  alikePercent: 50,
  sparesPageblocks: true,
  watermarkScaleFactor: 10,
  watermarkBoostFactor: 15_000,
  pcpHighFraction: 0,
  compactionProactiveness: 20,
  groupsByMobility: true,
};
