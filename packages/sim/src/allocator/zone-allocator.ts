/**
 * A block from the zones as they are: the zonelist's order, watermarks, per-cpu lists, the buddy below. Nothing is reclaimed or moved.
 * Source: mm/page_alloc.c get_page_from_freelist(), rmqueue(), __zone_watermark_ok(), zone_watermark_fast(), free_unref_page().
 */

import type { Kernel } from "../input";
import {
  ALLOC_CMA,
  ALLOC_HIGHATOMIC,
  ALLOC_KSWAPD,
  ALLOC_MIN_RESERVE,
  ALLOC_NO_WATERMARKS,
  ALLOC_NOFRAGMENT,
  ALLOC_NON_BLOCK,
  ALLOC_OOM,
  ALLOC_WMARK_LOW,
  ALLOC_WMARK_MASK,
} from "./alloc-flags";
import { listIndex } from "./block-lists";
import type { Buddy } from "./buddy";
import { noEvents, type VmEvents } from "./events";
import {
  __GFP_ATOMIC,
  __GFP_HIGH,
  __GFP_KSWAPD_RECLAIM,
  __GFP_MOVABLE,
  __GFP_RECLAIMABLE,
  __GFP_TAGGED,
  __GFP_THISNODE,
  migratetypeOf,
} from "./gfp";
import { cmaFlags, slowPathFlags } from "./gfp-to-alloc-flags";
import { highatomicCap } from "./highatomic-cap";
import { type KernelRules, kernelRules } from "./kernel";
import { CMA, HIGHATOMIC, ISOLATE, isMergeable, PCP_TYPES, UNMOVABLE } from "./migratetype";
import { NO_OWNER, type PageOwner } from "./page-owner";
import { IN_PCP, orderOf, USED } from "./page-state";
import { PcpLists } from "./pcp";
import { type AllocatorPolicy, KERNEL_POLICY } from "./policy";
import { Rmqueue } from "./rmqueue";
import { type LongWay, Shortcut } from "./shortcut";
import { KINDS, ZONE_KINDS, type ZoneLevel, ZoneLevels } from "./zone-levels";
import { type Zonelist, zonelistIndex, zonelists } from "./zonelist";

/** Flags that let a request go below the mark, or that open highatomic pageblocks to it. */
const RESERVE_FLAGS = ALLOC_NON_BLOCK | ALLOC_MIN_RESERVE | ALLOC_HIGHATOMIC | ALLOC_OOM;

export interface AllocatorSetup {
  kernel: Kernel;
  zones: readonly ZoneLevel[];
  /** For each node the zones it takes memory from, best first. Index = nid. */
  zonelists: readonly (readonly number[])[];
  /** Node of each cpu. */
  cpuNodes: readonly number[];
  /** Per-cpu lists hold blocks of pageblock order too. */
  transparentHugepages: boolean;
  /** CONFIG_ZONE_DMA32: x86-64 and arm64. */
  hasDma32: boolean;
  /** Left out: the kernel's own. */
  policy?: AllocatorPolicy;
}

export class ZoneAllocator implements LongWay {
  readonly rules: KernelRules;
  readonly policy: AllocatorPolicy;
  readonly levels: ZoneLevels;
  readonly events: VmEvents = noEvents();
  readonly rmqueue: Rmqueue;
  readonly pcp: PcpLists;
  /** Who holds the pages. Whoever runs a load puts itself here. */
  owner: PageOwner = NO_OWNER;

  /** Whole lists, index = nid. */
  private readonly allZones: Int32Array[];
  /** Index = zonelistIndex(). */
  protected readonly zonelists: Zonelist[];
  /** [nid][highest kind] */
  private readonly zonesByNode: readonly (readonly number[])[][];
  protected readonly nodeOfCpu: Int32Array;
  private readonly hasManyNodes: boolean;
  private readonly shortcut: Shortcut;
  /** GFP flags that the shortcut is not for; 0 on one node with migratetypes and without CMA. */
  private refused: number;

