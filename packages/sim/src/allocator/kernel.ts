/** What differs between kernels, as far as the page allocator is concerned. Each rule names the release that changed it. */

import type { Kernel } from "../input";

export interface KernelRules {
  /** Blocks that change their migratetype go to the tail of the new list; to its head before v5.9 (move_to_free_list). */
  readonly movesToTail: boolean;
  /** Memory handed over at boot goes to the tail of its list (v5.10, FPI_TO_TAIL). */
  readonly bootsToTail: boolean;
  /** Whole highatomic and CMA pageblocks do not merge with others (v5.18); before, isolated ones only. */
  readonly keepsSpecialBlocksApart: boolean;
  /** A fallback either claims the pageblock or takes one block, and the rest stays what it was (v6.15, __rmqueue_claim). */
  readonly claimsOrSteals: boolean;
  /** Free blocks always lie on the list of their pageblock's type; before v6.10 a page freed from a per-cpu list could not. */
  readonly keepsListsClean: boolean;
  /** Movable requests take CMA first while more than half of the zone's free pages are CMA (v5.8). */
  readonly balancesCma: boolean;
  /** No watermark boost in zones of less than four pageblocks (v5.5). */
  readonly sparesSmallZonesTheBoost: boolean;
  /** Largest order below the THP's that per-cpu lists hold: 0 before v5.13, then PAGE_ALLOC_COSTLY_ORDER. */
  readonly pcpMaxOrder: number;
  /** Per-cpu lists for the THP order: one for each migratetype, then one for movable and one for the rest (v6.1 stable). */
  readonly thpLists: 0 | 2 | 3;
  /** Doublings of what a per-cpu list gives back while it only takes in: CONFIG_PCP_BATCH_SCALE_MAX (v6.7, v6.1 stable). */
  readonly maxFreeFactor: number;
  /** Where per-cpu lists find nothing the zone's free lists are asked as well (v6.1, rmqueue_buddy). */
  readonly asksBuddyAfterPcp: boolean;
  /** Reserves open to requests that cannot reclaim, not to __GFP_ATOMIC (v6.4, v6.1 stable: ALLOC_NON_BLOCK). */
  readonly opensReservesToNonBlocking: boolean;
  /** Whose order-0 requests do not see the boost at MIN: nobody's, __GFP_ATOMIC's (v5.8), __GFP_HIGH's (v6.4). */
  readonly boostIgnoredBy: "nobody" | "atomic" | "high";
  /** Highatomic pageblocks: at most 1 % of the zone rounded up, none if that is less than a block (v6.8); else 1 % and one block. */
  readonly roundsHighatomicUp: boolean;
  /** Requests for a page are let through at first sight with highatomic pageblocks counted as free; not since v5.9. */
  readonly overlooksHighatomic: boolean;
  /** Watermark checks leave out free highatomic pages only (v6.13); before, all pages reserved so. */
  readonly countsFreeHighatomic: boolean;
}

const V5_4: KernelRules = {
  movesToTail: false,
  bootsToTail: false,
  keepsSpecialBlocksApart: false,
  claimsOrSteals: false,
  keepsListsClean: false,
  balancesCma: false,
  sparesSmallZonesTheBoost: false,
  pcpMaxOrder: 0,
  thpLists: 0,
  maxFreeFactor: 0,
  asksBuddyAfterPcp: false,
  opensReservesToNonBlocking: false,
  boostIgnoredBy: "nobody",
  roundsHighatomicUp: false,
  overlooksHighatomic: true,
  countsFreeHighatomic: false,
};

const V5_18: KernelRules = {
  ...V5_4,
  movesToTail: true,
  bootsToTail: true,
  keepsSpecialBlocksApart: true,
  balancesCma: true,
  sparesSmallZonesTheBoost: true,
  pcpMaxOrder: 3,
  thpLists: 3,
  maxFreeFactor: 16,
  boostIgnoredBy: "atomic",
  overlooksHighatomic: false,
};

/** As the stable release 6.1.192, whose boots and traces were measured. */
const V6_1: KernelRules = {
  ...V5_18,
  thpLists: 2,
  maxFreeFactor: 5,
  asksBuddyAfterPcp: true,
  opensReservesToNonBlocking: true,
};

/** Per-cpu lists as in v6.6 itself: the tuning of their size that v6.7 brought is not modelled. */
const V6_6: KernelRules = {
  ...V6_1,
  claimsOrSteals: true,
  keepsListsClean: true,
  boostIgnoredBy: "high",
  roundsHighatomicUp: true,
  countsFreeHighatomic: true,
};

export function kernelRules(version: Kernel): KernelRules {
  return { "5.4": V5_4, "5.18": V5_18, "6.1": V6_1, "6.6": V6_6 }[version];
}
