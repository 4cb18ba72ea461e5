/**
 * A block out of one zone for one migratetype, from another type's pageblocks if need be.
 * Source: mm/page_alloc.c __rmqueue(), __rmqueue_fallback(), find_suitable_fallback(), steal_suitable_fallback();
 * v6.15 and later __rmqueue_claim(), __rmqueue_steal().
 */

import { ALLOC_CMA, ALLOC_NOFRAGMENT } from "./alloc-flags";
import { listIndex } from "./block-lists";
import type { Buddy } from "./buddy";
import type { VmEvents } from "./events";
import type { KernelRules } from "./kernel";
import { CMA, FALLBACKS, HIGHATOMIC, MOVABLE, PCP_TYPES } from "./migratetype";
import { IN_PCP } from "./page-state";
import type { AllocatorPolicy } from "./policy";
import type { ZoneLevels } from "./zone-levels";

/** Where the next block of one refill is looked for first (v6.15, enum rmqueue_mode). */
const NORMAL = 0;
const FROM_CMA = 1;
const STEALING = 2;

export class Rmqueue {
  /** Pages taken since NR_FREE_PAGES was last brought up to date; before v6.10 a refill does that once, at its end. */
  unaccountedPages = 0;

  private readonly blockPages: number;
  /** From this order on movable requests claim pageblocks; and pages that must be free or alike in one. */
  private readonly claimOrder: number;
  private readonly alikePages: number;
  private readonly boostFactor: number;
  private mode = NORMAL;

  constructor(
    private readonly buddy: Buddy,
    private readonly levels: ZoneLevels,
    private readonly rules: KernelRules,
    private readonly events: VmEvents,
    { claimPercent, alikePercent, watermarkBoostFactor }: AllocatorPolicy,
  ) {
    this.blockPages = 1 << buddy.pageblockOrder;
    this.claimOrder = Math.floor((buddy.pageblockOrder * claimPercent) / 100);
    this.alikePages = Math.floor((this.blockPages * alikePercent) / 100);
    this.boostFactor = watermarkBoostFactor;
  }

  /** A refill or a single request begins. */
  begin(): void {
    this.mode = NORMAL;
    this.unaccountedPages = 0;
  }

  /**
   * First frame of a block of 2^order pages, or -1. The block is marked `state`, or `cmaState` if it came from CMA.
   * `type` is one of the PCP_TYPES.
   */
  take(zone: number, order: number, type: number, flags: number, state: number, cmaState: number): number {
    if ((flags & ALLOC_CMA) !== 0 && (this.levels.cma[zone] as number) > 0) {
      return this.takeWithCma(zone, order, type, flags, state, cmaState);
    }
    if (this.mode === NORMAL) {
      const frame = this.buddy.take(zone, order, type, state);
      if (frame >= 0) return frame;
    }
    return this.fallBack(zone, order, type, flags, state);
  }

  /** The same up to `wanted` times, for an empty per-cpu list: frames are written to `into`, downwards from `top`; how many. Source: rmqueue_bulk(). */
  takeMany(
    zone: number,
    order: number,
    type: number,
    flags: number,
    wanted: number,
    into: Int32Array,
    top: number,
  ): number {
    const { buddy } = this;
    const isPlain = (flags & ALLOC_CMA) === 0 || !this.mayPreferCma(zone, wanted << order);
    this.begin();
    let taken = 0;
    while (taken < wanted) {
      if (isPlain && this.mode === NORMAL) {
        taken += buddy.takeMany(zone, order, type, IN_PCP | type, wanted - taken, into, top - taken);
        if (taken === wanted) break;
      }
      if (!this.rules.keepsListsClean) this.unaccountedPages = taken << order;
      const frame = this.take(zone, order, type, flags, IN_PCP | type, IN_PCP | CMA);
      if (frame < 0) break;
      taken++;
      into[top - taken] = frame;
    }
    return taken;
  }