  /** @param buddy filled by the hand-over */
  constructor(
    readonly buddy: Buddy,
    setup: AllocatorSetup,
  ) {
    this.rules = kernelRules(setup.kernel);
    this.policy = setup.policy ?? KERNEL_POLICY;
    this.levels = new ZoneLevels(
      setup.zones.length,
      !this.rules.overlooksHighatomic && !this.rules.countsFreeHighatomic,
    );
    for (const [zone, level] of setup.zones.entries()) this.levels.tune(zone, level);
    this.rmqueue = new Rmqueue(buddy, this.levels, this.rules, this.events, this.policy);
    this.pcp = new PcpLists(
      buddy,
      this.rmqueue,
      this.levels,
      this.rules,
      this.events,
      setup.cpuNodes.length,
      setup.transparentHugepages,
    );
    this.allZones = setup.zonelists.map((zones) => Int32Array.from(zones));
    this.zonelists = zonelists(setup.zones, setup.zonelists, setup.hasDma32, this.policy.sparesPageblocks);
    this.nodeOfCpu = Int32Array.from(setup.cpuNodes);
    this.hasManyNodes = setup.zonelists.length > 1;
    this.shortcut = new Shortcut(this, buddy, this.pcp, this.levels, this.zonelists);
    // Without grouping a request's list is not that of its mobility.
    this.refused =
      (this.policy.groupsByMobility ? 0 : __GFP_MOVABLE | __GFP_RECLAIMABLE) |
      (this.hasManyNodes ? __GFP_THISNODE : 0);
    this.zonesByNode = this.allZones.map((_, nid) =>
      ZONE_KINDS.map((_, highest) => zonesOfNode(this.levels, nid, highest)),
    );
  }

  /** Says how many of a zone's pages were handed over as CMA. Tagged requests then go past its per-cpu lists. */
  setCma(zone: number, pages: number): void {
    this.levels.setCma(zone, pages);
    if (pages > 0) this.refused |= __GFP_TAGGED;
  }

  /** A block of 2^order pages without going below LOW: its first frame, or -1. The fast path of __alloc_pages(). */
  allocateFast(order: number, gfp: number, cpu: number): number {
    return this.refused === 0 ? this.shortcut.take(order, gfp, cpu, 0) : this.takeNear(order, gfp, cpu);
  }

  /** The same where not every request may take the shortcut: from the zonelist of the cpu's node. */
  private takeNear(order: number, gfp: number, cpu: number): number {
    return this.takeOn(this.nodeOfCpu[cpu] as number, order, gfp, cpu);
  }

  /** The same from the zonelist of any node. */
  protected takeOn(nid: number, order: number, gfp: number, cpu: number): number {
    if ((gfp & this.refused) !== 0) return this.takeLongWay(order, gfp, cpu, nid);
    return this.shortcut.take(order, gfp, cpu, nid);
  }

  /** What the shortcut is not for: get_page_from_freelist() with all its rules. */
  takeLongWay(order: number, gfp: number, cpu: number, nid: number): number {
    const zonelist = this.zonelists[zonelistIndex(nid, gfp)] as Zonelist;
    const kswapd = (gfp & __GFP_KSWAPD_RECLAIM) !== 0 ? ALLOC_KSWAPD : 0;
    const flags =
      ALLOC_WMARK_LOW | cmaFlags(gfp, this.policy.groupsByMobility) | kswapd | zonelist.nofragment;
    return this.tryZonelist(zonelist, order, gfp, cpu, flags, nid);
  }

  /**
   * A block from the first zone that passes the watermark check under these flags: its first frame, or -1.
   * Zones come in the order of node `nid`, the cpu's own if left out.
   */
  allocateFrom(
    order: number,
    gfp: number,
    cpu: number,
    startFlags: number,
    nid = this.nodeOfCpu[cpu] as number,
  ): number {
    const zonelist = this.zonelists[zonelistIndex(nid, gfp)] as Zonelist;
    return this.tryZonelist(zonelist, order, gfp, cpu, startFlags, nid);
  }

  /** Flags of an attempt in the slow path. */
  slowFlags(order: number, gfp: number): number {
    return slowPathFlags(gfp, order, this.rules) | cmaFlags(gfp, this.policy.groupsByMobility);
  }

  /** True if some zone would pass the watermark check of the slow path. */
  couldServe(order: number, gfp: number, cpu: number): boolean {
    const { zones, highest } = this.zonelists[zonelistIndex(this.nodeOfCpu[cpu] as number, gfp)] as Zonelist;
    return this.passesSome(zones, order, gfp, highest, this.slowFlags(order, gfp));
  }

  /** True if one of the zones would pass the watermark check under these flags. */
  passesSome(zones: Int32Array, order: number, gfp: number, highest: number, flags: number): boolean {
    for (let i = 0; i < zones.length; i++)
      if (this.passes(zones[i] as number, order, gfp, highest, flags)) return true;
    return false;
  }

  /** Gives back a block that was allocated. @throws RangeError if there is no allocated block of that order */
  free(frame: number, order: number, cpu: number): void {
    this.shortcut.free(frame, order, cpu);
  }

