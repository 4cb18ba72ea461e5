/** alloc_pages(): zones, and behind them reclaim, compaction and contiguous ranges. Source: mm/page_alloc.c __alloc_pages(). */

import { ALLOC_WMARK_LOW } from "./alloc-flags";
import { Compaction } from "./compaction/compaction";
import { ContigAllocator } from "./contig/contig";
import { migratetypeOf } from "./gfp";
import { cmaFlags } from "./gfp-to-alloc-flags";
import { USED } from "./page-state";
import { SlowPath } from "./slowpath/slow-path";
import { ZoneAllocator } from "./zone-allocator";
import { type Zonelist, zonelistIndex } from "./zonelist";

export class PageAllocator extends ZoneAllocator {
  readonly compaction = new Compaction(this);
  readonly slowPath = new SlowPath(this, this.compaction);
  readonly contig = new ContigAllocator(this, (nid, order, gfp, cpu) =>
    this.allocateOn(nid, order, gfp, cpu),
  );

  /**
   * A block of 2^order pages: its first frame, or -1 with the reason in `slowPath.failure`. Requests that may wait reclaim and
   * compact where they must. Source: mm/page_alloc.c __alloc_pages().
   */
  allocate(order: number, gfp: number, cpu: number): number {
    const frame = this.allocateFast(order, gfp, cpu);
    if (frame >= 0) return frame;
    return this.slowPath.allocate(order, gfp, cpu, this.nodeOfCpu[cpu] as number);
  }

  /** The same from the zonelist of a node: alloc_pages_node(). */
  allocateOn(nid: number, order: number, gfp: number, cpu: number): number {
    const frame = this.takeOn(nid, order, gfp, cpu);
    return frame >= 0 ? frame : this.slowPath.allocate(order, gfp, cpu, nid);
  }

  /**
   * A page for a caller who takes several at once, straight from the per-cpu lists: its frame, or -1.
   * Source: mm/page_alloc.c __alloc_pages_bulk().
   */
  allocateBulk(gfp: number, cpu: number): number {
    const { buddy, pcp } = this;
    const flags = ALLOC_WMARK_LOW | cmaFlags(gfp, this.policy.groupsByMobility);
    const { zones, highest } = this.zonelists[zonelistIndex(this.nodeOfCpu[cpu] as number, gfp)] as Zonelist;
    const type = this.typeOf(gfp);
    for (const zone of zones) {
      if (!this.isAbove(zone, 0, this.mark(zone, ALLOC_WMARK_LOW) + 1, highest, flags)) continue;
      const frame = pcp.takeInBulk(zone, cpu, 0, type, flags);
      if (frame >= 0) buddy.mark(frame, 0, USED | (migratetypeOf(gfp) << 4));
      if (frame >= 0) return frame;
      break;
    }
    return this.allocate(0, gfp, cpu);
  }
}
