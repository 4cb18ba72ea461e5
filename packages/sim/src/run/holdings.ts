/**
 * What callers hold: one slot for each allocated block, and the way back from a block that is to be moved or given up to its slot.
 *
 * Reclaim is an outline. Pages go oldest first, without a second chance: clean page cache, dirty page cache where the caller may
 * write, pages of reclaimable slabs, then anonymous pages as far as there is swap. What a page costs is counted, not timed.
 * There are no processes, so the OOM killer finds nobody.
 * Source: mm/vmscan.c shrink_lruvec(), shrink_slab(), of which this keeps what goes and in which order of kinds.
 */

import { migratetypeOf } from "../allocator/gfp";
import { MOVABLE, RECLAIMABLE } from "../allocator/migratetype";
import type { PageOwner, Reclaimed, ReclaimRequest } from "../allocator/page-owner";
import type { Machine } from "../machine/machine";
import { blockPages } from "../order";
import type { PageContent } from "../page-states";
import { AgeList, nextOlder } from "./age-list";

/** What a block holds. The first four may be given up, in this order. */
const CLEAN_CACHE = 0;
const DIRTY_CACHE = 1;
const SLAB = 2;
const ANON = 3;
const OTHER = 4;
const GIVEN_UP = 5;
const SWAPPED = 6;
/** Page cache that reclaim or a migration has dropped: its file can be read again until its time is over. */
const DROPPED = 7;

/** By what a block holds. */
const CONTENT_NAMES: readonly PageContent[] = [
  "clean page cache",
  "dirty page cache",
  "slab",
  "anonymous",
  "kernel",
];

const TWO_POW_32 = 4_294_967_296;

const NONE = -1;
const FIRST_CAPACITY = 1024;

/** A request that was granted. */
export interface Grant {
  frame: number;
  order: number;
  gfp: number;
  isCache: boolean;
  /** Page cache that was written to and is not on disk yet. */
  isDirty: boolean;
  /** Until then a reference keeps the block where it is, ms; 0 = not pinned. */
  pinnedUntilMs: number;
}

export class Holdings implements PageOwner {
  /** Simulated time, for pins that end. */
  nowMs = 0;

  private frames = new Uint32Array(FIRST_CAPACITY);
  private orders = new Uint8Array(FIRST_CAPACITY);
  private contents = new Uint8Array(FIRST_CAPACITY);
  private pins = new Float64Array(FIRST_CAPACITY);
  /** Neighbours in an age list; the next free slot; the place among the dropped ones. */
  private links = new Int32Array(2 * FIRST_CAPACITY);
  private freeSlot = NONE;
  private usedSlots = 0;
  /** Slot plus one by a block's first frame, 0 for blocks that stay where they are. */
  private readonly slotOf: Uint32Array;
  /** Blocks that may be given up, index = content * zones + zone. */
  private readonly ages: AgeList[];
  private readonly zones: number;
  /** Slots whose content is DROPPED, in no order. */
  private readonly dropped: number[] = [];
  private swappedPages = 0;

  /** @param swapPages room in swap for anonymous pages */
  constructor(
    private readonly machine: Machine,
    private readonly swapPages: number,
  ) {
    this.slotOf = new Uint32Array(machine.buddy.frames);
    this.zones = machine.zones.length;
    this.ages = Array.from({ length: OTHER * this.zones }, () => new AgeList());
  }

  /** Takes a block into the books: its slot. */
  take(grant: Grant): number {
    const slot = this.newSlot();
    const type = migratetypeOf(grant.gfp);
    const content = contentOf(grant, type);
    this.frames[slot] = grant.frame;
    this.orders[slot] = grant.order;
    this.contents[slot] = content;
    this.pins[slot] = grant.pinnedUntilMs;
    if (content !== OTHER) {
      this.slotOf[grant.frame] = slot + 1;
      this.age(slot, content, 1);
    }
    return slot;
  }

  /** The holder is done with a block: its first frame, or -1 if it was given up before. The slot is free again. */
  release(slot: number): number {
    const content = this.contents[slot] as number;
    const frame = content >= GIVEN_UP ? NONE : (this.frames[slot] as number);
    if (content < OTHER) this.forget(slot, content);
    if (content === DROPPED) {
      this.leaveDropped(slot);
      this.machine.cacheGone(slot);
    }
    if (content === SWAPPED) this.swappedPages -= blockPages(this.orders[slot] as number);
    this.links[2 * slot] = this.freeSlot;
    this.freeSlot = slot;
    return frame;
  }

  /** One of the slots whose page cache was dropped, by a random number of 32 bits; -1 if there is none. */
  pickDropped(random: number): number {
    if (this.dropped.length === 0) return NONE;
    return this.dropped[Math.floor((random / TWO_POW_32) * this.dropped.length)] as number;
  }

  /** A dropped slot's page cache was read again into a block of its order. */
  refill(slot: number, frame: number): void {
    this.leaveDropped(slot);
    this.frames[slot] = frame;
    this.contents[slot] = CLEAN_CACHE;
    this.pins[slot] = 0;
    this.slotOf[frame] = slot + 1;
    this.age(slot, CLEAN_CACHE, 1);
    this.machine.cacheRead(slot, this.orderOf(slot));
  }

  /** Order of a slot's block. */
  orderOf(slot: number): number {
    return this.orders[slot] as number;
  }

  isPinned(frame: number): boolean {
    const slot = (this.slotOf[frame] as number) - 1;
    return slot < 0 || (this.pins[slot] as number) > this.nowMs;
  }

