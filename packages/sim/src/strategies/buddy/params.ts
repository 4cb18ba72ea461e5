/** The parameters of a policy, and what they come to. */

import { type AllocatorPolicy, KERNEL_POLICY } from "../../allocator/policy";
import type { ParamSpec } from "../../output";
import type { Params } from "../strategy";

export const GROUPS = "groupsByMobility";
export const KERNEL = "kernel";
const ON = "on";
export const OFF = "off";

export const POLICY_PARAMS: ParamSpec[] = [
  {
    key: "claimPercent",
    label: "Smallest block that claims its pageblock",
    type: "int",
    unit: "% of the pageblock order",
    min: 0,
    max: 100,
    default: KERNEL_POLICY.claimPercent,
    help:
      "A movable request that finds only another type's block may take the whole pageblock over if the block is of this order at " +
      "least: order 4 of 9 by default. With 0 it always may, with 100 whole pageblocks only. Other requests always may.",
    source: "mm/page_alloc.c can_steal_fallback()",
  },
  {
    key: "alikePercent",
    label: "Free or alike before a pageblock changes type",
    type: "int",
    unit: "% of its pages",
    min: 0,
    max: 100,
    default: KERNEL_POLICY.alikePercent,
    help: "A pageblock that is claimed changes its type for good only if so much of it is free or of the new type already.",
    source: "mm/page_alloc.c steal_suitable_fallback(), try_to_claim_block()",
  },
  {
    key: "sparesPageblocks",
    label: "Lower zones before other types' pageblocks (ALLOC_NOFRAGMENT)",
    type: "bool",
    default: KERNEL_POLICY.sparesPageblocks,
    help:
      "A request that the Normal zone cannot serve from its own type's pageblocks goes on to DMA32 before it breaks into others'. It " +
      "has no effect where there is no Normal zone.",
    source: "mm/page_alloc.c alloc_flags_nofragment()",
  },
  {
    key: GROUPS,
    label: "Pageblocks have migratetypes",
    type: "enum",
    default: KERNEL,
    options: [
      { value: KERNEL, label: "if memory is not too small" },
      { value: ON, label: "yes" },
      { value: OFF, label: "no" },
    ],
    help:
      "Without them all pages come from the same lists. The kernel does without where there are fewer pages than six pageblocks: " +
      "12 MiB on x86-64, 3 GiB on arm64 with 64 KiB pages.",
    source: "mm/page_alloc.c build_all_zonelists(): page_group_by_mobility_disabled",
  },
  {
    key: "watermarkScaleFactor",
    label: "Distance between watermarks",
    type: "int",
    unit: "/ 10,000 of a zone",
    min: 0,
    max: 3000,
    default: 0,
    help: "vm.watermark_scale_factor: kswapd wakes at LOW and sleeps at HIGH, this far above MIN. 0 = what the profile has.",
    source: "mm/page_alloc.c __setup_per_zone_wmarks()",
  },
  {
    key: "watermarkBoostFactor",
    label: "Boost after a fallback, up to",
    type: "int",
    unit: "/ 10,000 of HIGH",
    min: 0,
    max: 100_000,
    default: KERNEL_POLICY.watermarkBoostFactor,
    help: "vm.watermark_boost_factor: a fallback raises the watermarks by a pageblock, so that kswapd makes room for whole ones. 0 = never.",
    source: "mm/page_alloc.c boost_watermark()",
  },
  {
    key: "pcpHighFraction",
    label: "Per-cpu lists hold one n-th of a zone",
    type: "int",
    min: 0,
    max: 100_000,
    default: KERNEL_POLICY.pcpHighFraction,
    help:
      "vm.percpu_pagelist_high_fraction, for all cpus together (before v5.14 percpu_pagelist_fraction, for each). At least 8; 0 = as " +
      "many pages as the LOW watermark.",
    source: "mm/page_alloc.c zone_highsize()",
  },
  {
    key: "compactionProactiveness",
    label: "Proactive compaction",
    type: "int",
    unit: "%",
    min: 0,
    max: 100,
    default: KERNEL_POLICY.compactionProactiveness,
    help:
      "vm.compaction_proactiveness: kcompactd looks every 500 ms and compacts a node whose fragmentation score is 10 above 100 minus " +
      "this, until it is 100 minus this. 0 = off. Came with v5.9.",
    source: "mm/compaction.c fragmentation_score_wmark(), should_proactive_compact_node()",
  },
];

/** What differs from the kernel's own policy and the profile's settings. */
export function policyOfParams(params: Params): Partial<AllocatorPolicy> {
  const factor = Number(params.watermarkScaleFactor);
  return {
    claimPercent: Number(params.claimPercent),
    alikePercent: Number(params.alikePercent),
    sparesPageblocks: params.sparesPageblocks === true,
    watermarkBoostFactor: Number(params.watermarkBoostFactor),
    pcpHighFraction: Number(params.pcpHighFraction),
    compactionProactiveness: Number(params.compactionProactiveness),
    ...(factor === 0 ? {} : { watermarkScaleFactor: factor }),
    ...(params.groupsByMobility === KERNEL ? {} : { groupsByMobility: params.groupsByMobility === ON }),
  };
}
