/**
 * What a zone remembers between compactions: where the scanners stopped and how long not to try again.
 * Source: include/linux/mmzone.h struct zone; mm/compaction.c defer_compaction(), compaction_deferred(), reset_cached_positions().
 */

/** Compaction is left out at most 2^6 - 1 times in a row: COMPACT_MAX_DEFER_SHIFT. */
const MAX_DEFER_SHIFT = 6;

export class ZoneHints {
  /** Where the migrate scanner goes on: asynchronous runs may have passed over more than synchronous ones. */
  cachedMigrateAsync = 0;
  cachedMigrateSync = 0;
  /** Where the free scanner goes on: first frame of a pageblock. */
  cachedFree = 0;
  /** Where the scanners began after the skip hints were last taken back; 0 before. */
  initialMigrate = 0;
  initialFree = 0;
  /** A direct compaction went through the whole zone: the skip hints are to be taken back when kswapd sleeps. */
  isFlushDue = false;
  private considered = 0;
  private deferShift = 0;
  /** Lowest order at which compaction failed. */
  private orderFailed = 0;

  constructor(
    private readonly startFrame: number,
    private readonly lastBlockFrame: number,
  ) {
    this.resetPositions();
  }

  resetPositions(): void {
    this.cachedMigrateAsync = this.startFrame;
    this.cachedMigrateSync = this.startFrame;
    this.cachedFree = this.lastBlockFrame;
  }

  /** A compaction for this order did not help: leave out twice as many as before. */
  defer(order: number): void {
    this.considered = 0;
    this.deferShift = Math.min(this.deferShift + 1, MAX_DEFER_SHIFT);
    this.orderFailed = Math.min(this.orderFailed, order);
  }

  /** Asked before a compaction, and counted: true if it is to be left out. */
  isDeferred(order: number): boolean {
    if (order < this.orderFailed) return false;
    const limit = 1 << this.deferShift;
    this.considered++;
    if (this.considered < limit) return true;
    this.considered = limit;
    return false;
  }

  /** A block of this order should be there now, or, if `isSure`, was allocated. */
  resetDeferral(order: number, isSure: boolean): void {
    if (isSure) {
      this.considered = 0;
      this.deferShift = 0;
    }
    if (order >= this.orderFailed) this.orderFailed = order + 1;
  }

  /** True for the first compaction after the longest deferral. */
  isRestarting(order: number): boolean {
    return (
      order >= this.orderFailed &&
      this.deferShift === MAX_DEFER_SHIFT &&
      this.considered >= 1 << MAX_DEFER_SHIFT
    );
  }
}
