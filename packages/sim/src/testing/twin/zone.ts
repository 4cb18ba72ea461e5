/** One zone of the twin: its lists, marks and reserves. Source: mm/page_alloc.c, functions named at each method. */

import { claim, type Fallback, moveFallback, stealOne } from "./fallback";
import type { AllocFlags } from "./flags";
import { FreeLists } from "./free-lists";
import type { Memory } from "./memory";
import { type PcpBlock, PcpLists } from "./pcp";
import { type Extfrag, GFP, isOrdinary, isSince, type Kernel, TYPE } from "./vocabulary";

/** Steps of one __rmqueue() of v6.15 and later; a refill goes on where its last block came from. */
type Mode = "normal" | "cma" | "steal";

export class TwinZone {
  readonly lists: FreeLists;
  readonly pcps: PcpLists[];
  boost = 0;
  /** Pages of pageblocks kept for atomic requests. */
  highatomic = 0;
  /** kswapd or direct reclaim works on the zone. */
  isReclaimed = false;
  private readonly kernel: Kernel;

  constructor(
    readonly index: number,
    private readonly memory: Memory,
    private readonly extfrags: Extfrag[],
  ) {
    const { setup } = memory;
    const zone = setup.zones[index];
    if (zone === undefined) throw new RangeError(`there is no zone ${index}`);
    this.kernel = setup.kernel;
    this.lists = new FreeLists(memory, zone);
    this.pcps = setup.cpuNodes.map(
      () => new PcpLists({ ...setup, batch: zone.pcpBatch, high: zone.pcpHigh }),
    );
  }

  get setup() {
    return this.lists.zone;
  }

  pcpOf(cpu: number): PcpLists {
    return this.pcps[cpu] as PcpLists;
  }

  /** zone_watermark_fast(). */
  passes(order: number, gfp: number, highest: number, flags: AllocFlags): boolean {
    if (flags.mark === "none") return true;
    const plain = this.setup[flags.mark];
    const mark = plain + this.boost;
    if (order === 0 && !isSince(this.kernel, "5.18") && this.isQuicklyAbove(mark, highest, flags))
      return true;
    if (this.isAbove(order, mark, highest, flags)) return true;
    const ignoresBoost = order === 0 && flags.mark === "min" && this.mayIgnoreBoost(gfp);
    return ignoresBoost && this.isAbove(order, plain, highest, flags);
  }

  /** __zone_watermark_ok(). */
  isAbove(order: number, mark: number, highest: number, flags: AllocFlags): boolean {
    const isNew = isSince(this.kernel, "6.1");
    const { half, quarter, oom } = flags;
    const usesReserves = isNew ? half || quarter || flags.highatomic || oom : quarter || oom;
    let free = this.lists.freePages() - (2 ** order - 1);
    if (!usesReserves) free -= this.highatomicPages();
    if (!flags.cma) free -= this.lists.freeOf(TYPE.cma);
    let min = mark;
    if (half) min -= Math.floor(min / 2);
    if (isNew) {
      if (half && quarter) min -= Math.floor(min / 4);
      if (oom) min -= Math.floor(min / 2);
    } else if (oom) {
      min -= Math.floor(min / 2);
    } else if (quarter) {
      min -= Math.floor(min / 4);
    }
    if (free <= min + (this.setup.lowmemReserve[highest] ?? 0)) return false;
    return order === 0 || this.hasBlock(order, flags);
  }

  /** rmqueue(). */
  take(order: number, type: number, cpu: number, flags: AllocFlags): number | undefined {
    const pcp = this.pcpOf(cpu);
    if (pcp.caches(order) && (flags.cma || type !== TYPE.movable || !this.setup.hasCma)) {
      const block = pcp.take(order, type, this.refiller(order, type, flags));
      if (block !== undefined) return block.frame;
      if (!isSince(this.kernel, "6.1")) return undefined;
    }
    return this.takeFromBuddy(order, type, flags);
  }

  /** reserve_highatomic_pageblock(). */
  reserveHighatomic(frame: number, order: number): void {
    if (this.highatomic >= this.highatomicCap()) return;
    if (!isOrdinary(this.memory.typeOf(frame))) return;
    const { blockPages, setup } = this.memory;
    const range = this.lists.movableRange(frame);
    if (!isSince(this.kernel, "6.6")) {
      this.highatomic += blockPages;
      this.memory.setType(frame, 0, TYPE.highatomic);
    } else if (order >= setup.pageblockOrder) {
      this.highatomic += 2 ** order;
      this.memory.setType(frame, order, TYPE.highatomic);
    } else {
      if (range === undefined) return;
      this.highatomic += blockPages;
      this.memory.setType(frame, 0, TYPE.highatomic);
    }
    if (range !== undefined && order < setup.pageblockOrder) this.lists.moveRange(range, TYPE.highatomic);
  }

  /** unreserve_highatomic_pageblock() for this zone: true if free pages came back. */
  unreserveHighatomic(type: number, force: boolean): boolean {
    const { blockPages, setup } = this.memory;
    if (!force && this.highatomic <= blockPages) return false;
    for (let order = 0; order <= setup.maxOrder; order++) {
      const frame = this.lists.list(order, TYPE.highatomic)[0];
      if (frame === undefined) continue;
      if (isSince(this.kernel, "6.6") && order >= setup.pageblockOrder) {
        this.highatomic -= Math.min(2 ** order, this.highatomic);
        this.lists.move(frame, order, TYPE.highatomic, type);
        this.memory.setType(frame, order, type);
        return true;
      }
      const range = this.lists.movableRange(frame);
      if (isSince(this.kernel, "6.6") && range === undefined) continue;
      if (this.memory.typeOf(frame) === TYPE.highatomic)
        this.highatomic -= Math.min(blockPages, this.highatomic);
      this.memory.setType(frame, 0, type);
      if (range !== undefined && this.lists.moveRange(range, type)) return true;
    }
    return false;
  }

