/** One zone's free blocks. Lists are arrays of first frames, head first. Source: mm/page_alloc.c, functions named at each method. */

import type { Memory } from "./memory";
import { isOrdinary, isSince, type TwinZoneSetup, TYPE, TYPE_COUNT } from "./vocabulary";

export interface FrameRange {
  start: number;
  /** The first frame behind it. */
  end: number;
}

export class FreeLists {
  /** lists[order][type] */
  readonly lists: number[][][];
  private readonly maxOrder: number;
  private readonly pageblockOrder: number;

  constructor(
    readonly memory: Memory,
    readonly zone: TwinZoneSetup,
  ) {
    this.maxOrder = memory.setup.maxOrder;
    this.pageblockOrder = memory.setup.pageblockOrder;
    this.lists = Array.from({ length: this.maxOrder + 1 }, () =>
      Array.from({ length: TYPE_COUNT }, (): number[] => []),
    );
  }

  list(order: number, type: number): number[] {
    return this.lists[order]?.[type] as number[];
  }

  /** Type of the list that a free block of exactly that order is on, or undefined. */
  listOf(frame: number, order: number): number | undefined {
    const type = (this.lists[order] ?? []).findIndex((list) => list.includes(frame));
    return type < 0 ? undefined : type;
  }

  /** NR_FREE_PAGES: isolated pages do not count. */
  freePages(): number {
    let pages = 0;
    for (let type = 0; type < TYPE_COUNT; type++) if (type !== TYPE.isolate) pages += this.freeOf(type);
    return pages;
  }

  /** Free pages on the lists of one type. */
  freeOf(type: number): number {
    return this.lists.reduce((pages, byType, order) => pages + (byType[type]?.length ?? 0) * 2 ** order, 0);
  }

  remove(frame: number, order: number, type: number): void {
    const list = this.list(order, type);
    list.splice(list.indexOf(frame), 1);
  }

  /** __free_one_page(). */
  free(first: number, firstOrder: number, type: number, toTail: boolean): void {
    let frame = first;
    let order = firstOrder;
    while (order < this.maxOrder) {
      const buddy = this.buddyOf(frame, order);
      const buddyList = this.listOf(buddy, order);
      if (buddyList === undefined) break;
      if (order >= this.pageblockOrder && !this.mayMerge(type, this.memory.typeOf(buddy))) break;
      this.remove(buddy, order, buddyList);
      if (isSince(this.memory.setup.kernel, "6.6")) this.memory.setType(buddy, order, type);
      frame = Math.min(frame, buddy);
      order++;
    }
    if (toTail || this.isMergeLikely(frame, order)) this.list(order, type).push(frame);
    else this.list(order, type).unshift(frame);
  }

  /** __rmqueue_smallest(): first frame, or undefined. */
  takeSmallest(order: number, type: number): number | undefined {
    for (let found = order; found <= this.maxOrder; found++) {
      const frame = this.list(found, type)[0];
      if (frame !== undefined) return this.takeFrom(frame, found, type, order, type);
    }
    return undefined;
  }

  /** Takes a block off its list, keeps its lowest part, and puts the rest onto lists of `restType`: expand(). */
  takeFrom(frame: number, found: number, type: number, order: number, restType: number): number {
    this.remove(frame, found, type);
    for (let half = found - 1; half >= order; half--) this.list(half, restType).unshift(frame + 2 ** half);
    return frame;
  }

  /** move_to_free_list(). */
  move(frame: number, order: number, from: number, to: number): void {
    this.remove(frame, order, from);
    if (isSince(this.memory.setup.kernel, "5.18")) this.list(order, to).push(frame);
    else this.list(order, to).unshift(frame);
  }

  /** Moves all free blocks of a range, ascending: move_freepages(). True if there were any. */
  moveRange({ start, end }: FrameRange, to: number): boolean {
    const blocks = this.blocksIn(start, end);
    for (const { frame, order, type } of blocks) this.move(frame, order, type, to);
    return blocks.length > 0;
  }

  /** Free blocks that start in a range of frames, ascending. */
  blocksIn(start: number, end: number): { frame: number; order: number; type: number }[] {
    const blocks = this.lists.flatMap((byType, order) =>
      byType.flatMap((list, type) => list.map((frame) => ({ frame, order, type }))),
    );
    return blocks.filter(({ frame }) => frame >= start && frame < end).sort((a, b) => a.frame - b.frame);
  }

  /**
   * Frames of the pageblock around a free or just allocated block that move_freepages_block() looks at, or undefined where the
   * zone's border forbids it.
   */
  movableRange(frame: number): FrameRange | undefined {
    const start = this.memory.blockStart(frame);
    const end = start + this.memory.blockPages;
    if (end > this.zone.end) return undefined;
    if (start >= this.zone.start) return { start, end };
    return isSince(this.memory.setup.kernel, "6.6") ? undefined : { start: frame, end };
  }

  private buddyOf(frame: number, order: number): number {
    const pages = 2 ** order;
    return (frame / pages) % 2 === 0 ? frame + pages : frame - pages;
  }

  /** For whole pageblocks: migratetype_is_mergeable(), before v5.18 only isolated pageblocks keep apart. */
  private mayMerge(type: number, buddyType: number): boolean {
    if (type === buddyType) return true;
    if (!isSince(this.memory.setup.kernel, "5.18"))
      return type !== TYPE.isolate && buddyType !== TYPE.isolate;
    return isOrdinary(type) && isOrdinary(buddyType);
  }

  /** buddy_merge_likely(): once the buddy is freed, the pair will merge with its own buddy. */
  private isMergeLikely(frame: number, order: number): boolean {
    if (order >= this.maxOrder - 1) return false;
    const pair = frame - (frame % 2 ** (order + 1));
    return this.listOf(this.buddyOf(pair, order + 1), order + 1) !== undefined;
  }
}
