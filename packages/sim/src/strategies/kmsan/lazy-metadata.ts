/** Shadow and origin blocks that were allocated while the machine runs, page by page. */

import { isUsed, orderOf } from "../../allocator/page-state";
import { assertInvariant } from "../../invariant";
import type { NameRun } from "../../machine/hooks";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";

const NONE = -1;

/** Frames for which it is noted together whether one of them ever had metadata. */
const STRETCH = 4096;

export class LazyMetadata {
  /**
   * Frame of a page's shadow and origin plus one, by the page's frame; 0 where it has none, so that untouched
   * parts of the arrays need no memory.
   */
  private readonly shadow: Uint32Array;
  private readonly origin: Uint32Array;
  private readonly touched: Uint8Array;
  private takenPages = 0;

  constructor(
    private readonly machine: Machine,
    private readonly keepOnFree: boolean,
  ) {
    this.shadow = new Uint32Array(machine.buddy.frames);
    this.origin = new Uint32Array(machine.buddy.frames);
    this.touched = new Uint8Array(Math.ceil(machine.buddy.frames / STRETCH));
  }

  /** Gives a caller's new block its metadata. False if a block for it is missing; `shortage` then says which. */
  attach(frame: number, order: number): boolean {
    if (this.isContiguous(frame, order)) return true;
    const shadow = this.take(order);
    if (shadow < 0) {
      this.machine.noteShortage("shadow", order);
      return false;
    }
    const origin = this.take(order);
    if (origin < 0) {
      this.machine.noteShortage("origin", order);
      this.give(shadow, order);
      return false;
    }
    if (this.keepOnFree) {
      // Metadata has no metadata itself, and a new pair replaces what the pages had.
      for (const block of [frame, shadow, origin]) this.release(block, order);
      // Kept metadata may have to go back in parts, when its pages are used in other blocks.
      this.machine.buddy.split(shadow, order);
      this.machine.buddy.split(origin, order);
    }
    this.touch(frame, order);
    for (let i = 0; i < blockPages(order); i++) {
      this.shadow[frame + i] = shadow + i + 1;
      this.origin[frame + i] = origin + i + 1;
    }
    return true;
  }

  /** The caller gives its block back. */
  detach(frame: number, order: number): void {
    if (this.keepOnFree) return;
    this.give(this.of(this.shadow, frame), order);
    this.give(this.of(this.origin, frame), order);
    this.shadow.fill(0, frame, frame + blockPages(order));
    this.origin.fill(0, frame, frame + blockPages(order));
  }

  /** Names every block that is attached. Pages of a block in the middle of it have their metadata in the middle as well. */
  eachMetadata(tell: NameRun): void {
    this.eachOnSide(this.shadow, "shadow", tell);
    this.eachOnSide(this.origin, "origin", tell);
  }

  private eachOnSide(side: Uint32Array, state: "shadow" | "origin", tell: NameRun): void {
    for (const [stretch, isTouched] of this.touched.entries()) {
      if (isTouched === 0) continue;
      const end = Math.min(side.length, (stretch + 1) * STRETCH);
      for (let frame = stretch * STRETCH; frame < end; frame++) {
        const meta = this.of(side, frame);
        if (meta === NONE) continue;
        const head = this.machine.buddy.stateOf(meta);
        if (isUsed(head)) tell(meta, blockPages(orderOf(head)), state);
      }
    }
  }

  /** A block was moved: its metadata goes with it. */
  move(from: number, to: number, order: number): void {
    if (this.keepOnFree) this.release(to, order);
    this.touch(to, order);
    for (const side of [this.shadow, this.origin]) {
      side.copyWithin(to, from, from + blockPages(order));
      side.fill(0, from, from + blockPages(order));
    }
  }

  /** I-C1, I-C2, I-C4: every page's metadata is its own, in use, and has none itself. */
  check(): void {
    const uses = new Uint8Array(this.machine.buddy.frames);
    let metadataPages = 0;
    for (let frame = 0; frame < this.shadow.length; frame++) {
      for (const side of [this.shadow, this.origin]) {
        const meta = this.of(side, frame);
        if (meta === NONE) continue;
        metadataPages++;
        assertInvariant("I-C1", uses[meta] === 0, () => `frame ${meta} is metadata of two pages.`);
        uses[meta] = 1;
        assertInvariant("I-C4", this.of(this.shadow, meta) === NONE, () => `metadata ${meta} has metadata.`);
      }
    }
    for (const [zone] of this.machine.zones.entries()) {
      for (let order = 0; order <= this.machine.buddy.maxOrder; order++) {
        for (const frame of this.machine.buddy.freeBlocks(zone, order)) {
          const first = uses.subarray(frame, frame + blockPages(order)).indexOf(1);
          assertInvariant("I-C2", first < 0, () => `metadata frame ${frame + first} is on a free list.`);
        }
      }
    }
    assertInvariant(
      "I-C1",
      metadataPages === this.takenPages,
      () => `${metadataPages} metadata pages are linked, ${this.takenPages} are taken.`,
    );
  }

  /** True if the block's metadata is there and each side is one range in the block's order (I-C3). */
  private isContiguous(frame: number, order: number): boolean {
    const shadow = this.of(this.shadow, frame);
    const origin = this.of(this.origin, frame);
    if (shadow === NONE) return false;
    for (let i = 1; i < blockPages(order); i++) {
      if (this.of(this.shadow, frame + i) !== shadow + i) return false;
      if (this.of(this.origin, frame + i) !== origin + i) return false;
    }
    return true;
  }

  /** Gives back what is attached to the block's pages, page by page. */
  private release(frame: number, order: number): void {
    for (let page = frame; page < frame + blockPages(order); page++) {
      const shadow = this.of(this.shadow, page);
      if (shadow === NONE) continue;
      this.give(shadow, 0);
      this.give(this.of(this.origin, page), 0);
      this.shadow[page] = 0;
      this.origin[page] = 0;
    }
  }

  private touch(frame: number, order: number): void {
    const last = Math.floor((frame + blockPages(order) - 1) / STRETCH);
    this.touched.fill(1, Math.floor(frame / STRETCH), last + 1);
  }

  private take(order: number): number {
    const frame = this.machine.takeMetadata(order);
    if (frame >= 0) this.takenPages += blockPages(order);
    return frame;
  }

  private give(frame: number, order: number): void {
    this.takenPages -= blockPages(order);
    this.machine.giveMetadata(frame, order);
  }

  private of(side: Uint32Array, frame: number): number {
    return (side[frame] as number) - 1;
  }
}