  /** Two blocks from the cpu's lists, as two requests one after the other would have them; false, with nothing changed, if that is not all there is to it. */
  takeTwo(order: number, gfp: number, cpu: number, into: Float64Array): boolean {
    return this.refused === 0 && this.shortcut.takeTwo(order, gfp, cpu, 0, into);
  }

  /** Gives back two blocks that were allocated, one after the other. */
  freeTwo(first: number, second: number, order: number, cpu: number): void {
    this.shortcut.freeTwo(first, second, order, cpu);
  }

  /** Source: mm/page_alloc.c free_unref_page(), __free_pages_ok(). */
  freeLongWay(frame: number, order: number, cpu: number): void {
    const { buddy } = this;
    const zone = buddy.zoneOf(frame);
    const type = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
    const { freedPages } = this.levels;
    freedPages[zone] = (freedPages[zone] as number) + (1 << order);
    if (type !== ISOLATE && this.pcp.caches(order) && cpu !== this.pcp.busyCpu) {
      buddy.unuse(frame, order, IN_PCP | type);
      this.pcp.put(frame, order, zone, cpu, type);
    } else {
      buddy.unuse(frame, order, 0);
      this.freeToBuddy(frame, order, zone, type);
    }
  }

  /** Past the per-cpu lists: free_one_page(). */
  private freeToBuddy(frame: number, order: number, zone: number, type: number): void {
    const { buddy } = this;
    if (order <= buddy.pageblockOrder || !this.rules.keepsListsClean) {
      buddy.free(frame, order, zone, type, false);
      return;
    }
    // Each pageblock goes to the lists of its own type: split_large_buddy().
    const first = frame >>> buddy.pageblockOrder;
    for (let block = first; block < first + (1 << (order - buddy.pageblockOrder)); block++) {
      const own = buddy.typeOfBlock[block] as number;
      buddy.free(block * (1 << buddy.pageblockOrder), buddy.pageblockOrder, zone, own, false);
    }
  }

  /**
   * True if the zone has more free pages than the mark and what is kept from this request: __zone_watermark_ok().
   * `freePages` in place of those it has answers what if.
   */
  isAbove(
    zone: number,
    order: number,
    mark: number,
    highest: number,
    flags: number,
    freePages = this.buddy.freeOf[zone] as number,
  ): boolean {
    const { rules } = this;
    const free = freePages - this.unusable(zone, order, flags);
    let min = mark;
    if ((flags & ALLOC_MIN_RESERVE) !== 0) min -= Math.floor(min / 2);
    const isHarder = (flags & ALLOC_NON_BLOCK) !== 0 && (flags & ALLOC_OOM) === 0;
    if (rules.opensReservesToNonBlocking) {
      if ((flags & ALLOC_MIN_RESERVE) !== 0 && (flags & ALLOC_NON_BLOCK) !== 0) min -= Math.floor(min / 4);
    } else if (isHarder) {
      min -= Math.floor(min / 4);
    }
    if ((flags & ALLOC_OOM) !== 0) min -= Math.floor(min / 2);
    if (free <= min + this.lowmemReserve(zone, highest)) return false;
    return order === 0 || this.hasBlock(zone, order, flags);
  }

  /** Free pages that do not count for this request: __zone_watermark_unusable_free(). */
  unusable(zone: number, order: number, flags: number): number {
    const { levels, rules } = this;
    let pages = (1 << order) - 1;
    const opening = rules.opensReservesToNonBlocking
      ? ALLOC_NON_BLOCK | ALLOC_MIN_RESERVE | ALLOC_HIGHATOMIC | ALLOC_OOM
      : ALLOC_NON_BLOCK | ALLOC_OOM;
    if ((flags & opening) === 0 && (levels.highatomic[zone] as number) > 0) {
      pages += rules.countsFreeHighatomic
        ? this.rmqueue.freeOfType(zone, HIGHATOMIC)
        : (levels.highatomic[zone] as number);
    }
    if ((flags & ALLOC_CMA) === 0) pages += this.rmqueue.freeCma(zone);
    return pages;
  }

  /** The zones that a request on behalf of a node may use. */
  zonelistFor(nid: number, gfp: number): Zonelist {
    return this.zonelists[zonelistIndex(nid, gfp)] as Zonelist;
  }

  zonelistOf(cpu: number): Int32Array {
    return this.allZones[this.nodeOfCpu[cpu] as number] as Int32Array;
  }

  /** Zones of a node up to a kind, the lowest first. */
  zonesOfNode(nid: number, highest: number): readonly number[] {
    return this.zonesByNode[nid]?.[highest] ?? [];
  }

