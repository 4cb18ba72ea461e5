/**
 * KMSAN, boot, steps 2 and 3: of every three blocks of an order two are held back as metadata of the third.
 * Source: mm/kmsan/init.c kmsan_memblock_free_pages(), kmsan_memblock_discard(), do_collection().
 */

import type { NameRun } from "../../machine/page-names";
import type { FrameMap } from "../../machine/sections";
import { blockPages } from "../../order";
import type { MetadataRun } from "./page-metadata";

/** A block of tracked pages with its metadata blocks, all of one order; first pfns. */
export interface TrackedBlock {
  page: number;
  shadow: number;
  origin: number;
  order: number;
}

/** The kernel's stack has 8 entries and asserts on it. */
const STACK_CAPACITY = 8;

export class HeldBlocks {
  readonly tracked: TrackedBlock[] = [];
  trackedPages = 0;
  /** Pages that discard() could not put into threes: never freed. */
  leaked: number[] = [];

  private readonly held: { shadow: number; origin: number }[];

  constructor(maxOrder: number) {
    this.held = Array.from({ length: maxOrder + 1 }, () => ({ shadow: -1, origin: -1 }));
  }

  /** Pages held back and not yet part of a three. */
  get heldPages(): number {
    return this.held.reduce(
      (sum, slot, order) => sum + (Number(slot.shadow >= 0) + Number(slot.origin >= 0)) * blockPages(order),
      0,
    );
  }

  /** A block of the hand-over. True if it is held back, false if it is tracked now and free to go. */
  offer(pfn: number, order: number): boolean {
    const slot = this.held[order];
    if (slot === undefined) throw new RangeError(`order ${order} is above the largest order`);
    if (slot.shadow < 0) {
      slot.shadow = pfn;
      return true;
    }
    if (slot.origin < 0) {
      slot.origin = pfn;
      return true;
    }
    this.track({ page: pfn, shadow: slot.shadow, origin: slot.origin, order });
    slot.shadow = -1;
    slot.origin = -1;
    return false;
  }

  /**
   * Makes threes of what is still held, from the largest order down, splitting what does not come to a three.
   * `release` gets every block that becomes usable. At most two pages are left over.
   */
  discard(release: (pfn: number, order: number) => void): void {
    let stack: number[] = [];
    for (let order = this.held.length - 1; order >= 0; order--) {
      const slot = this.held[order];
      if (slot !== undefined) {
        if (slot.shadow >= 0) stack.push(slot.shadow);
        if (slot.origin >= 0) stack.push(slot.origin);
        slot.shadow = -1;
        slot.origin = -1;
      }
      if (stack.length > STACK_CAPACITY) throw new RangeError(`${stack.length} blocks on a stack of 8`);
      while (stack.length >= 3) {
        const [origin, shadow, page] = stack.splice(-3) as [number, number, number];
        this.track({ page, shadow, origin, order });
        release(page, order);
      }
      if (order > 0) stack = stack.reverse().flatMap((pfn) => [pfn, pfn + blockPages(order - 1)]);
    }
    this.leaked = stack;
  }

  /** What became of the threes: pages with metadata, block by block. */
  runs(): MetadataRun[] {
    return this.tracked.map(({ order, ...first }) => ({ ...first, pages: blockPages(order) }));
  }

  /** Names what is held back for tracked blocks. */
  eachMetadata(frames: FrameMap, tell: NameRun): void {
    for (const { shadow, origin, order } of this.tracked) {
      tell(frames.frameOf(shadow), blockPages(order), "shadow");
      tell(frames.frameOf(origin), blockPages(order), "origin");
    }
  }

  private track(block: TrackedBlock): void {
    this.tracked.push(block);
    this.trackedPages += blockPages(block.order);
  }
}
