/**
 * What the allocator asks of those who hold pages. It knows which blocks are allocated and whether they were asked for as
 * movable; who holds them, whether they can be moved just now and what can be given up is the affair of the load that runs.
 */

import type { PageContent } from "../page-states";

/** What reclaim wants of one node. Pages. */
export interface ReclaimRequest {
  nid: number;
  /** Highest zone whose pages help, an index of ZONE_KINDS. */
  highest: number;
  pages: number;
  /** Dirty pages may be written back; else only clean ones go. */
  mayWrite: boolean;
  /** Anonymous pages may go to swap where there is some. */
  maySwap: boolean;
  /** Cpu whose per-cpu lists the pages go to. */
  cpu: number;
}

/** What one call of reclaim() did, and its cost. Pages. */
export interface Reclaimed {
  /** Given back to the allocator, whatever they held. */
  pages: number;
  /** Looked at for that. */
  scanned: number;
  /** Of `pages`: written back first. */
  written: number;
  /** Of `pages`: anonymous, put into swap. */
  swapped: number;
  /** Of `pages`: freed by shrinking slabs. */
  slab: number;
}

/** Called by the allocator in the middle of its work: an owner must not allocate from within. */
export interface PageOwner {
  /**
   * True if the movable block that starts at this frame cannot be moved now, because somebody holds a reference beyond its
   * mappings and the page cache. Source: mm/migrate.c folio_expected_ref_count().
   */
  isPinned(frame: number): boolean;

  /** What the allocated block that starts at this frame holds. */
  contentOf(frame: number): PageContent;

  /** The block's contents are at `to` now. The allocator frees the block at `from` itself. */
  moved(from: number, to: number, order: number): void;

  /**
   * Asked where a block is in the way: gives it up if it holds clean page cache that can be read again, and says so; the
   * allocator then frees it itself. Source: mm/vmscan.c reclaim_clean_pages_from_list().
   */
  dropIfClean(frame: number, order: number): boolean;

  /** Frees up to about that many pages through PageAllocator.free(), the coldest first. The answer holds until the next call. */
  reclaim(request: ReclaimRequest): Reclaimed;

  /** Pages of a zone that reclaim could still free: zone_reclaimable_pages(). */
  reclaimablePages(zone: number): number;

  /** The OOM killer's turn: kills whom it likes, frees what they held, and says how many pages that was; 0 if there is nobody. */
  kill(order: number, gfp: number): number;
}

const NOTHING: Reclaimed = { pages: 0, scanned: 0, written: 0, swapped: 0, slab: 0 };

/** Where nobody keeps books: every page stays where it is until it is freed. */
export const NO_OWNER: PageOwner = {
  isPinned: () => true,
  contentOf: () => "",
  moved: () => {},
  dropIfClean: () => false,
  reclaim: () => NOTHING,
  reclaimablePages: () => 0,
  kill: () => 0,
};
