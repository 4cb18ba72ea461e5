/** What stands behind each pfn, as walkers over struct pages find it. */

import type { NamespaceLayout } from "./namespace";
import type { PfnRun } from "./vmemmap";

/**
 * "ram": a section of RAM, whose struct pages boot has initialised, holes too. "device": an initialised page of a namespace.
 * "uninitialised": a namespace has a struct page there that nobody wrote. "absent": no struct page.
 */
export type PfnKind = "ram" | "device" | "uninitialised" | "absent";

/** A run of pfns of one kind. */
export interface PfnStretch extends PfnRun {
  kind: PfnKind;
  /** Place in the list of namespaces, or -1. */
  namespace: number;
  /** A namespace's page in a section that RAM has too: the section is online. */
  isInOnlineSection: boolean;
}

/**
 * Everything from pfn 0 to the last struct page, ascending and without a gap.
 * @param ram whole sections, ascending, apart
 * @param layouts apart from each other; may lie in those sections
 * @param initialisesReserve the struct pages that an altmap's reserve leaves out are written too
 */
export function pfnMap(
  ram: readonly PfnRun[],
  layouts: readonly NamespaceLayout[],
  initialisesReserve: boolean,
): PfnStretch[] {
  const edges = new Set<number>([0]);
  for (const run of ram) edges.add(run.startPfn).add(run.endPfn);
  for (const layout of layouts)
    edges.add(layout.basePfn).add(reserveEnd(layout, initialisesReserve)).add(layout.endPfn);
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((startPfn, i) => {
    const isInRam = ram.some((run) => run.startPfn <= startPfn && startPfn < run.endPfn);
    const namespace = layouts.findIndex((one) => one.basePfn <= startPfn && startPfn < one.endPfn);
    const layout = layouts[namespace];
    const endPfn = sorted[i + 1] as number;
    if (layout === undefined)
      return { startPfn, endPfn, kind: isInRam ? "ram" : "absent", namespace, isInOnlineSection: false };
    const isReserve = startPfn < reserveEnd(layout, initialisesReserve);
    const kind = isReserve ? "uninitialised" : "device";
    return { startPfn, endPfn, kind, namespace, isInOnlineSection: isInRam };
  });
}

/** First pfn of a namespace whose struct page is written. */
function reserveEnd({ basePfn, altmap }: NamespaceLayout, initialisesReserve: boolean): number {
  return basePfn + (initialisesReserve ? 0 : (altmap?.reservePages ?? 0));
}
