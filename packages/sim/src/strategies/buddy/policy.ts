import { KERNEL_POLICY } from "../../allocator/policy";
import { pageblockOrder } from "../../machine/arch";
import type { Hooks } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { hasMemoryToGroup, pagesBeforeHandOver } from "../../machine/policy";
import { blockPages } from "../../order";
import type { Figure } from "../../output";
import { count, pages } from "../../text";
import type { Finding, Strategy } from "../strategy";
import { GROUPS, KERNEL, OFF, POLICY_PARAMS, policyOfParams } from "./params";

/** MIN_PERCPU_PAGELIST_HIGH_FRACTION. Source: mm/page_alloc.c. */
const LEAST_HIGH_FRACTION = 8;

/** The page allocator with other settings than the kernel's. As it comes it is the kernel's own. */
export const policy: Strategy = {
  description: {
    family: "buddy",
    type: "policy",
    title: "Page allocator policy",
    summary: "The page allocator with its sysctls, and the constants of its fallback rules, set otherwise.",
    steps: [
      "At boot every pageblock is movable. A request takes blocks from the lists of its own migratetype, the smallest that will do.",
      "Where its own lists have nothing it falls back: it looks through the other types' lists from the largest order down, and either " +
        "takes a whole pageblock over or just a block. Each such fallback mixes types, and raises the zone's watermarks for a while.",
      "In a Normal zone with DMA32 below it, a request goes to DMA32 before it falls back.",
      "Below LOW kswapd is woken and works until HIGH. How far these are apart is the scale factor's doing.",
      "Blocks up to order 3 pass through lists of each cpu, whose size is a share of the zone.",
      "kcompactd looks after each node every 500 ms, whether or not anybody asks for large blocks.",
    ],
    limits: [
      "The settings hold from boot on; the kernel's can be changed while it runs.",
      "kcompactd and kswapd take no time: what they do is done between two requests.",
    ],
    sources: [
      "mm/page_alloc.c __rmqueue(), __rmqueue_fallback(), steal_suitable_fallback(), boost_watermark(), zone_highsize()",
      "mm/compaction.c kcompactd()",
      "Documentation/admin-guide/sysctl/vm.rst",
    ],
    params: POLICY_PARAMS,
  },
  remedies: [
    {
      cause: "fragmentation",
      when: { [GROUPS]: OFF },
      params: { [GROUPS]: KERNEL },
      sentence:
        "With migratetypes, pages that stay lie together, and whole blocks stay free or can be emptied.",
    },
  ],
  structPageGrowthBytes: 0,

  create: (params): Hooks => ({
    policy: policyOfParams(params),
    gauges: ({ allocator }) => [
      { key: "fallbacks", label: "Fallbacks", unit: "count", read: () => allocator.events.extfrag },
      {
        key: "boost",
        label: "Watermark boost",
        unit: "pages",
        read: () => allocator.levels.boost.reduce((sum, boost) => sum + boost, 0),
      },
    ],
    figures,
  }),

  estimate: (split) => split,

  diagnose({ machine }, early, params) {
    const findings: Finding[] = [];
    const fraction = Number(params.pcpHighFraction);
    if (fraction > 0 && fraction < LEAST_HIGH_FRACTION)
      findings.push({
        severity: "error",
        field: "pcpHighFraction",
        sentence: `The kernel refuses a fraction of ${fraction}: it is 0 or at least ${LEAST_HIGH_FRACTION}.`,
        source: "mm/page_alloc.c percpu_pagelist_high_fraction_sysctl_handler()",
      });
    if (machine.kernel === "5.4" && params.compactionProactiveness !== KERNEL_POLICY.compactionProactiveness)
      findings.push({
        severity: "warning",
        field: "compactionProactiveness",
        sentence: "5.4 has no proactive compaction, it came with v5.9: the setting changes nothing.",
        source: "mm/compaction.c",
      });
    if (params.groupsByMobility === "on" && !hasMemoryToGroup(early)) {
      const least = 6 * blockPages(pageblockOrder(machine));
      findings.push({
        severity: "warning",
        field: "groupsByMobility",
        sentence:
          `With ${pages(pagesBeforeHandOver(early))} the kernel itself would do without migratetypes: it wants ` +
          `${count(least)}, six pageblocks.`,
        source: "mm/page_alloc.c build_all_zonelists()",
      });
    }
    return findings;
  },
};

function figures({ allocator, kcompactd }: Machine): Figure[] {
  const { events, levels, policy } = allocator;
  const sum = (pages: ArrayLike<number>) => Array.from(pages).reduce((total, some) => total + some, 0);
  const number = (key: string, label: string, value: number, unit: "count" | "pages" = "count"): Figure => ({
    key,
    label,
    unit,
    value,
  });
  return [
    number("fallbacks", "Fallbacks into another migratetype", events.extfrag),
    number("claims", "Pageblocks that changed their type for it", events.claims),
    number("low", "LOW watermarks, all zones", sum(levels.marks.filter((_, i) => i % 4 === 1)), "pages"),
    number(
      "pcp-high",
      "Per-cpu lists hold, all zones and cpus",
      sum(levels.pcpHigh) * allocator.pcp.cpus,
      "pages",
    ),
    number("kswapd", "Runs of kswapd", events.pageoutRun),
    number("stalls", "Requests that reclaimed for themselves", events.allocStall),
    number("rounds", "Proactive compactions of a node", kcompactd.rounds),
    number("migrated", "Pages that compaction moved", events.pgmigrateSuccess, "pages"),
    {
      key: "grouping",
      label: "Migratetypes in use",
      unit: "count",
      value: policy.groupsByMobility ? 3 : 1,
      help: "Of those that requests ask for: unmovable, movable, reclaimable.",
    },
  ];
}
