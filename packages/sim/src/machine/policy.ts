/** What the page allocator of one machine goes by. */

import type { AllocatorPolicy } from "../allocator/policy";
import { KERNEL_POLICY } from "../allocator/policy";
import { blockPages } from "../order";
import { isFlatMemory, pageblockOrder } from "./arch";
import type { EarlyMachine } from "./early";
import type { Hooks } from "./hooks";

/** MIGRATE_TYPES, with CONFIG_CMA and CONFIG_MEMORY_ISOLATION. Source: include/linux/mmzone.h. */
const MIGRATE_TYPES = 6;

/** The kernel's own, with the profile's settings and what strategies set. */
export function policyOf(early: EarlyMachine, hooks: readonly Hooks[]): AllocatorPolicy {
  const { kernel, watermarkScaleFactor } = early.input;
  const policy: AllocatorPolicy = {
    ...KERNEL_POLICY,
    watermarkScaleFactor,
    groupsByMobility: hasMemoryToGroup(early),
  };
  for (const hook of hooks) Object.assign(policy, hook.policy);
  // Proactive compaction came with v5.9.
  return kernel === "5.4" ? { ...policy, compactionProactiveness: 0 } : policy;
}

/**
 * Grouping by mobility pays with a pageblock for each migratetype and more: vm_total_pages against pageblock_nr_pages * MIGRATE_TYPES.
 * Source: mm/page_alloc.c build_all_zonelists(), which runs before the hand-over: a zone then counts what it has but its memmap.
 */
export function hasMemoryToGroup(early: EarlyMachine): boolean {
  return pagesBeforeHandOver(early) >= blockPages(pageblockOrder(early.input)) * MIGRATE_TYPES;
}

/** Source: mm/page_alloc.c free_area_init_core(), calc_memmap_size(), nr_free_zone_pages(). */
export function pagesBeforeHandOver({ input, structPageBytes, zones }: EarlyMachine): number {
  return zones.zones.reduce((sum, { name, startPfn, endPfn, presentPages }) => {
    if (name === "HighMem") return sum + presentPages;
    const spanned = endPfn - startPfn;
    const isSparse = !isFlatMemory(input.arch) && spanned > presentPages + Math.floor(presentPages / 16);
    const memmap = Math.ceil(((isSparse ? presentPages : spanned) * structPageBytes) / input.pageSizeBytes);
    return sum + (presentPages >= memmap ? presentPages - memmap : presentPages);
  }, 0);
}