  /** The node's first cpu, on which its daemons run; cpu 0 for a node without. */
  cpuOfNode(nid: number): number {
    return Math.max(0, this.nodeOfCpu.indexOf(nid));
  }

  /** Pages of a zone kept from requests that may use zones up to that kind. */
  lowmemReserve(zone: number, highest: number): number {
    return this.levels.reserve[KINDS * zone + highest] as number;
  }

  /** MIN, LOW or HIGH with what fallbacks have added. Pages. */
  mark(zone: number, which: number): number {
    return (this.levels.marks[4 * zone + which] as number) + (this.levels.boost[zone] as number);
  }

  private tryZonelist(
    zonelist: Zonelist,
    order: number,
    gfp: number,
    cpu: number,
    startFlags: number,
    nid: number,
  ): number {
    let flags = startFlags;
    for (;;) {
      const frame = this.tryZones(zonelist, order, gfp, cpu, flags, nid);
      if (frame >= 0 || (flags & ALLOC_NOFRAGMENT) === 0) return frame;
      flags &= ~ALLOC_NOFRAGMENT;
    }
  }

  /** Source: mm/page_alloc.c get_page_from_freelist(). */
  private tryZones(
    zonelist: Zonelist,
    order: number,
    gfp: number,
    cpu: number,
    flags: number,
    nid: number,
  ): number {
    const { levels } = this;
    const { zones, highest } = zonelist;
    for (let i = 0; i < zones.length; i++) {
      const zone = zones[i] as number;
      if (this.hasManyNodes) {
        const zoneNid = levels.nid[zone] as number;
        if ((gfp & __GFP_THISNODE) !== 0) {
          if (zoneNid !== nid) continue;
        } else if ((flags & ALLOC_NOFRAGMENT) !== 0 && zoneNid !== levels.nid[zones[0] as number]) {
          // A fallback at home is better than a page of another node.
          return -1;
        }
      }
      if (!this.passes(zone, order, gfp, highest, flags)) continue;
      const frame = this.takeFromZone(zone, order, gfp, cpu, flags);
      if (frame < 0) continue;
      // Wherever the block came from: before v6.10 one from a highatomic list may lie in another type's pageblock.
      if ((flags & ALLOC_HIGHATOMIC) !== 0) this.reserveHighatomic(frame, order, zone);
      levels.allocatedPages[zone] = (levels.allocatedPages[zone] as number) + (1 << order);
      return frame;
    }
    return -1;
  }

  /** Source: mm/page_alloc.c zone_watermark_fast(). */
  private passes(zone: number, order: number, gfp: number, highest: number, flags: number): boolean {
    const { levels } = this;
    const which = flags & ALLOC_WMARK_MASK;
    if ((flags & (RESERVE_FLAGS | ALLOC_NO_WATERMARKS)) === 0 && levels.highatomic[zone] === 0) {
      const kept =
        (levels.floors[4 * (KINDS * zone + highest) + which] as number) + (levels.boost[zone] as number);
      const free = (this.buddy.freeOf[zone] as number) - ((1 << order) - 1);
      const cma = (flags & ALLOC_CMA) === 0 ? (levels.cma[zone] as number) : 0;
      // No page counts twice and none is set aside: the same in every kernel. Nor does it matter how much of the CMA is free.
      if (free - cma > kept) return order === 0 || this.hasBlock(zone, order, flags);
      if (cma === 0 && which !== 0) return false;
    }
    return (flags & ALLOC_NO_WATERMARKS) !== 0 || this.passesFully(zone, order, gfp, highest, flags);
  }

  private passesFully(zone: number, order: number, gfp: number, highest: number, flags: number): boolean {
    const { levels } = this;
    const which = flags & ALLOC_WMARK_MASK;
    const plain = levels.marks[4 * zone + which] as number;
    const mark = plain + (levels.boost[zone] as number);
    if (order === 0 && this.rules.overlooksHighatomic && this.isClearlyAbove(zone, mark, highest, flags))
      return true;
    if (this.isAbove(zone, order, mark, highest, flags)) return true;
    if (order > 0 || which !== 0 || levels.boost[zone] === 0) return false;
    // Requests that cannot wait do not wait for kswapd to take the boost back either.
    const ignoring = { nobody: 0, atomic: __GFP_ATOMIC, high: __GFP_HIGH }[this.rules.boostIgnoredBy];
    return (gfp & ignoring) !== 0 && this.isAbove(zone, order, plain, highest, flags);
  }

  /** First look of v5.4's zone_watermark_fast(). */
  private isClearlyAbove(zone: number, mark: number, highest: number, flags: number): boolean {
    const cma = (flags & ALLOC_CMA) !== 0 ? 0 : this.rmqueue.freeCma(zone);
    const kept = this.levels.reserve[KINDS * zone + highest] as number;
    return (this.buddy.freeOf[zone] as number) - cma > mark + kept;
  }

