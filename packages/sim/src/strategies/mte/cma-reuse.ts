/**
 * Tag storage in CMA: who may have it, how a block is emptied for tags, and what a page without tags does.
 * Source: RFC v3 (A. Elisei, 25 Jan 2024), arch/arm64/kernel/mte_tag_storage.c and arch/arm64/mm/fault.c
 * handle_folio_missing_tag_storage(), replace_folio_with_tagged().
 */

import type { ContigFailure } from "../../allocator/contig/result";
import { __GFP_DIRECT_RECLAIM, __GFP_TAGGED, GFP_HIGHUSER_MOVABLE } from "../../allocator/gfp";
import { CMA } from "../../allocator/migratetype";
import { orderOf } from "../../allocator/page-state";
import type { Machine } from "../../machine/machine";
import type { NameRun } from "../../machine/page-names";
import { TagStorage } from "../../machine/tag-storage";
import { blockPages } from "../../order";
import { noteAtomicRefusal, noteBlockedFault } from "./incidents";
import type { NoStorage } from "./no-storage";
import { TagBlocks } from "./tag-blocks";
import { TaggedPages } from "./tagged-pages";

export interface CmaReuseOptions {
  /** How often a block is tried while it is busy. */
  tries: number;
  /** Times that an access faults again before it waits: two faults each. */
  replays: number;
}

/** What happened so far. */
export interface CmaReuseCounts {
  /** Pages of data that were moved out of blocks, and pages of clean page cache that were dropped there. */
  movedOut: number;
  dropped: number;
  /** Blocks that could not be had, by what was in the way; at each try to reserve, not for each alloc_contig_range(). */
  failed: Map<NoStorage["obstacle"], number>;
  atomicRefusals: number;
  /** Accesses to a tagged page without storage. */
  faults: number;
  /** Faults that gave up the first time and came again: VM_FAULT_RETRY. */
  retried: number;
  /** Data pages that were moved to another page because their tags had no place. */
  replaced: number;
  /** Accesses that faulted in vain and had to wait. */
  stuck: number;
  /** Pages whose tags were put aside, by page number, when they moved to a page without storage. */
  tagsAside: number;
}

/** How many waiting accesses a tick looks at: a bound on what one costs. */
const RETRIES_PER_TICK = 32;

export class CmaReuse {
  readonly storage: TagStorage;
  readonly blocks: TagBlocks<NoStorage>;
  readonly counts: CmaReuseCounts = {
    movedOut: 0,
    dropped: 0,
    failed: new Map(),
    atomicRefusals: 0,
    faults: 0,
    retried: 0,
    replaced: 0,
    stuck: 0,
    tagsAside: 0,
  };

  readonly pages: TaggedPages;
  /** Callers' blocks that faulted in vain, by their first frames, in the order in which they try again. */
  readonly waiting = new Set<number>();

  /** First frames of tagged blocks that fault at the next access, those that wait among them. None of them has its tags stored. */
  private readonly unmapped = new Set<number>();
  /** Some came that have not been reached for yet. Every request asks, and asking the sets how large they are takes longer. */
  private hasNew = false;
  private isEmptying = false;

  constructor(
    private readonly machine: Machine,
    private readonly options: CmaReuseOptions,
  ) {
    this.storage = new TagStorage(machine.early.input);
    this.pages = new TaggedPages(machine.buddy.frames);
    this.blocks = new TagBlocks<NoStorage>(this.storage, {
      take: (block) => this.takeBlock(block),
      give: (block) => this.machine.giveRange(this.frameOf(block), this.storage.pagesOf(block)),
    });
  }

  /** arch_alloc_page(): best effort, but for callers who may not sleep. */
  allocated(frame: number, order: number): boolean {
    const { machine } = this;
    if ((machine.gfp & __GFP_TAGGED) === 0) return true;
    if ((machine.gfp & __GFP_DIRECT_RECLAIM) === 0) {
      this.counts.atomicRefusals++;
      noteAtomicRefusal(machine, this.storage, frame, order);
      return false;
    }
    this.pages.mark(frame, false);
    if (this.reserve(frame, order) !== null) this.unmap(frame);
    return true;
  }

  /** arch_free_pages_prepare(). */
  freed(frame: number, order: number): void {
    if (!this.pages.isTagged(frame)) return;
    if (this.pages.isStored(frame)) this.blocks.release(this.pfnOf(frame), blockPages(order));
    else this.forgetUnmapped(frame);
    this.pages.clear(frame);
  }

  /** The new page has no storage yet: the tags are put aside until it is reached for. Source: RFC v3, patch 28. */
  moved(from: number, to: number, order: number): void {
    if (!this.pages.isTagged(from)) return;
    if (this.pages.isStored(from)) {
      this.blocks.release(this.pfnOf(from), blockPages(order));
      this.counts.tagsAside += blockPages(order);
    } else this.forgetUnmapped(from);
    this.pages.clear(from);
    this.pages.mark(to, false);
    this.unmap(to);
  }

