/**
 * How many tagged pages each block of tag storage serves: what both designs that use idle tag storage count.
 * Source: mte_tag_storage.c of RFC v3, reserve_tag_storage(), free_tag_storage(), block_ref_add().
 *
 * RFC v3 works out the blocks of a request from its order and steps from the first one; where a block has more than one page, it
 * adds a count of blocks to a page number and covers too few of them. Here every page of the request counts for the block
 * that its own address names, which is the same for blocks of one page.
 */

import type { TagStorage } from "../../machine/tag-storage";

/** Empties blocks for tags, and takes them back. */
export interface BlockTaker<Failure> {
  /** Null once the block can keep tags, or what was in the way. */
  take(block: number): Failure | null;
  give(block: number): void;
}

export class TagBlocks<Failure> {
  /** Blocks and pages that keep tags. */
  blocks = 0;
  pages = 0;
  /** Tagged pages that have their tags stored. */
  taggedPages = 0;

  /** For each block 0, or 1 and the tagged pages that it serves. */
  private readonly references: Int32Array;

  constructor(
    private readonly storage: TagStorage,
    private readonly taker: BlockTaker<Failure>,
  ) {
    this.references = new Int32Array(storage.blocks);
  }

  /** References of a block: 0 if it keeps no tags, else 1 and one for each page. */
  referencesOf(block: number): number {
    return this.references[block] as number;
  }

  /** Blocks that keep tags, ascending. */
  *reserved(): Generator<number> {
    for (const [block, count] of this.references.entries()) if (count > 0) yield block;
  }

  /**
   * Storage for the tags of pages [pfn, pfn + pages): all of it, or none and what was in the way. Blocks that keep tags already are
   * held first, so that what happens while the others are emptied cannot free them.
   */
  reserve(pfn: number, pages: number): Failure | null {
    const { references, storage } = this;
    const end = pfn + pages;
    let missing = false;
    for (let at = pfn; at < end; ) {
      const block = storage.blockOf(at);
      const next = Math.min(end, storage.coveredEnd(block));
      const count = references[block] as number;
      if (count > 0) references[block] = count + next - at;
      else missing = true;
      at = next;
    }
    const failure = missing ? this.takeMissing(pfn, pages) : null;
    if (failure === null) this.taggedPages += pages;
    return failure;
  }

  /** Those that keep no tags yet. */
  private takeMissing(pfn: number, pages: number): Failure | null {
    const { references, storage } = this;
    const end = pfn + pages;
    for (let at = pfn; at < end; ) {
      const block = storage.blockOf(at);
      const next = Math.min(end, storage.coveredEnd(block));
      if (references[block] === 0) {
        const failure = this.taker.take(block);
        if (failure !== null) {
          this.drop(pfn, pages);
          return failure;
        }
        references[block] = 1 + next - at;
        this.blocks++;
        this.pages += storage.pagesOf(block);
      }
      at = next;
    }
    return null;
  }

  /** The tags of these pages are not needed any more. */
  release(pfn: number, pages: number): void {
    this.taggedPages -= pages;
    this.drop(pfn, pages);
  }

  /** Blocks that keep no tags of these pages have no reference to give back. */
  private drop(pfn: number, pages: number): void {
    const { references, storage } = this;
    const end = pfn + pages;
    for (let at = pfn; at < end; ) {
      const block = storage.blockOf(at);
      const next = Math.min(end, storage.coveredEnd(block));
      const left = (references[block] as number) - (next - at);
      if (left > 0) references[block] = left;
      if (left === 1) {
        references[block] = 0;
        this.blocks--;
        this.pages -= storage.pagesOf(block);
        this.taker.give(block);
      }
      at = next;
    }
  }
}
