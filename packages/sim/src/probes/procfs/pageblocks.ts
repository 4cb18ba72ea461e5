import { MIGRATETYPE_NAMES } from "../../allocator/migratetype";
import type { Machine } from "../../machine/machine";

/**
 * Pageblocks of a zone by migratetype. As the kernel does, one page is looked at in each stretch of a pageblock's length from the
 * zone's first page on, which need not be aligned; holes in present sections count. Source: mm/vmstat.c
 * pagetypeinfo_showblockcount_print().
 */
export function countPageblocks({ buddy, early, frames }: Machine, zone: number): number[] {
  const { pageblockOrder, typeOfBlock } = buddy;
  const { zones, spans } = early.zones;
  const counts = MIGRATETYPE_NAMES.map(() => 0);
  const { startPfn, endPfn } = zones[zone] ?? { startPfn: 0, endPfn: 0 };
  let span = 0;
  for (let pfn = startPfn; pfn < endPfn; pfn += 2 ** pageblockOrder) {
    const frame = frames.find(pfn);
    if (frame < 0) continue;
    while ((spans[span]?.endPfn ?? endPfn) <= pfn) span++;
    const at = spans[span];
    const isAnothers = at !== undefined && at.startPfn <= pfn && at.zone !== zone;
    if (isAnothers) continue;
    const type = typeOfBlock[frame >>> pageblockOrder] as number;
    counts[type] = (counts[type] as number) + 1;
  }
  return counts;
}
