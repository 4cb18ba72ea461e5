import type { KernelRules } from "./kernel";

/**
 * Pages of a zone up to which pageblocks are reserved for requests that cannot wait: 1 %, to whole pageblocks.
 * Source: mm/page_alloc.c reserve_highatomic_pageblock().
 */
export function highatomicCap(managedPages: number, blockPages: number, rules: KernelRules): number {
  const share = Math.floor(managedPages / 100);
  if (!rules.roundsHighatomicUp) return share + blockPages;
  return share < blockPages ? 0 : Math.ceil(share / blockPages) * blockPages;
}
