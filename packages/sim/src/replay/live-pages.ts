/**
 * Which of the model's pages stands for which of the trace's. Pages that were allocated before the trace lie at their own
 * place; of pages that were migrated the trace does not say where they went.
 */

import type { Buddy } from "../allocator/buddy";
import { isUsed, mobility, orderOf, USED } from "../allocator/page-state";
import type { ReplayMachine } from "./replay-machine";

/** In place of a frame: nothing stands for that page. */
export const NONE = -1;
/** In place of a frame: the model could not serve that request. */
export const FAILED = -2;

export class LivePages {
  /** Frees of pages that nothing says were ever allocated. */
  unknown = 0;

  private readonly buddy: Buddy;
  /** Index = frame of the traced page: the model's frame for it, NONE or FAILED. */
  private readonly ours: Int32Array;
  /** 1 for frames of pages that were migrated. */
  private readonly isMigrated: Uint8Array;
  /** 1 for blocks that strategies have no part in: allocated before the trace, or migrated to. */
  private readonly isBare: Uint8Array;
  /** False while there is none of these. */
  private hasBare: boolean;
  private migratedPages = 0;
  /** What touch() read: without it the engine would leave the reading out. */
  protected seen = 0;

  constructor(
    private readonly machine: ReplayMachine,
    private readonly isInherited: Uint8Array,
  ) {
    const { frames } = machine.frames;
    this.buddy = machine.allocator.buddy;
    this.ours = new Int32Array(frames).fill(NONE);
    this.isMigrated = new Uint8Array(frames);
    this.isBare = isInherited.slice();
    this.hasBare = isInherited.includes(1);
  }

  /** Reads what is known of these pages, of those that are not negative, and leaves the model's frames in their place. */
  touch(pages: Int32Array, count: number): void {
    const { ours, buddy } = this;
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const traced = pages[i] as number;
      pages[i] = traced < 0 ? NONE : (ours[traced] as number);
    }
    for (let i = 0; i < count; i++) {
      const frame = pages[i] as number;
      if (frame >= 0) seen ^= buddy.stateOf(frame);
    }
    this.seen = seen;
  }

  /** A page of the trace is live, and this is the model's. */
  set(traced: number, frame: number): void {
    this.ours[traced] = frame;
  }

  /** Ends what set() began. @returns the model's frame, FAILED or NONE */
  forget(traced: number): number {
    const frame = this.ours[traced] as number;
    this.ours[traced] = NONE;
    return frame;
  }

  /** The block was allocated without the strategies. */
  markBare(frame: number): void {
    this.isBare[frame] = 1;
    this.hasBare = true;
  }

  markMigrated(frame: number): void {
    this.isMigrated[frame] = 1;
    this.migratedPages++;
  }

  /** Gives a block back, with the strategies' part if it was allocated with it. */
  give(frame: number, order: number, cpu: number): void {
    if (!this.hasBare || this.isBare[frame] === 0) {
      this.machine.free(frame, order, cpu);
      return;
    }
    this.isBare[frame] = 0;
    this.machine.allocator.free(frame, order, cpu);
  }

  /**
   * The model's frame for a page that is live in the trace; FAILED, or NONE if there is nothing to free.
   * @param mayHaveMoved false where free pages may be given back that compaction isolated and did not need
   */
  take(traced: number, order: number, mayHaveMoved: boolean): number {
    const frame = this.forget(traced);
    if (frame >= 0) return this.partOf(traced, frame, order);
    if (frame === FAILED) return FAILED;
    if (this.isInheritedBlock(traced, order)) {
      this.adopt(traced, order);
      return traced;
    }
    if (!mayHaveMoved) return NONE;
    if (this.splitAround(traced)) return this.partOf(traced, this.forget(traced), order);
    if (order === 0 && this.migratedPages > 0) return this.takeMigrated(traced);
    this.unknown++;
    return NONE;
  }

  /** The model's block, cut to what is freed of it: alloc_pages_exact() and others free blocks in parts. */
  private partOf(traced: number, frame: number, order: number): number {
    const { buddy } = this;
    const had = orderOf(buddy.stateOf(frame));
    if (had === order) return frame;
    if (had > order) this.splitBlock(traced, frame, had);
    else if (!this.isSplitInto(traced, frame, order)) {
      this.unknown++;
      this.give(frame, had, 0);
      return NONE;
    }
    const state = USED | (mobility(buddy.stateOf(frame)) << 4);
    for (let page = 0; page < 2 ** order; page++) {
      if (page > 0) buddy.mark(frame + page, 0, 0);
      this.ours[traced + page] = NONE;
    }
    buddy.mark(frame, order, state | order);
    return frame;
  }

  /** True if the pages stand side by side in the model too, each for itself. */
  private isSplitInto(traced: number, frame: number, order: number): boolean {
    const { buddy } = this;
    if (order >= buddy.pageblockOrder || frame % 2 ** order !== 0) return false;
    for (let page = 0; page < 2 ** order; page++) {
      const state = buddy.stateOf(frame + page);
      const isNext = page === 0 || this.ours[traced + page] === frame + page;
      if (!isNext || !isUsed(state) || orderOf(state) !== 0) return false;
    }
    return true;
  }

  private splitBlock(traced: number, frame: number, order: number): void {
    this.buddy.split(frame, order);
    for (let page = 0; page < 2 ** order; page++) {
      this.ours[traced + page] = frame + page;
      this.isBare[frame + page] = this.isBare[frame] as number;
    }
  }

  /** A page inside a block that was handed out as a whole. False if there is none around it. */
  private splitAround(traced: number): boolean {
    const { buddy } = this;
    for (let order = 1; order < buddy.pageblockOrder; order++) {
      const head = traced - (traced % 2 ** order);
      const frame = head === traced ? NONE : (this.ours[head] as number);
      if (frame < 0 || 2 ** orderOf(buddy.stateOf(frame)) <= traced - head) continue;
      this.splitBlock(head, frame, orderOf(buddy.stateOf(frame)));
      return true;
    }
    return false;
  }

  private isInheritedBlock(frame: number, order: number): boolean {
    for (let page = frame; page < frame + 2 ** order; page++) if (this.isInherited[page] !== 1) return false;
    return true;
  }

  /** Pages that were allocated before the trace are known one by one; here they turn out to be a block. */
  private adopt(frame: number, order: number): void {
    const { buddy } = this;
    const type = mobility(buddy.stateOf(frame));
    const state = USED | (type << 4) | order;
    this.isInherited.fill(0, frame, frame + 2 ** order);
    if (order >= buddy.pageblockOrder) {
      buddy.join(frame, order, state);
      return;
    }
    for (let page = frame + 1; page < frame + 2 ** order; page++) buddy.mark(page, 0, 0);
    buddy.mark(frame, order, state);
  }

  /** A page without a known past is one that was migrated: the nearest of the model's. */
  private takeMigrated(traced: number): number {
    const frame = this.nearestMigrated(traced);
    this.isMigrated[frame] = 0;
    this.migratedPages--;
    return frame;
  }

  private nearestMigrated(frame: number): number {
    const { isMigrated } = this;
    for (let distance = 0; distance < isMigrated.length; distance++) {
      if (isMigrated[frame + distance] === 1) return frame + distance;
      if (frame >= distance && isMigrated[frame - distance] === 1) return frame - distance;
    }
    return NONE;
  }
}
