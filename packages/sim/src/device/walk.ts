/** A walk over struct pages, counted by stretches. */

import type { PfnStretch } from "./pfn-map";

/**
 * What a walker asks before it reads a struct page. "pfn-valid": pfn_valid(). "online": pfn_to_online_page(). "altmap": pfn_valid(), and
 * then whether the pfn lies in an altmap's reserve. "device-bit": as "online", and for what is not online the bit that its sub-section is an
 * initialised device's; the pagemap then says how many pfns may be read from here on.
 */
export type PfnCheck = "pfn-valid" | "online" | "altmap" | "device-bit";

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

interface Progress extends WalkCounts {
  /** The namespace whose pagemap said that its pfns may be read from here on, or -1. */
  knownNamespace: number;
}

export function walk(map: readonly PfnStretch[], range: WalkRange, rules: WalkRules): WalkCounts {
  const counts: Progress = {
    walked: 0,
    noPage: 0,
    reserved: 0,
    lookups: 0,
    uninitialisedReads: 0,
    firstPfn: -1,
    firstNamespace: -1,
    isStopped: false,
    knownNamespace: -1,
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

function take(counts: Progress, stretch: PfnStretch, firstPfn: number, pfns: number, rules: WalkRules): void {
  const { kind } = stretch;
  const { check } = rules;
  const isDevice = kind === "device" || kind === "uninitialised";
  const asksOnline = check === "online" || check === "device-bit";
  const isOffline = isDevice && (!stretch.isInOnlineSection || rules.tellsDeviceInOnlineSection);
  if (check === "altmap" && kind !== "absent") counts.lookups += pfns;
  if (kind === "uninitialised" && !(asksOnline && isOffline) && check !== "altmap") {
    if (counts.firstPfn < 0) {
      counts.firstPfn = firstPfn;
      counts.firstNamespace = stretch.namespace;
    }
    const read = rules.isPoisoned ? 1 : pfns;
    counts.isStopped = rules.isPoisoned;
    counts.walked += read;
    counts.uninitialisedReads += read;
    return;
  }
  counts.walked += pfns;
  if (check === "device-bit" && isOffline) {
    takeByBit(counts, stretch, pfns);
    return;
  }
  counts.knownNamespace = -1;
  if (kind === "absent" || (check === "online" && isOffline)) counts.noPage += pfns;
  else if (check === "altmap" && kind === "uninitialised") counts.reserved += pfns;
}

/** Each pfn of the reserve is looked up and left out; the first one behind it speaks for all that follow. */
function takeByBit(counts: Progress, { kind, namespace }: PfnStretch, pfns: number): void {
  if (kind === "uninitialised") {
    counts.lookups += pfns;
    counts.noPage += pfns;
  } else if (counts.knownNamespace !== namespace) {
    counts.lookups++;
    counts.knownNamespace = namespace;
  }
}
