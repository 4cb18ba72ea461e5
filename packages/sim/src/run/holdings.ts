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
import { HOLDER } from "../machine/page-fields";
import { blockPages } from "../order";
import type { PageContent } from "../page-states";
import { AgeList, NEXT, nextOlder, readNeighbours, SLOT_WORDS } from "./age-list";

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

/** Words of a slot besides its links: the block's first frame, and its order with what it holds. One cache line has all of them. */
const FRAME = 0;
const ORDER_AND_CONTENT = 1;
const CONTENT_SHIFT = 8;

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

  /**
   * By slot: frame, order and content, and two links, which are the neighbours in an age list. The first is also the next free slot, or the place
   * among the dropped ones.
   */
  private slots = new Int32Array(SLOT_WORDS * FIRST_CAPACITY);
  private pins = new Float64Array(FIRST_CAPACITY);
  private freeSlot = NONE;
  private usedSlots = 0;
  /** Blocks that may be given up, index = content * zones + zone. */
  private readonly ages: AgeList[];
  private readonly zones: number;
  /** Slots whose content is DROPPED, in no order. */
  private readonly dropped: number[] = [];
  private swappedPages = 0;
  /** What the last reclaim() did: a run out of memory asks a hundred thousand times. */
  private readonly done: Reclaimed = { pages: 0, scanned: 0, written: 0, swapped: 0, slab: 0 };
  /** What was read last to have it near, and the blocks that it was read for. */
  fetched = 0;
  private leaving = new Uint32Array(FIRST_CAPACITY);

  /** @param swapPages room in swap for anonymous pages */
  constructor(
    private readonly machine: Machine,
    private readonly swapPages: number,
  ) {
    this.zones = machine.zones.length;
    this.ages = Array.from({ length: OTHER * this.zones }, () => new AgeList());
  }

  /** Takes a block into the books: its slot. */
  take(grant: Grant): number {
    const slot = this.newSlot();
    const type = migratetypeOf(grant.gfp);
    const content = contentOf(grant, type);
    const at = SLOT_WORDS * slot;
    this.slots[at + FRAME] = grant.frame;
    this.slots[at + ORDER_AND_CONTENT] = grant.order | (content << CONTENT_SHIFT);
    this.pins[slot] = grant.pinnedUntilMs;
    if (content !== OTHER) {
      this.setSlot(grant.frame, slot);
      this.age(slot, content, 1);
    }
    return slot;
  }

  /** The holder is done with a block: its first frame, or -1 if it was given up before. The slot is free again. */
  release(slot: number): number {
    const content = this.contentAt(slot);
    const frame = content >= GIVEN_UP ? NONE : this.frameAt(slot);
    if (content < OTHER) this.forget(slot, content);
    if (content === DROPPED) {
      this.leaveDropped(slot);
      this.machine.cacheGone(slot);
    }
    if (content === SWAPPED) this.swappedPages -= blockPages(this.orderOf(slot));
    this.slots[SLOT_WORDS * slot + NEXT] = this.freeSlot;
    this.freeSlot = slot;
    return frame;
  }

  /** The holder will be done with the blocks of these slots before long, the first `count` of them: see Machine.fetch(). */
  fetch(slots: Uint32Array, count: number): void {
    if (count > this.leaving.length) this.leaving = new Uint32Array(2 * count);
    const { leaving, machine, slots: words } = this;
    const { fields } = machine;
    for (let i = 0; i < count; i++) leaving[i] = words[SLOT_WORDS * (slots[i] as number) + FRAME] as number;
    let read = 0;
    for (let i = 0; i < count; i++) {
      const frame = leaving[i] as number;
      read ^= fields.roomOf(frame)[fields.placeOf(frame) + HOLDER] as number;
    }
    for (let i = 0; i < count; i++) read ^= readNeighbours(slots[i] as number, words);
    this.fetched = read ^ machine.fetch(leaving, count);
  }

  /** One of the slots whose page cache was dropped, by a random number of 32 bits; -1 if there is none. */
  pickDropped(random: number): number {
    if (this.dropped.length === 0) return NONE;
    return this.dropped[Math.floor((random / TWO_POW_32) * this.dropped.length)] as number;
  }

  /** A dropped slot's page cache was read again into a block of its order. */
  refill(slot: number, frame: number): void {
    this.leaveDropped(slot);
    this.slots[SLOT_WORDS * slot + FRAME] = frame;
    this.become(slot, CLEAN_CACHE);
    this.pins[slot] = 0;
    this.setSlot(frame, slot);
    this.age(slot, CLEAN_CACHE, 1);
    this.machine.cacheRead(slot, this.orderOf(slot));
  }

  /** Order of a slot's block. */
  orderOf(slot: number): number {
    return (this.slots[SLOT_WORDS * slot + ORDER_AND_CONTENT] as number) & 0xff;
  }

  isPinned(frame: number): boolean {
    const slot = this.slotOf(frame);
    return slot < 0 || (this.pins[slot] as number) > this.nowMs;
  }

  /** Blocks that stay where they are have no slot to be found by: the kernel's own. */
  contentOf(frame: number): PageContent {
    const slot = this.slotOf(frame);
    return slot < 0 ? "kernel" : (CONTENT_NAMES[this.contentAt(slot)] ?? "kernel");
  }

  moved(from: number, to: number, order: number): void {
    const slot = this.slotOf(from);
    const content = this.contentAt(slot);
    this.age(slot, content, -1);
    this.setSlot(from, NONE);
    this.setSlot(to, slot);
    this.slots[SLOT_WORDS * slot + FRAME] = to;
    this.age(slot, content, 1);
    this.machine.moved(from, to, order);
  }

  dropIfClean(frame: number, order: number): boolean {
    const slot = this.slotOf(frame);
    if (slot < 0 || this.contentAt(slot) !== CLEAN_CACHE || this.isPinned(frame)) return false;
    this.forget(slot, CLEAN_CACHE);
    this.drop(slot);
    this.machine.letGo(frame, order);
    return true;
  }

  reclaim(request: ReclaimRequest): Reclaimed {
    const { levels } = this.machine.allocator;
    const { done } = this;
    done.pages = done.scanned = done.written = done.swapped = done.slab = 0;
    for (let content = CLEAN_CACHE; content <= ANON; content++) {
      if (content === DIRTY_CACHE && !request.mayWrite) continue;
      if (content === ANON && !request.maySwap) continue;
      for (let zone = this.zones - 1; zone >= 0; zone--) {
        const ages = this.agesOf(content, zone);
        if (ages.first === NONE) continue;
        const isWanted = levels.nid[zone] === request.nid && (levels.kind[zone] as number) <= request.highest;
        if (isWanted) this.reclaimList(content, ages, request, done);
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
      const next = nextOlder(slot, this.slots);
      const pages = blockPages(this.orderOf(slot));
      if (content === ANON && this.swappedPages + pages > this.swapPages) return;
      done.scanned += pages;
      if (!this.isPinned(this.frameAt(slot))) {
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
    const frame = this.frameAt(slot);
    const order = this.orderOf(slot);
    if (content === ANON) this.swappedPages += blockPages(order);
    this.forget(slot, content);
    if (content <= DIRTY_CACHE) this.drop(slot);
    else this.become(slot, content === ANON ? SWAPPED : GIVEN_UP);
    this.machine.free(frame, order, cpu);
  }

  private drop(slot: number): void {
    this.become(slot, DROPPED);
    this.slots[SLOT_WORDS * slot + NEXT] = this.dropped.length;
    this.dropped.push(slot);
    this.machine.cacheDropped(slot, this.orderOf(slot));
  }

  private leaveDropped(slot: number): void {
    const place = this.slots[SLOT_WORDS * slot + NEXT] as number;
    const last = this.dropped.pop() as number;
    if (last === slot) return;
    this.dropped[place] = last;
    this.slots[SLOT_WORDS * last + NEXT] = place;
  }

  private forget(slot: number, content: number): void {
    this.age(slot, content, -1);
    this.setSlot(this.frameAt(slot), NONE);
  }

  /** Into the list of its kind and zone (1) or out of it (-1). */
  private age(slot: number, content: number, sign: 1 | -1): void {
    const ages = this.agesOf(content, this.machine.buddy.zoneOf(this.frameAt(slot)));
    if (sign > 0) ages.add(slot, this.slots);
    else ages.remove(slot, this.slots);
    ages.pages += sign * blockPages(this.orderOf(slot));
  }

  private agesOf(content: number, zone: number): AgeList {
    return this.ages[content * this.zones + zone] as AgeList;
  }

  /** By a block's first frame; -1 for blocks that stay where they are. */
  private slotOf(frame: number): number {
    const { fields } = this.machine;
    return (fields.roomOf(frame)[fields.placeOf(frame) + HOLDER] as number) - 1;
  }

  private setSlot(frame: number, slot: number): void {
    const { fields } = this.machine;
    fields.roomFor(frame)[fields.placeOf(frame) + HOLDER] = slot + 1;
  }

  private frameAt(slot: number): number {
    return (this.slots[SLOT_WORDS * slot + FRAME] as number) >>> 0;
  }

  private contentAt(slot: number): number {
    return (this.slots[SLOT_WORDS * slot + ORDER_AND_CONTENT] as number) >>> CONTENT_SHIFT;
  }

  /** Its content is another from now on. */
  private become(slot: number, content: number): void {
    this.slots[SLOT_WORDS * slot + ORDER_AND_CONTENT] = this.orderOf(slot) | (content << CONTENT_SHIFT);
  }

  private newSlot(): number {
    const slot = this.freeSlot;
    if (slot !== NONE) {
      this.freeSlot = this.slots[SLOT_WORDS * slot + NEXT] as number;
      return slot;
    }
    if (this.usedSlots === this.pins.length) this.grow();
    return this.usedSlots++;
  }

  private grow(): void {
    const { slots, pins } = this;
    this.slots = new Int32Array(2 * slots.length);
    this.slots.set(slots);
    this.pins = new Float64Array(2 * pins.length);
    this.pins.set(pins);
  }
}

function contentOf({ isCache, isDirty }: Grant, type: number): number {
  if (isCache) return isDirty ? DIRTY_CACHE : CLEAN_CACHE;
  if (type === MOVABLE) return ANON;
  return type === RECLAIMABLE ? SLAB : OTHER;
}