  /** Source: mm/page_alloc.c rmqueue(), rmqueue_buddy(). */
  private takeFromZone(zone: number, order: number, gfp: number, cpu: number, flags: number): number {
    const { buddy } = this;
    const type = this.typeOf(gfp);
    const state = USED | (migratetypeOf(gfp) << 4) | order;
    const hasCma = (this.levels.cma[zone] as number) > 0;
    if (this.pcp.caches(order) && cpu !== this.pcp.busyCpu && PcpLists.serves(type, flags, hasCma)) {
      const frame = this.pcp.take(zone, cpu, order, type, flags);
      if (frame >= 0) {
        buddy.mark(frame, order, state);
        return frame;
      }
      if (!this.rules.asksBuddyAfterPcp) return -1;
    }
    if ((flags & ALLOC_HIGHATOMIC) !== 0) {
      const frame = buddy.take(zone, order, HIGHATOMIC, state);
      if (frame >= 0) return frame;
    }
    this.rmqueue.begin();
    const frame = this.rmqueue.take(zone, order, type, flags, state, state);
    return frame >= 0 ? frame : this.takeLastReserve(zone, order, flags, state);
  }

  /** Highatomic pages for requests that would fail otherwise (v6.4). */
  private takeLastReserve(zone: number, order: number, flags: number, state: number): number {
    const mayHave = this.rules.opensReservesToNonBlocking && (flags & (ALLOC_OOM | ALLOC_NON_BLOCK)) !== 0;
    return mayHave ? this.buddy.take(zone, order, HIGHATOMIC, state) : -1;
  }

  private hasBlock(zone: number, order: number, flags: number): boolean {
    const { counts, maxOrder } = this.buddy;
    const harder = this.rules.opensReservesToNonBlocking ? ALLOC_HIGHATOMIC : ALLOC_NON_BLOCK;
    const mayHaveHighatomic = (flags & (harder | ALLOC_OOM)) !== 0;
    for (let o = order; o <= maxOrder; o++) {
      const list = listIndex(zone, o, 0);
      for (let type = 0; type < PCP_TYPES; type++) if (counts[list + type] !== 0) return true;
      if ((flags & ALLOC_CMA) !== 0 && counts[list + CMA] !== 0) return true;
      if (mayHaveHighatomic && counts[list + HIGHATOMIC] !== 0) return true;
    }
    return false;
  }

  /** Keeps the pageblock of an atomic block for the next ones: reserve_highatomic_pageblock(). */
  private reserveHighatomic(frame: number, order: number, zone: number): void {
    const { buddy, levels } = this;
    const cap = highatomicCap(levels.managed[zone] as number, 1 << buddy.pageblockOrder, this.rules);
    if ((levels.highatomic[zone] as number) >= cap) return;
    const block = frame >>> buddy.pageblockOrder;
    if (!isMergeable(buddy.typeOfBlock[block] as number)) return;
    const isWhole = order >= buddy.pageblockOrder;
    const spansAll = buddy.spansStart(frame, zone) && buddy.spansEnd(frame, zone);
    if (this.rules.keepsListsClean && !isWhole && !spansAll) return;
    const takesAll = this.rules.keepsListsClean && isWhole;
    const pages = 1 << (takesAll ? order : buddy.pageblockOrder);
    levels.setHighatomic(zone, (levels.highatomic[zone] as number) + pages);
    buddy.setType(block, takesAll ? order : 0, HIGHATOMIC);
    if (isWhole || !buddy.spansEnd(frame, zone)) return;
    const start = buddy.spansStart(frame, zone) ? buddy.startOfPageblock(frame) : frame;
    buddy.moveFreeBlocks(start, zone, HIGHATOMIC);
  }

  /** Migratetype that a request gets its pages from: gfp_migratetype(). */
  typeOf(gfp: number): number {
    return this.policy.groupsByMobility ? migratetypeOf(gfp) : UNMOVABLE;
  }

  /** Order of the allocated block that starts at a frame. */
  orderOf(frame: number): number {
    return orderOf(this.buddy.stateOf(frame));
  }
}

function zonesOfNode({ count, kind, nid: nids }: ZoneLevels, nid: number, highest: number): number[] {
  return Array.from({ length: count }, (_, zone) => zone)
    .filter((zone) => nids[zone] === nid && (kind[zone] as number) <= highest)
    .sort((a, b) => (kind[a] as number) - (kind[b] as number));
}
