/**
 * Puts a machine into a start state: every free page where it was, every allocated one with what is known of it, the
 * per-cpu lists filled, pageblocks with their types.
 *
 * No file tells the order of free lists. Where the trace does not either, blocks stand in order of their pfns, as they do
 * after boot, when memory is handed over ascending to the tails of the lists.
 */

import { HIGHATOMIC, MOVABLE, PCP_TYPES, UNMOVABLE } from "../allocator/migratetype";
import { USED } from "../allocator/page-state";
import { type BlockContent, giveTypes } from "./block-types";
import { type FirstUses, UNKNOWN_TYPE } from "./first-uses";
import { freePages } from "./free-pages";
import { placeFreeBlocks } from "./pages-from-counts";
import type { ReplayMachine } from "./replay-machine";
import { ABSENT, MOVABLE_PAGE, pageAt, type StartState, type StartZone, UNMARKED_PAGE } from "./start-state";

/** What is known of a machine's pages after it was put into its start state. */
export interface Restored {
  /** 1 for pages that were allocated before the trace, where they lie in the model too. */
  isInherited: Uint8Array;
  /** Pages in per-cpu lists whose place was a guess. */
  guessedPcpPages: number;
  /** Free blocks that were given another migratetype than pagetypeinfo counts. */
  mistypedFreeBlocks: number;
}

interface FreeBlock {
  frame: number;
  order: number;
  /** Sorts the lists: lower ones stand nearer to the head. */
  rank: number;
}

/** @param uses what the trace tells of its start, null to go by the files alone */
export function restore(machine: ReplayMachine, start: StartState, uses: FirstUses | null): Restored {
  const restorer = new Restorer(machine, start, uses);
  for (const zone of machine.zones.keys()) restorer.zone(zone);
  restorer.fillPcpLists();
  return restorer.restored;
}

/** A machine as it booted: nothing is known that was allocated. */
export function nothingRestored(machine: ReplayMachine): Restored {
  return {
    isInherited: new Uint8Array(machine.frames.frames),
    guessedPcpPages: 0,
    mistypedFreeBlocks: 0,
  };
}

class Restorer {
  readonly restored: Restored;
  private readonly isFree: Uint8Array;

  constructor(
    private readonly machine: ReplayMachine,
    private readonly start: StartState,
    private readonly uses: FirstUses | null,
  ) {
    const { frames } = machine.frames;
    this.restored = {
      isInherited: new Uint8Array(frames),
      guessedPcpPages: 0,
      mistypedFreeBlocks: 0,
    };
    this.isFree = uses?.isFree ?? freePages(machine.frames, start.pages);
  }

  zone(zone: number): void {
    const level = this.levelOf(zone);
    const { buddy, levels } = this.machine.allocator;
    if (this.start.pages === null) {
      const { name } = this.machine.zones[zone] ?? { name: "" };
      placeFreeBlocks(this.isFree, this.runsOf(zone), level.freeBlocks, name);
    }
    const blocks = this.freeBlocks(zone);
    const contents = this.contents(zone, blocks);
    giveTypes(buddy, level, contents);
    blocks.sort((a, b) => a.rank - b.rank || a.frame - b.frame);
    for (const { frame, order } of blocks) buddy.free(frame, order, zone, this.typeAt(frame), true);
    this.adoptAllocated(zone);
    levels.setBoost(zone, level.boostPages);
    const highatomic = contents.filter(({ block }) => buddy.typeOfBlock[block] === HIGHATOMIC).length;
    levels.setHighatomic(zone, highatomic * 2 ** buddy.pageblockOrder);
    this.countMistyped(level, blocks);
  }

  /**
   * Fills the per-cpu lists from the trace, and up to the counts of zoneinfo with pages without any mark, at the tails of
   * lists of order 0 that the trace does not use up. Where it uses them all up, what is missing was taken without an event.
   */
  fillPcpLists(): void {
    const { allocator } = this.machine;
    for (const { cpu, order, type, frames } of this.uses?.pcpLists() ?? [])
      for (const frame of frames) this.moveToPcp(frame, order, cpu, type);
    for (const zone of this.machine.zones.keys()) {
      const plain = this.plainPages(zone);
      for (const [cpu, pages] of this.levelOf(zone).pcpPages.entries()) {
        while (allocator.pcp.count(zone, cpu) < pages) {
          const next = plain.next();
          if (next.done) break;
          const type = Math.min(this.typeAt(next.value), PCP_TYPES - 1);
          if (this.uses?.wasUsedUp(cpu, 0, type)) continue;
          this.moveToPcp(next.value, 0, cpu, type);
          this.restored.guessedPcpPages++;
        }
      }
    }
  }

