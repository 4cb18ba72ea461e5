import type { MachineInput } from "../input";
import { isFlatMemory, pagesPerSection } from "./arch";
import type { ZoneLayout } from "./zones";

/**
 * For each node the first pfn whose struct page early boot leaves to threads; none for a node that is ready. Lower zones are
 * initialised whole, of the last one a section's worth of pages and what follows up to the next section.
 *
 * The threads are done before any initcall runs, and give the rest to the allocator in the same order as the hand-over
 * would have: a booted machine differs only in when page_ext came.
 * Source: mm/mm_init.c defer_init(), page_alloc_init_late().
 */
export function firstDeferredPfns(layout: ZoneLayout, machine: MachineInput): { nid: number; pfn: number }[] {
  if (!machine.deferredInit || isFlatMemory(machine.arch)) return [];
  const section = pagesPerSection(machine);
  return [...layout.zonelists.keys()].flatMap((nid) => {
    const last = layout.zones.findLastIndex((zone) => zone.nid === nid);
    let initialised = 0;
    for (const { startPfn, endPfn, zone } of layout.spans) {
      if (zone !== last) continue;
      const enough = startPfn + Math.max(0, section - initialised);
      const pfn = Math.ceil(enough / section) * section;
      if (pfn < endPfn) return [{ nid, pfn }];
      initialised += endPfn - startPfn;
    }
    return [];
  });
}
