import { MIGRATETYPE_NAMES } from "../../allocator/migratetype";
import type { Machine } from "../../machine/machine";

/**
 * Pageblocks of a zone by migratetype. As the kernel does, one page is looked at in each stretch of a pageblock's length from the
 * zone's first page on, which need not be aligned; holes in present sections count. Source: mm/vmstat.c
 * pagetypeinfo_showblockcount_print().
 */
export function countPageblocks({ buddy, early, frames }: Machine, zone: number): number[] {
  const { typeOfBlock } = buddy;
  const { zones, spans } = early.zones;
  const blockPages = 2 ** buddy.pageblockOrder;
  const counts = MIGRATETYPE_NAMES.map(() => 0);
  const { startPfn, endPfn } = zones[zone] ?? { startPfn: 0, endPfn: 0 };
  let span = 0;
  for (const run of frames.runs(startPfn, endPfn)) {
    const firstPfn = frames.pfnOf(run.start);
    // A section is whole pageblocks, so pfn and frame stay in step.
    const skipped = (blockPages - ((firstPfn - startPfn) % blockPages)) % blockPages;
    for (let frame = run.start + skipped; frame < run.end; frame += blockPages) {
      const pfn = firstPfn + frame - run.start;
      while ((spans[span]?.endPfn ?? endPfn) <= pfn) span++;
      const at = spans[span];
      if (at !== undefined && at.startPfn <= pfn && at.zone !== zone) continue;
      const type = typeOfBlock[frame >>> buddy.pageblockOrder] as number;
      counts[type] = (counts[type] as number) + 1;
    }
  }
  return counts;
}