  private moveToPcp(frame: number, order: number, cpu: number, type: number): void {
    const { buddy, pcp } = this.machine.allocator;
    if (buddy.stateOf(frame) >= 0x80) return;
    for (let page = frame; page < frame + 2 ** order; page++) {
      this.restored.isInherited[page] = 0;
      if (order < buddy.pageblockOrder) buddy.adopt(page, 0, 0);
    }
    pcp.restore(frame, order, buddy.zoneOf(frame), cpu, type);
  }

  private levelOf(zone: number): StartZone {
    const { nid, name } = this.machine.zones[zone] ?? { nid: 0, name: "" };
    return this.start.zones.find((level) => level.nid === nid && level.kind === name) as StartZone;
  }

  private typeAt(frame: number): number {
    const { buddy } = this.machine.allocator;
    return buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
  }

  private *runsOf(zone: number) {
    const { startPfn, endPfn } = this.machine.zones[zone] ?? { startPfn: 0, endPfn: 0 };
    yield* this.machine.frames.runs(startPfn, endPfn);
  }

  /** Free pages as the buddy keeps them: blocks as large as their place allows. */
  private freeBlocks(zone: number): FreeBlock[] {
    const { maxOrder } = this.machine.allocator.buddy;
    const blocks: FreeBlock[] = [];
    for (const { start, end } of this.runsOf(zone)) {
      for (let frame = start; frame < end; ) {
        if (this.isFree[frame] === 0) {
          frame++;
          continue;
        }
        let order = 0;
        while (order < maxOrder && this.isFreeBlock(frame, order + 1, end)) order++;
        blocks.push({ frame, order, rank: this.uses?.firstUse(frame, order) ?? 0 });
        frame += 2 ** order;
      }
    }
    return blocks;
  }

  private isFreeBlock(frame: number, order: number, end: number): boolean {
    if (frame % 2 ** order !== 0 || frame + 2 ** order > end) return false;
    // The lower half is known to be free.
    for (let page = frame + 2 ** (order - 1); page < frame + 2 ** order; page++)
      if (this.isFree[page] === 0) return false;
    return true;
  }

  private contents(zone: number, blocks: FreeBlock[]): BlockContent[] {
    const { pageblockOrder, maxOrder } = this.machine.allocator.buddy;
    const contents = new Map<number, BlockContent>();
    for (const { start, end } of this.runsOf(zone)) {
      for (let frame = start; frame < end; frame++) {
        const block = frame >>> pageblockOrder;
        let content = contents.get(block);
        if (content === undefined) {
          const known = this.uses?.typeOfBlock(block) ?? UNKNOWN_TYPE;
          content = {
            block,
            known: known === UNKNOWN_TYPE ? -1 : known,
            free: Array.from({ length: maxOrder + 1 }, () => 0),
            movablePages: 0,
            otherPages: 0,
          };
          contents.set(block, content);
        }
        const page = this.pageOf(frame);
        if (this.isFree[frame] !== 0 || page === ABSENT) continue;
        if (page === MOVABLE_PAGE) content.movablePages++;
        else content.otherPages++;
      }
    }
    for (const { frame, order } of blocks) {
      const content = contents.get(frame >>> pageblockOrder);
      if (content !== undefined) content.free[order] = (content.free[order] ?? 0) + 1;
    }
    return [...contents.values()];
  }

  private pageOf(frame: number): number {
    const { pages } = this.start;
    return pages === null ? UNMARKED_PAGE : pageAt(pages, this.machine.frames.pfnOf(frame));
  }

  private adoptAllocated(zone: number): void {
    const { buddy } = this.machine.allocator;
    for (const { start, end } of this.runsOf(zone)) {
      for (let frame = start; frame < end; frame++) {
        if (this.isFree[frame] !== 0) continue;
        const page = this.pageOf(frame);
        if (page === ABSENT) continue;
        const isMovable = page === MOVABLE_PAGE || this.uses?.isNewlyMovable(frame) === true;
        buddy.adopt(frame, 0, USED | ((isMovable ? MOVABLE : UNMOVABLE) << 4));
        this.restored.isInherited[frame] = 1;
      }
    }
  }

  /** Pages that may as well lie in a per-cpu list, ascending. */
  private *plainPages(zone: number): Generator<number> {
    for (const { start, end } of this.runsOf(zone))
      for (let frame = start; frame < end; frame++)
        if (this.restored.isInherited[frame] !== 0 && this.pageOf(frame) === UNMARKED_PAGE) yield frame;
  }

  private countMistyped(level: StartZone, blocks: FreeBlock[]): void {
    if (level.freeBlocksOfType === null) return;
    const excess = level.freeBlocksOfType.map((orders) => orders.map((wanted) => -wanted));
    for (const { frame, order } of blocks) {
      const row = excess[this.typeAt(frame)];
      if (row !== undefined) row[order] = (row[order] ?? 0) + 1;
    }
    for (const row of excess)
      for (const blocks of row) this.restored.mistypedFreeBlocks += Math.max(0, blocks);
  }
}