  private takeWithCma(
    zone: number,
    order: number,
    type: number,
    flags: number,
    state: number,
    cmaState: number,
  ): number {
    const { buddy } = this;
    const free = (buddy.freeOf[zone] as number) + this.unaccountedPages;
    if (this.mayPreferCma(zone, 0) && this.freeCma(zone) > free / 2) {
      const frame = buddy.take(zone, order, CMA, cmaState);
      if (frame >= 0) return frame;
    }
    if (this.mode === NORMAL) {
      const frame = buddy.take(zone, order, type, state);
      if (frame >= 0) return frame;
    }
    if (this.mode !== STEALING) {
      const frame = buddy.take(zone, order, CMA, cmaState);
      if (frame >= 0) {
        if (this.rules.claimsOrSteals) this.mode = FROM_CMA;
        return frame;
      }
    }
    return this.fallBack(zone, order, type, flags, state);
  }

  /** Whether more than half of what is free may be CMA while so many pages are taken: all of the zone's CMA would be. */
  private mayPreferCma(zone: number, pages: number): boolean {
    const cma = this.levels.cma[zone] as number;
    return this.rules.balancesCma && cma > ((this.buddy.freeOf[zone] as number) - pages) / 2;
  }

  private fallBack(zone: number, order: number, type: number, flags: number, state: number): number {
    if (this.rules.claimsOrSteals) return this.claimOrSteal(zone, order, type, flags, state);
    return this.moveFallback(zone, order, type, flags) ? this.buddy.take(zone, order, type, state) : -1;
  }

  /** NR_FREE_CMA_PAGES of a zone. */
  freeCma(zone: number): number {
    return (this.levels.cma[zone] as number) > 0 ? this.freeOfType(zone, CMA) : 0;
  }

  /** Free pages on the lists of one type. */
  freeOfType(zone: number, type: number): number {
    let pages = 0;
    for (let order = 0; order <= this.buddy.maxOrder; order++)
      pages += (this.buddy.counts[listIndex(zone, order, type)] as number) * (1 << order);
    return pages;
  }

  /** Before v6.15: moves blocks of another type to ours. False if there is none. */
  private moveFallback(zone: number, order: number, type: number, flags: number): boolean {
    const { buddy } = this;
    const least = this.leastFallbackOrder(order, flags);
    for (let found = buddy.maxOrder; found >= least; found--) {
      const other = this.fallbackType(zone, found, type);
      if (other < 0) continue;
      const mayClaim = this.mayClaim(found, type);
      if (mayClaim || type !== MOVABLE || found === order) {
        this.moveOver(zone, found, type, other, mayClaim);
        return true;
      }
      // A movable request that cannot have the whole block does less harm with the smallest one.
      let smallest = order;
      while (this.fallbackType(zone, smallest, type) < 0) smallest++;
      const from = this.fallbackType(zone, smallest, type);
      this.moveOver(zone, smallest, type, from, this.mayClaim(smallest, type));
      return true;
    }
    return false;
  }

  /** Moves the head of another type's list to our lists, with its whole pageblock where that is worth it. */
  private moveOver(zone: number, found: number, type: number, other: number, mayClaim: boolean): void {
    const { buddy } = this;
    const frame = buddy.head(zone, found, other);
    const block = frame >>> buddy.pageblockOrder;
    const old = buddy.typeOfBlock[block] as number;
    this.fellBack(type, other);
    if (old !== HIGHATOMIC && found >= buddy.pageblockOrder) {
      buddy.setType(block, found, type);
      this.events.claims++;
    } else if (old !== HIGHATOMIC) {
      this.boostWatermark(zone);
      if (mayClaim && buddy.spansEnd(frame, zone)) {
        // move_freepages_block() leaves out what lies before the block it was given if the zone begins in between.
        buddy.moveFreeBlocks(
          buddy.spansStart(frame, zone) ? buddy.startOfPageblock(frame) : frame,
          zone,
          type,
        );
        if (this.isWorthClaiming(type, old)) {
          buddy.setType(block, found, type);
          this.events.claims++;
        }
        return;
      }
    }
    buddy.moveBlock(frame, found, zone, type);
  }

