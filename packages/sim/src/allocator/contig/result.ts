/** Why a range of pages could not be had, as data. */

import type { CauseStep } from "../../output";
import { pages } from "../../text";

/** What was in the way. */
export type Obstacle =
  /** A movable page that somebody holds a further reference to. */
  | "pinned"
  /** A page that cannot be moved at all: the kernel's own. */
  | "unmovable"
  /** A movable block that begins before the range: migration takes a block by its first page. */
  | "tail"
  /** Boot memory that was never handed over, or no memory. */
  | "reserved"
  /** CMA, where it was not asked for. */
  | "cma"
  /** Another range with pages in the same pageblock is being taken. */
  | "isolated"
  /** Nowhere to move a page to. */
  | "no-target";

export interface ContigFailure {
  /** -EBUSY, or -ENOMEM for want of target pages. */
  error: "EBUSY" | "ENOMEM";
  obstacle: Obstacle;
  /** First frame of the block in the way. */
  frame: number;
}

const SENTENCES: Record<Obstacle, string> = {
  pinned: "holds movable data that somebody has pinned",
  unmovable: "holds kernel data that cannot be moved",
  tail: "begins a movable block that reaches into the range from before it, and blocks move by their first page",
  reserved: "is reserved or no memory at all",
  cma: "belongs to a CMA area",
  isolated: "lies in a pageblock that is being isolated already",
  "no-target": "holds data that there is no free page for elsewhere",
};

const SOURCES: Record<Obstacle, string> = {
  pinned: "mm/migrate.c folio_expected_ref_count()",
  unmovable: "mm/page_isolation.c has_unmovable_pages()",
  tail: "mm/compaction.c isolate_migratepages_block(): get_page_unless_zero() of a tail page",
  reserved: "mm/page_isolation.c has_unmovable_pages()",
  cma: "mm/page_isolation.c has_unmovable_pages()",
  isolated: "mm/page_isolation.c set_migratetype_isolate()",
  "no-target": "mm/page_alloc.c __alloc_contig_migrate_range()",
};

/** From the request for a range to the block in the way. `pfnOf` turns a frame into a page frame number. */
export function contigCauseChain(
  failure: ContigFailure,
  startFrame: number,
  pageCount: number,
  pfnOf: (frame: number) => number,
): CauseStep[] {
  const startPfn = pfnOf(startFrame);
  const pfn = pfnOf(failure.frame);
  return [
    {
      code: "request",
      sentence: `Range of ${pages(pageCount)} from pfn 0x${startPfn.toString(16)}.`,
      facts: { startPfn, pages: pageCount },
      source: "mm/page_alloc.c alloc_contig_range()",
    },
    {
      code: failure.obstacle,
      sentence: `Page 0x${pfn.toString(16)} ${SENTENCES[failure.obstacle]} (-${failure.error}).`,
      facts: { pfn, error: failure.error },
      source: SOURCES[failure.obstacle],
    },
  ];
}
