/** The twin itself: zones in the zonelist's order. Source: mm/page_alloc.c, functions named at each method. */

import { type AllocFlags, fastFlags, migratetypeOf, slowFlags } from "./flags";
import { Memory } from "./memory";
import { type Extfrag, GFP, isSince, type TwinSetup, TYPE, ZONES } from "./vocabulary";
import { TwinZone } from "./zone";

export class TwinAllocator {
  readonly memory: Memory;
  readonly zones: TwinZone[];
  readonly extfrags: Extfrag[] = [];

  constructor(readonly setup: TwinSetup) {
    this.memory = new Memory(setup);
    this.zones = setup.zones.map((_, index) => new TwinZone(index, this.memory, this.extfrags));
  }

  zone(index: number): TwinZone {
    return this.zones[index] as TwinZone;
  }

  zoneOf(frame: number): TwinZone {
    const zone = this.zones.find((z) => z.spans(frame));
    if (zone === undefined) throw new RangeError(`frame ${frame} lies in no zone`);
    return zone;
  }

  /** Hands a block over at boot. v5.4 frees it like any other, later kernels put it to the tail: __free_pages_core(). */
  add(frame: number, order: number): void {
    this.freeToZone(frame, order, isSince(this.setup.kernel, "5.18"));
  }

  /** First frame of a block, or undefined: __alloc_pages() down to the LOW mark. */
  allocateFast(order: number, gfp: number, cpu: number): number | undefined {
    const flags = fastFlags(gfp);
    return this.allocate(order, gfp, cpu, { ...flags, nofragment: this.avoidsFragments(gfp, cpu) });
  }

  /** First frame of a block, or undefined: one attempt of __alloc_pages_slowpath(). */
  allocateSlow(order: number, gfp: number, cpu: number): number | undefined {
    return this.allocate(order, gfp, cpu, slowFlags(this.setup.kernel, gfp, order));
  }

  /** get_page_from_freelist(). */
  allocate(order: number, gfp: number, cpu: number, flags: AllocFlags): number | undefined {
    const type = migratetypeOf(gfp);
    const zones = this.zonelist(gfp, cpu);
    const nodes = new Set(this.setup.zones.map(({ nid }) => nid)).size;
    for (const zone of zones) {
      // A fallback at home is better than a page of another node.
      if (flags.nofragment && nodes > 1 && zone.setup.nid !== zones[0]?.setup.nid) break;
      if (!zone.passes(order, gfp, highestZone(gfp), flags)) continue;
      const frame = zone.take(order, type, cpu, flags);
      if (frame === undefined) continue;
      this.memory.used.set(frame, { order, mobility: type });
      if (flags.highatomic) zone.reserveHighatomic(frame, order);
      return frame;
    }
    return flags.nofragment ? this.allocate(order, gfp, cpu, { ...flags, nofragment: false }) : undefined;
  }

  /** free_unref_page(), __free_pages_ok(). */
  free(frame: number, order: number, cpu: number): void {
    if (this.memory.used.get(frame)?.order !== order) throw new RangeError(`no block ${frame}/${order}`);
    this.memory.used.delete(frame);
    const zone = this.zoneOf(frame);
    const pcp = zone.pcpOf(cpu);
    const type = this.memory.typeOf(frame);
    if (!pcp.caches(order) || type === TYPE.isolate) this.freeToZone(frame, order, false);
    else pcp.put({ frame, order, type }, zone.isReclaimed, (block) => zone.freeFromPcp(block));
  }

  /** Gives everything that a cpu's lists hold of a zone back. */
  drain(zone: number, cpu: number): void {
    this.zone(zone)
      .pcpOf(cpu)
      .drain((block) => this.zone(zone).freeFromPcp(block));
  }

  /** unreserve_highatomic_pageblock(): at most one pageblock goes back, to the type of the request that needs it. */
  unreserveHighatomic(gfp: number, cpu: number, force: boolean): boolean {
    return this.zonelist(gfp, cpu).some((zone) => zone.unreserveHighatomic(migratetypeOf(gfp), force));
  }

  /** Retypes one pageblock and moves its free blocks to lists of the type; the pageblock is in one zone and part of no larger block. */
  setPageblockType(frame: number, type: number): void {
    const start = this.memory.blockStart(frame);
    this.memory.setType(start, 0, type);
    this.zoneOf(start).lists.moveRange({ start, end: start + this.memory.blockPages }, type);
  }

  /** Zones that the request may use, best first. */
  zonelist(gfp: number, cpu: number): TwinZone[] {
    const nid = this.setup.cpuNodes[cpu] as number;
    const zones = (this.setup.zonelists[nid] ?? []).map((index) => this.zone(index));
    return zones.filter(
      ({ setup }) =>
        ZONES.indexOf(setup.kind) <= highestZone(gfp) && ((gfp & GFP.thisnode) === 0 || setup.nid === nid),
    );
  }

  /** alloc_flags_nofragment(). With one node nobody looks whether DMA32 has any memory. */
  private avoidsFragments(gfp: number, cpu: number): boolean {
    const preferred = this.zonelist(gfp, cpu)[0]?.setup;
    if (!this.setup.hasDma32 || preferred?.kind !== "Normal") return false;
    const nodes = new Set(this.setup.zones.map(({ nid }) => nid)).size;
    return nodes === 1 || this.setup.zones.some(({ kind, nid }) => kind === "DMA32" && nid === preferred.nid);
  }

  /** __free_pages_ok(). From v6.10 on a block of several pageblocks is freed pageblock by pageblock: split_large_buddy(). */
  private freeToZone(frame: number, order: number, toTail: boolean): void {
    const { pageblockOrder, kernel } = this.setup;
    const part = isSince(kernel, "6.6") ? Math.min(order, pageblockOrder) : order;
    for (let at = frame; at < frame + 2 ** order; at += 2 ** part) {
      this.zoneOf(at).lists.free(at, part, this.memory.typeOf(at), toTail);
    }
  }
}

/** gfp_zone(). */
function highestZone(gfp: number): number {
  if (gfp & GFP.dma) return ZONES.indexOf("DMA");
  if (gfp & GFP.dma32) return ZONES.indexOf("DMA32");
  if (!(gfp & GFP.highmem)) return ZONES.indexOf("Normal");
  return ZONES.indexOf(gfp & GFP.movable ? "Movable" : "HighMem");
}
