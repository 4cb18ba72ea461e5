/** A walk over struct pages, counted by stretches. */

import type { PfnStretch } from "./pfn-map";

/**
 * What a walker asks before it reads a struct page. "pfn-valid": pfn_valid(). "online": pfn_to_online_page(). "altmap": pfn_valid(), and
 * then whether the pfn lies in an altmap's reserve.
 */
export type PfnCheck = "pfn-valid" | "online" | "altmap";

export interface WalkRules {
  check: PfnCheck;
  /** Since 5.12 an online section's device pages are told apart; before, all of the section counted as online. */
  tellsDeviceInOnlineSection: boolean;
  /** CONFIG_DEBUG_VM: a struct page that nobody wrote is all ones, and reading it ends the walk. */
  isPoisoned: boolean;
}

/** Pfns from `startPfn` on, below `endPfn`, each `step`. */
export interface WalkRange {
  startPfn: number;
  endPfn: number;
  step: number;
}

export interface WalkCounts {
  /** Pfns asked for, up to the one that ended the walk. */
  walked: number;
  /** Answered without reading: no page, as far as the walker may know. */
  noPage: number;
  /** Answered as reserved by a device, without reading. */
  reserved: number;
  /** Looked up in the table of device pagemaps. */
  lookups: number;
  /** Struct pages read that nobody wrote. */
  uninitialisedReads: number;
  /** The first struct page that nobody wrote and that was read, or -1. */
  firstPfn: number;
  /** The namespace of that pfn, or -1. */
  firstNamespace: number;
  /** The walk ended there. */
  isStopped: boolean;
}

export function walk(map: readonly PfnStretch[], range: WalkRange, rules: WalkRules): WalkCounts {
  const counts: WalkCounts = {
    walked: 0,
    noPage: 0,
    reserved: 0,
    lookups: 0,
    uninitialisedReads: 0,
    firstPfn: -1,
    firstNamespace: -1,
    isStopped: false,
  };
  // What lies behind the last struct page is absent.
  const beyond = { startPfn: map.at(-1)?.endPfn ?? 0, endPfn: range.endPfn, kind: "absent" as const };
  for (const stretch of [...map, { ...beyond, namespace: -1, isInOnlineSection: false }]) {
    const { step } = range;
    const from = Math.max(stretch.startPfn, range.startPfn);
    const first = range.startPfn + Math.ceil((from - range.startPfn) / step) * step;
    const end = Math.min(stretch.endPfn, range.endPfn);
    if (first >= end) continue;
    take(counts, stretch, first, Math.ceil((end - first) / step), rules);
    if (counts.isStopped) break;
  }
  return counts;
}

function take(
  counts: WalkCounts,
  stretch: PfnStretch,
  firstPfn: number,
  pfns: number,
  rules: WalkRules,
): void {
  const { kind } = stretch;
  const isDevice = kind === "device" || kind === "uninitialised";
  const isKnownOffline =
    rules.check === "online" && isDevice && (!stretch.isInOnlineSection || rules.tellsDeviceInOnlineSection);
  if (kind === "absent" || isKnownOffline) {
    counts.walked += pfns;
    counts.noPage += pfns;
    return;
  }
  if (rules.check === "altmap") counts.lookups += pfns;
  if (kind !== "uninitialised") {
    counts.walked += pfns;
    return;
  }
  if (rules.check === "altmap") {
    counts.walked += pfns;
    counts.reserved += pfns;
    return;
  }
  if (counts.firstPfn < 0) {
    counts.firstPfn = firstPfn;
    counts.firstNamespace = stretch.namespace;
  }
  counts.isStopped = rules.isPoisoned;
  counts.walked += rules.isPoisoned ? 1 : pfns;
  counts.uninitialisedReads += rules.isPoisoned ? 1 : pfns;
}