  /** v6.15 and later: the largest block whose pageblock can be claimed, else the smallest one, cut in place. */
  private claimOrSteal(zone: number, order: number, type: number, flags: number, state: number): number {
    const { buddy } = this;
    const least = this.leastFallbackOrder(order, flags);
    for (let found = buddy.maxOrder; found >= least && this.mode !== STEALING; found--) {
      if (!this.mayClaim(found, type)) break;
      const other = this.fallbackType(zone, found, type);
      if (other < 0) continue;
      const frame = this.claim(zone, order, found, type, other, state);
      if (frame < 0) continue;
      this.mode = NORMAL;
      return frame;
    }
    if ((flags & ALLOC_NOFRAGMENT) !== 0) return -1;
    for (let found = order; found <= buddy.maxOrder; found++) {
      const other = this.fallbackType(zone, found, type);
      if (other < 0) continue;
      this.fellBack(type, other);
      this.mode = STEALING;
      return buddy.takeFrom(buddy.head(zone, found, other), found, order, zone, other, state);
    }
    return -1;
  }

  private claim(
    zone: number,
    order: number,
    found: number,
    type: number,
    other: number,
    state: number,
  ): number {
    const { buddy } = this;
    const frame = buddy.head(zone, found, other);
    const block = frame >>> buddy.pageblockOrder;
    const old = buddy.typeOfBlock[block] as number;
    if (old === HIGHATOMIC) return -1;
    if (found < buddy.pageblockOrder) {
      this.boostWatermark(zone);
      if (!buddy.spansStart(frame, zone) || !buddy.spansEnd(frame, zone)) return -1;
      const start = buddy.startOfPageblock(frame);
      buddy.countBlock(start);
      if (!this.isWorthClaiming(type, old)) return -1;
      buddy.moveFreeBlocks(start, zone, type);
      buddy.setType(block, found, type);
      this.fellBack(type, other);
      this.events.claims++;
      return buddy.take(zone, order, type, state);
    }
    buddy.setType(block, found, type);
    this.fellBack(type, other);
    this.events.claims++;
    return buddy.takeFrom(frame, found, order, zone, type, state);
  }

  private fellBack(type: number, other: number): void {
    const { extfragOf } = this.events;
    this.events.extfrag++;
    const index = PCP_TYPES * type + other;
    extfragOf[index] = (extfragOf[index] as number) + 1;
  }

  /** True if the zone has a block of that order or more on a list of that type, or could claim one: __compact_finished(). */
  hasBlockFor(zone: number, order: number, type: number): boolean {
    const { counts, maxOrder } = this.buddy;
    for (let found = order; found <= maxOrder; found++) {
      if (counts[listIndex(zone, found, type)] !== 0) return true;
      if (type === MOVABLE && counts[listIndex(zone, found, CMA)] !== 0) return true;
      if (this.fallbackType(zone, found, type) >= 0 && this.mayClaim(found, type)) return true;
    }
    return false;
  }

  private leastFallbackOrder(order: number, flags: number): number {
    const isBound = (flags & ALLOC_NOFRAGMENT) !== 0 && order < this.buddy.pageblockOrder;
    return isBound ? this.buddy.pageblockOrder : order;
  }

  /** The first fallback type with a free block of exactly that order, or -1. */
  private fallbackType(zone: number, order: number, type: number): number {
    const { counts } = this.buddy;
    const first = FALLBACKS[2 * type] as number;
    if (counts[listIndex(zone, order, first)] !== 0) return first;
    const second = FALLBACKS[2 * type + 1] as number;
    return counts[listIndex(zone, order, second)] !== 0 ? second : -1;
  }

  private mayClaim(order: number, type: number): boolean {
    return order >= this.claimOrder || type !== MOVABLE;
  }

  /** Half of the pageblock is free or alike. Unmovable and reclaimable pages cannot be told apart. */
  private isWorthClaiming(type: number, old: number): boolean {
    const { free, movable } = this.buddy.census;
    const alike = type === MOVABLE ? movable : old === MOVABLE ? this.blockPages - free - movable : 0;
    return free + alike >= this.alikePages;
  }

  private boostWatermark(zone: number): void {
    const { levels } = this;
    const { boost, managed, marks } = levels;
    if (this.rules.sparesSmallZonesTheBoost && 4 * this.blockPages > (managed[zone] as number)) return;
    const high = marks[4 * zone + 2] as number;
    const most = Math.floor((high * this.boostFactor) / 10_000);
    if (most === 0) return;
    levels.setBoost(
      zone,
      Math.min((boost[zone] as number) + this.blockPages, Math.max(most, this.blockPages)),
    );
  }
}
