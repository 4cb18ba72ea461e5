/** One compaction of one zone: what is asked for, where its scanners stand and which pages it holds. */

/** Pages taken off a list at a time: COMPACT_CLUSTER_MAX. Source: include/linux/swap.h. */
export const COMPACT_CLUSTER_MAX = 32;

/** In place of an order, for a whole zone without a request behind it: /proc/sys/vm/compact_memory. */
export const WHOLE_ZONE = -1;

/** How a compaction ended, from least to most that can be expected of it. Source: include/linux/compaction.h enum compact_result. */
export const COMPACT_SKIPPED = 1;
export const COMPACT_DEFERRED = 2;
export const COMPACT_CONTINUE = 4;
/** The scanners met, having seen all of the zone. */
export const COMPACT_COMPLETE = 5;
/** The scanners met, having started in the middle of the zone. */
export const COMPACT_PARTIAL_SKIPPED = 6;
/** No target page could be had before the scanners met. */
export const COMPACT_CONTENDED = 7;
/** The request should succeed. */
export const COMPACT_SUCCESS = 8;

/** What the caller of a compaction asks for. Source: mm/internal.h struct compact_control. */
export interface CompactionRequest {
  zone: number;
  /** Order of the block that is wanted, or WHOLE_ZONE. */
  order: number;
  /** Migratetype it is wanted for. */
  type: number;
  /** Only what needs no waiting: MIGRATE_ASYNC. The two synchronous modes differ for pages under writeback alone. */
  isAsync: boolean;
  /** For a request that waits: direct_compaction. */
  isDirect: boolean;
  /** From the zone's ends, not from where the last run stopped. */
  isWholeZone: boolean;
  ignoresSkipHints: boolean;
  /** Targets may lie in unmovable and reclaimable pageblocks too. */
  ignoresBlockTypes: boolean;
  /** Until the zone's fragmentation score is low enough. */
  isProactive: boolean;
  /** ALLOC_ flags and highest zone of the request. */
  flags: number;
  highest: number;
  /** Cpu that compacts: freed pages go to its lists. */
  cpu: number;
}

/** Frames of pages that are on no list, last in first out. */
export class HeldPages {
  private readonly frames: Uint32Array;
  count = 0;

  constructor(capacity: number) {
    this.frames = new Uint32Array(capacity);
  }

  push(frame: number): void {
    this.frames[this.count] = frame;
    this.count++;
  }

  pop(): number {
    this.count--;
    return this.frames[this.count] as number;
  }
}

/** In place of a frame: no block with free pages was found by the fast search, and it has been used up. */
export const NO_FAST_START = -1;

export class CompactionRun {
  migrateFrame = 0;
  freeFrame = 0;
  isWholeZone: boolean;
  /** The scanner is in the pageblock that it migrated from last: it takes all of it, lest it goes round and round. */
  isRescan = false;
  /** Lowest block that the fast search found, 0 before it has; where the linear scan takes over. */
  fastStart = 0;
  /** Fast searches in a row that found nothing. */
  fastSearchFail = 0;
  /** Order whose list the free scanner's fast search looks at first. */
  searchOrder: number;
  /** Pages of the cluster that is being moved, whatever is left of it: nr_migratepages. */
  clusterPages = 0;
  migrateScanned = 0;
  freeScanned = 0;

  constructor(
    readonly request: CompactionRequest,
    readonly sources: HeldPages,
    readonly targets: HeldPages,
  ) {
    this.isWholeZone = request.isWholeZone;
    this.searchOrder = request.order;
  }

  /** True if both scanners are in the same pageblock or have passed each other. */
  haveMet(pageblockOrder: number): boolean {
    const pages = 1 << pageblockOrder;
    return Math.floor(this.freeFrame / pages) <= Math.floor(this.migrateFrame / pages);
  }
}
