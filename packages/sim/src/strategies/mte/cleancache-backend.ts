/**
 * Tag storage that holds copies of clean page cache while it keeps no tags. The allocator never sees these pages, and nobody but this
 * backend holds a reference to them, so that a copy can be dropped at any moment, in any context.
 * Source: v5.4 mm/cleancache.c, Documentation/vm/cleancache.rst; A. Elisei, 20 Feb 2024.
 */

import { assertInvariant } from "../../invariant";
import type { TagStorage } from "../../machine/tag-storage";
import { blockPages } from "../../order";
import { TagBlocks } from "./tag-blocks";

/** What happened so far; pages. */
export interface CleancacheCounts {
  /** Copied in. */
  copied: number;
  /** Not copied, for more pages than could be made free. */
  tooLarge: number;
  hits: number;
  misses: number;
  /** Copies that made room for tags, and for younger copies. */
  droppedForTags: number;
  droppedForCopies: number;
}

/** Nothing is in a page of tag storage. */
const IDLE = -1;
/** It keeps tags. */
const TAGS = -2;

export class CleancacheBackend {
  readonly blocks: TagBlocks<never>;
  readonly counts: CleancacheCounts = {
    copied: 0,
    tooLarge: 0,
    hits: 0,
    misses: 0,
    droppedForTags: 0,
    droppedForCopies: 0,
  };

  /** For each page of tag storage the key of the copy that it holds, IDLE or TAGS. Pages are counted through all regions. */
  private readonly contents: Float64Array;
  /** Pages with nothing in them, and where each of them stands in that list. */
  private readonly idle: Int32Array;
  private readonly placeInIdle: Int32Array;
  private idleCount = 0;
  /** The pages of each copy, the one that came first in front. */
  private readonly copies = new Map<number, number[]>();
  private copyPages = 0;

  constructor(private readonly storage: TagStorage) {
    this.contents = new Float64Array(storage.pages).fill(IDLE);
    this.idle = new Int32Array(storage.pages);
    this.placeInIdle = new Int32Array(storage.pages);
    for (let page = storage.pages - 1; page >= 0; page--) this.release(page);
    this.blocks = new TagBlocks<never>(storage, {
      take: (block) => this.takeBlock(block),
      give: (block) => this.giveBlock(block),
    });
  }

  /** Pages that hold copies. */
  get heldPages(): number {
    return this.copyPages;
  }

  get idlePages(): number {
    return this.idleCount;
  }

  /** cleancache_put_page(): a copy, for which the oldest ones go where no page is idle. */
  put(key: number, order: number): void {
    this.invalidate(key);
    const size = blockPages(order);
    if (this.idleCount + this.copyPages < size) {
      this.counts.tooLarge += size;
      return;
    }
    while (this.idleCount < size) this.dropOldest();
    const pages: number[] = [];
    while (pages.length < size) {
      const page = this.idle[this.idleCount - 1] as number;
      this.leaveIdle(page);
      this.contents[page] = key;
      pages.push(page);
    }
    this.copies.set(key, pages);
    this.copyPages += size;
    this.counts.copied += size;
  }

  /** cleancache_get_page() of a private pool: what is found leaves the cache. */
  get(key: number, order: number): boolean {
    const isHit = this.invalidate(key);
    if (isHit) this.counts.hits += blockPages(order);
    else this.counts.misses += blockPages(order);
    return isHit;
  }

  /** cleancache_invalidate_page(): true if there was a copy. */
  invalidate(key: number): boolean {
    const pages = this.copies.get(key);
    if (pages === undefined) return false;
    this.copies.delete(key);
    this.copyPages -= pages.length;
    for (const page of pages) this.release(page);
    return true;
  }

  /** Throws InvariantError where its lists do not agree. */
  check(): void {
    let [held, tags] = [0, 0];
    for (const [page, content] of this.contents.entries()) {
      if (content === TAGS) tags++;
      if (content >= 0) held++;
      const isListed = content !== IDLE || this.idle[this.placeInIdle[page] as number] === page;
      assertInvariant("I-E1", isListed, () => `tag page ${page} is idle and on no list.`);
      const isOwned = content < 0 || (this.copies.get(content)?.includes(page) ?? false);
      assertInvariant("I-E1", isOwned, () => `tag page ${page} holds a copy that nobody knows.`);
    }
    const sum = this.idleCount + held + tags;
    assertInvariant(
      "I-E1",
      sum === this.storage.pages && held === this.copyPages && tags === this.blocks.pages,
      () => `${this.idleCount} idle, ${held} copies, ${tags} with tags of ${this.storage.pages} tag pages.`,
    );
  }

  /** Never fails: a copy in the way is dropped whole. */
  private takeBlock(block: number): null {
    for (const page of this.pagesOf(block)) {
      const key = this.contents[page] as number;
      if (key >= 0) {
        this.counts.droppedForTags += this.copies.get(key)?.length ?? 0;
        this.invalidate(key);
      }
      this.leaveIdle(page);
      this.contents[page] = TAGS;
    }
    return null;
  }

  private giveBlock(block: number): void {
    for (const page of this.pagesOf(block)) this.release(page);
  }

  private dropOldest(): void {
    const [oldest] = this.copies;
    if (oldest === undefined) return;
    this.counts.droppedForCopies += oldest[1].length;
    this.invalidate(oldest[0]);
  }

  private release(page: number): void {
    this.contents[page] = IDLE;
    this.idle[this.idleCount] = page;
    this.placeInIdle[page] = this.idleCount++;
  }

  private leaveIdle(page: number): void {
    const place = this.placeInIdle[page] as number;
    const last = this.idle[--this.idleCount] as number;
    this.idle[place] = last;
    this.placeInIdle[last] = place;
  }

  private pagesOf(block: number): number[] {
    const first = this.storage.firstPageOf(block);
    return Array.from({ length: this.storage.pagesOf(block) }, (_, i) => first + i);
  }
}