  /** Pages that may be kept for atomic requests. */
  highatomicCap(): number {
    const { blockPages } = this.memory;
    const percent = Math.floor(this.setup.managed / 100);
    if (!isSince(this.kernel, "6.6")) return percent + blockPages;
    return percent < blockPages ? 0 : Math.ceil(percent / blockPages) * blockPages;
  }

  /** A block of the zone's own that a cpu's lists give back: the end of free_pcppages_bulk(). */
  freeFromPcp(block: PcpBlock): void {
    const hasIsolated = this.memory.blockTypes.some(
      (type, b) => type === TYPE.isolate && this.spans(b * this.memory.blockPages),
    );
    const rereads = isSince(this.kernel, "6.6") || hasIsolated;
    const type = rereads ? this.memory.typeOf(block.frame) : block.type;
    this.lists.free(block.frame, block.order, type, false);
  }

  spans(frame: number): boolean {
    return frame >= this.setup.start && frame < this.setup.end;
  }

  /** rmqueue_buddy(). */
  private takeFromBuddy(order: number, type: number, flags: AllocFlags): number | undefined {
    const reserved = flags.highatomic ? this.lists.takeSmallest(order, TYPE.highatomic) : undefined;
    const frame = reserved ?? this.refiller(order, type, flags)()?.frame;
    if (frame !== undefined) return frame;
    const mayTakeLast = isSince(this.kernel, "6.1") && (flags.quarter || flags.oom);
    return mayTakeLast ? this.lists.takeSmallest(order, TYPE.highatomic) : undefined;
  }

  /**
   * Successive __rmqueue() under one hold of the zone's lock: rmqueue_bulk(). Before v6.10 NR_FREE_PAGES goes down at its end
   * only, while NR_FREE_CMA_PAGES goes down block by block.
   */
  private refiller(order: number, type: number, flags: AllocFlags): () => PcpBlock | undefined {
    const claimsOrSteals = isSince(this.kernel, "6.6");
    const freeAtStart = this.lists.freePages();
    let mode: Mode = "normal";
    const fallback: Fallback = {
      order,
      type,
      nofragment: flags.nofragment,
      boost: () => this.boostWatermark(),
      report: (event) => this.extfrags.push({ zone: this.index, ...event }),
    };
    const own = (frame: number | undefined) => (frame === undefined ? undefined : { frame, order, type });
    const cma = () => {
      const frame = flags.cma ? this.lists.takeSmallest(order, TYPE.cma) : undefined;
      return frame === undefined ? undefined : { frame, order, type: TYPE.cma };
    };
    return () => {
      const free = claimsOrSteals ? this.lists.freePages() : freeAtStart;
      if (isSince(this.kernel, "5.18") && flags.cma && this.lists.freeOf(TYPE.cma) > Math.floor(free / 2)) {
        const block = cma();
        if (block !== undefined) return block;
      }
      if (!claimsOrSteals) {
        for (;;) {
          const block = own(this.lists.takeSmallest(order, type)) ?? cma();
          if (block !== undefined) return block;
          if (!moveFallback(this.lists, fallback)) return undefined;
        }
      }
      if (mode === "normal") {
        const block = own(this.lists.takeSmallest(order, type));
        if (block !== undefined) return block;
      }
      if (mode === "normal" || mode === "cma") {
        const block = cma();
        if (block !== undefined) {
          mode = "cma";
          return block;
        }
      }
      if (mode !== "steal") {
        const block = own(claim(this.lists, fallback));
        if (block !== undefined) {
          mode = "normal";
          return block;
        }
      }
      const block = flags.nofragment ? undefined : own(stealOne(this.lists, fallback));
      if (block !== undefined) mode = "steal";
      return block;
    };
  }

  /** boost_watermark(). */
  private boostWatermark(): void {
    const { blockPages } = this.memory;
    if (isSince(this.kernel, "5.18") && 4 * blockPages > this.setup.managed) return;
    const most = Math.floor((this.setup.high * 15000) / 10000);
    if (most === 0) return;
    this.boost = Math.min(this.boost + blockPages, Math.max(blockPages, most));
  }

  /** v5.4 asks first without a look at what is kept for atomic requests. */
  private isQuicklyAbove(mark: number, highest: number, flags: AllocFlags): boolean {
    const free = this.lists.freePages() - (flags.cma ? 0 : this.lists.freeOf(TYPE.cma));
    return free > mark + (this.setup.lowmemReserve[highest] ?? 0);
  }

  private mayIgnoreBoost(gfp: number): boolean {
    if (!isSince(this.kernel, "5.18")) return false;
    return (gfp & (isSince(this.kernel, "6.6") ? GFP.high : GFP.atomic)) !== 0;
  }

  private highatomicPages(): number {
    return isSince(this.kernel, "6.6") ? this.lists.freeOf(TYPE.highatomic) : this.highatomic;
  }

  private hasBlock(order: number, { cma, quarter, highatomic, oom }: AllocFlags): boolean {
    const mayUseHighatomic = oom || (isSince(this.kernel, "6.1") ? highatomic : quarter);
    const types: number[] = [TYPE.unmovable, TYPE.movable, TYPE.reclaimable];
    if (cma) types.push(TYPE.cma);
    if (mayUseHighatomic) types.push(TYPE.highatomic);
    return this.lists.lists.some((byType, o) => o >= order && types.some((type) => byType[type]?.length));
  }
}