  /** Blocks that stay where they are have no slot to be found by: the kernel's own. */
  contentOf(frame: number): PageContent {
    const slot = (this.slotOf[frame] as number) - 1;
    return slot < 0 ? "kernel" : (CONTENT_NAMES[this.contents[slot] as number] ?? "kernel");
  }

  moved(from: number, to: number, order: number): void {
    const slot = (this.slotOf[from] as number) - 1;
    const content = this.contents[slot] as number;
    this.age(slot, content, -1);
    this.slotOf[from] = 0;
    this.slotOf[to] = slot + 1;
    this.frames[slot] = to;
    this.age(slot, content, 1);
    this.machine.moved(from, to, order);
  }

  dropIfClean(frame: number, order: number): boolean {
    const slot = (this.slotOf[frame] as number) - 1;
    if (slot < 0 || this.contents[slot] !== CLEAN_CACHE || this.isPinned(frame)) return false;
    this.forget(slot, CLEAN_CACHE);
    this.drop(slot);
    this.machine.letGo(frame, order);
    return true;
  }

  reclaim(request: ReclaimRequest): Reclaimed {
    const { levels } = this.machine.allocator;
    const done: Reclaimed = { pages: 0, scanned: 0, written: 0, swapped: 0, slab: 0 };
    for (let content = CLEAN_CACHE; content <= ANON; content++) {
      if (content === DIRTY_CACHE && !request.mayWrite) continue;
      if (content === ANON && !request.maySwap) continue;
      for (let zone = this.zones - 1; zone >= 0; zone--) {
        const isWanted = levels.nid[zone] === request.nid && (levels.kind[zone] as number) <= request.highest;
        if (isWanted) this.reclaimList(content, this.agesOf(content, zone), request, done);
      }
    }
    return done;
  }

  reclaimablePages(zone: number): number {
    let pages = 0;
    for (let content = CLEAN_CACHE; content <= SLAB; content++) pages += this.agesOf(content, zone).pages;
    return pages + Math.min(this.agesOf(ANON, zone).pages, this.swapPages - this.swappedPages);
  }

  kill(): number {
    return 0;
  }

  private reclaimList(content: number, ages: AgeList, request: ReclaimRequest, done: Reclaimed): void {
    for (let slot = ages.first; slot !== NONE && done.pages < request.pages; ) {
      const next = nextOlder(slot, this.links);
      const pages = blockPages(this.orders[slot] as number);
      if (content === ANON && this.swappedPages + pages > this.swapPages) return;
      done.scanned += pages;
      if (!this.isPinned(this.frames[slot] as number)) {
        this.giveUp(slot, content, request.cpu);
        done.pages += pages;
        if (content === DIRTY_CACHE) done.written += pages;
        if (content === SLAB) done.slab += pages;
        if (content === ANON) done.swapped += pages;
      }
      slot = next;
    }
  }

  private giveUp(slot: number, content: number, cpu: number): void {
    const frame = this.frames[slot] as number;
    const order = this.orders[slot] as number;
    if (content === ANON) this.swappedPages += blockPages(order);
    this.forget(slot, content);
    if (content <= DIRTY_CACHE) this.drop(slot);
    else this.contents[slot] = content === ANON ? SWAPPED : GIVEN_UP;
    this.machine.free(frame, order, cpu);
  }

  private drop(slot: number): void {
    this.contents[slot] = DROPPED;
    this.links[2 * slot] = this.dropped.length;
    this.dropped.push(slot);
    this.machine.cacheDropped(slot, this.orderOf(slot));
  }

  private leaveDropped(slot: number): void {
    const place = this.links[2 * slot] as number;
    const last = this.dropped.pop() as number;
    if (last === slot) return;
    this.dropped[place] = last;
    this.links[2 * last] = place;
  }

  private forget(slot: number, content: number): void {
    this.age(slot, content, -1);
    this.slotOf[this.frames[slot] as number] = 0;
  }

  /** Into the list of its kind and zone (1) or out of it (-1). */
  private age(slot: number, content: number, sign: 1 | -1): void {
    const ages = this.agesOf(content, this.machine.buddy.zoneOf(this.frames[slot] as number));
    if (sign > 0) ages.add(slot, this.links);
    else ages.remove(slot, this.links);
    ages.pages += sign * blockPages(this.orders[slot] as number);
  }

  private agesOf(content: number, zone: number): AgeList {
    return this.ages[content * this.zones + zone] as AgeList;
  }

  private newSlot(): number {
    const slot = this.freeSlot;
    if (slot !== NONE) {
      this.freeSlot = this.links[2 * slot] as number;
      return slot;
    }
    if (this.usedSlots === this.frames.length) this.grow();
    return this.usedSlots++;
  }

  private grow(): void {
    const wider = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    const size = 2 * this.frames.length;
    this.frames = wider(new Uint32Array(size), this.frames);
    this.orders = wider(new Uint8Array(size), this.orders);
    this.contents = wider(new Uint8Array(size), this.contents);
    this.pins = wider(new Float64Array(size), this.pins);
    this.links = wider(new Int32Array(2 * size), this.links);
  }
}

function contentOf({ isCache, isDirty }: Grant, type: number): number {
  if (isCache) return isDirty ? DIRTY_CACHE : CLEAN_CACHE;
  if (type === MOVABLE) return ANON;
  return type === RECLAIMABLE ? SLAB : OTHER;
}