  /** Callers reach for their pages. Those that are moved meanwhile have their turn the next time. */
  settle(): void {
    if (!this.hasNew) return;
    this.hasNew = false;
    for (const frame of [...this.unmapped])
      if (this.unmapped.has(frame) && !this.waiting.has(frame)) this.access(frame);
  }

  /** Those who wait have faulted all the time. */
  tick(): void {
    let left = Math.min(RETRIES_PER_TICK, this.waiting.size);
    for (const frame of this.waiting) {
      if (left-- <= 0) return;
      this.waiting.delete(frame);
      this.access(frame);
    }
  }

  /** Names the blocks that keep tags. */
  eachReserved(tell: NameRun): void {
    for (const block of this.blocks.reserved())
      tell(this.frameOf(block), this.storage.pagesOf(block), "tag_storage");
  }

  /** Clean page cache in a block is dropped, not moved. */
  cacheDropped(order: number): void {
    if (this.isEmptying) this.counts.dropped += blockPages(order);
  }

  /** The next access to the block faults. */
  private unmap(frame: number): void {
    this.unmapped.add(frame);
    this.hasNew = true;
  }

  private forgetUnmapped(frame: number): void {
    this.unmapped.delete(frame);
    this.waiting.delete(frame);
  }

  /** A fault on a tagged page without storage, and those that follow until the page can be mapped or nothing moves. */
  private access(first: number): void {
    const { buddy, frames } = this.machine;
    let frame = first;
    let failure: NoStorage | null = null;
    this.counts.faults++;
    for (let replay = 0; replay < this.options.replays; replay++) {
      const order = orderOf(buddy.stateOf(frame));
      // A page of tag storage cannot carry tags, wherever it came from: patch 27.
      if (!this.storage.holds(frames.pfnOf(frame))) {
        failure = this.reserve(frame, order);
        if (failure === null || !this.pages.isTagged(frame)) return;
        this.counts.retried++;
        failure = this.reserve(frame, order);
        if (failure === null || !this.pages.isTagged(frame)) return;
      }
      const to = this.replace(frame, order);
      if (to < 0) break;
      frame = to;
      if (this.pages.isStored(frame)) return;
    }
    if (!this.pages.isTagged(frame)) return;
    this.counts.stuck++;
    this.unmapped.add(frame);
    this.waiting.add(frame);
    noteBlockedFault(this.machine, this.storage, frame, failure);
  }

  /** Moves the data page to a new tagged one, whose storage is asked for at once. The new frame, or -1. */
  private replace(frame: number, order: number): number {
    const to = this.machine.migrate(frame, order, GFP_HIGHUSER_MOVABLE | __GFP_TAGGED);
    if (to < 0) return -1;
    this.counts.replaced++;
    this.reserve(to, order);
    return to;
  }

  /** reserve_tag_storage(): the whole block of pages or nothing. */
  private reserve(frame: number, order: number): NoStorage | null {
    const { blocks, counts, pages, storage } = this;
    const pfn = this.pfnOf(frame);
    const size = blockPages(order);
    const failure: NoStorage | null = storage.covers(pfn, size)
      ? blocks.reserve(pfn, size)
      : { obstacle: "no-tags", error: "EINVAL", frame, block: -1 };
    if (failure !== null) {
      counts.failed.set(failure.obstacle, (counts.failed.get(failure.obstacle) ?? 0) + 1);
      return failure;
    }
    // To make room, reclaim may have taken the very page.
    if (!pages.isTagged(frame)) {
      blocks.release(pfn, size);
      return null;
    }
    pages.mark(frame, true);
    this.forgetUnmapped(frame);
    return null;
  }

  /**
   * cma_alloc_range(): the very block, again while it is busy. No time passes between the tries, so that after one that emptied
   * nothing the others would find the same.
   */
  private takeBlock(block: number): NoStorage | null {
    const { storage } = this;
    const frame = this.frameOf(block);
    for (let tries = 1; ; tries++) {
      const before = this.emptiedPages;
      const result = this.tryBlock(frame, storage.pagesOf(block));
      if (result === null) return null;
      const isLast = tries === this.options.tries || this.emptiedPages === before;
      if (result.error !== "EBUSY" || isLast) return { ...result, block };
    }
  }

  private tryBlock(frame: number, pages: number): ContigFailure | null {
    const { counts, machine } = this;
    const { events } = machine.allocator;
    const moved = events.pgmigrateSuccess;
    this.isEmptying = true;
    const result = machine.takeRange(frame, pages, CMA);
    this.isEmptying = false;
    counts.movedOut += events.pgmigrateSuccess - moved;
    return result;
  }

  private get emptiedPages(): number {
    return this.counts.movedOut + this.counts.dropped;
  }

  private frameOf(block: number): number {
    return this.machine.frames.frameOf(this.storage.pfnOf(block));
  }

  private pfnOf(frame: number): number {
    return this.machine.frames.pfnOf(frame);
  }
}
