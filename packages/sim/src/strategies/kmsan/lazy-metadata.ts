/** Shadow and origin pages that were allocated while the machine runs. */

import { nextHead } from "../../allocator/block-walk";
import { isUsed, orderOf } from "../../allocator/page-state";
import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import { FIRST_OWN, type PageFields } from "../../machine/page-fields";
import type { NameRun } from "../../machine/page-names";
import { blockPages } from "../../order";
import type { MetadataBook, Owner, PageMetadata } from "./page-metadata";

const NONE = -1;

/** What is kept for each page: frames of its shadow and of its origin plus one, 0 where it has none. */
export const METADATA_FIELDS = 2;
const SHADOW = 0;
const ORIGIN = 1;
type Side = typeof SHADOW | typeof ORIGIN;

/** A page's metadata stays with it when it is freed; it is allocated page by page and not as blocks. */
export interface LazyRules {
  keepsOnFree: boolean;
  isPageByPage: boolean;
}

export class LazyMetadata implements MetadataBook {
  /** Pages taken for metadata. */
  takenPages = 0;

  private readonly fields: PageFields;
  /** A block's metadata blocks, as they were taken last; Side tells which is which. */
  private readonly pair = new Float64Array(2);
  /** Metadata that is fetched. */
  private leaving = new Uint32Array(1024);
  private readonly keepsOnFree: boolean;
  private readonly isPageByPage: boolean;

  constructor(
    private readonly machine: Machine,
    rules: LazyRules,
  ) {
    this.keepsOnFree = rules.keepsOnFree;
    this.isPageByPage = rules.isPageByPage;
    this.fields = machine.fields;
  }

  /** Gives a caller's new block its metadata. False if a block for it is missing; `shortage` then says which. */
  attach(frame: number, order: number): boolean {
    if (this.isPageByPage) return this.attachPages(frame, order);
    if (this.keepsOnFree && this.isContiguous(frame, order)) return true;
    if (!this.takePair(order)) return false;
    const shadow = this.pair[SHADOW] as number;
    const origin = this.pair[ORIGIN] as number;
    if (this.keepsOnFree) {
      // Metadata has no metadata itself, and a new pair replaces what the pages had.
      for (const block of [frame, shadow, origin]) this.release(block, order);
      // Kept metadata may have to go back in parts, when its pages are used in other blocks.
      this.machine.buddy.split(shadow, order);
      this.machine.buddy.split(origin, order);
    }
    const room = this.fields.roomFor(frame);
    const { step } = this.fields;
    for (let at = this.placeOf(frame), page = 1; page <= blockPages(order); at += step, page++) {
      room[at + SHADOW] = shadow + page;
      room[at + ORIGIN] = origin + page;
    }
    return true;
  }

  /** The caller gives its block back. */
  detach(frame: number, order: number): void {
    if (this.keepsOnFree) return;
    if (this.isPageByPage) {
      this.release(frame, order);
      return;
    }
    const { fields } = this;
    const room = fields.roomOf(frame);
    const place = this.placeOf(frame);
    const shadow = (room[place + SHADOW] as number) - 1;
    const origin = (room[place + ORIGIN] as number) - 1;
    this.takenPages -= 2 * blockPages(order);
    this.machine.giveMetadataTwice(shadow, origin, order);
    for (let at = place, page = 0; page < blockPages(order); at += fields.step, page++) {
      room[at + SHADOW] = 0;
      room[at + ORIGIN] = 0;
    }
  }

  /** Reads what detach() will. */
  fetch(frames: Uint32Array, count: number): number {
    if (this.keepsOnFree) return 0;
    if (2 * count > this.leaving.length) this.leaving = new Uint32Array(4 * count);
    const { fields, leaving } = this;
    for (let i = 0; i < count; i++) {
      const frame = frames[i] as number;
      const room = fields.roomOf(frame);
      const place = this.placeOf(frame);
      leaving[2 * i] = Math.max(0, (room[place + SHADOW] as number) - 1);
      leaving[2 * i + 1] = Math.max(0, (room[place + ORIGIN] as number) - 1);
    }
    return this.machine.buddy.fetch(leaving, 2 * count);
  }

  /** Names every block that is attached. Pages of a block in the middle of it have their metadata in the middle as well. */
  eachMetadata(tell: NameRun): void {
    const { buddy } = this.machine;
    this.eachLink((_, meta, side) => {
      const head = buddy.stateOf(meta);
      if (isUsed(head)) tell(meta, blockPages(orderOf(head)), side === SHADOW ? "shadow" : "origin");
    });
  }

  /** A block was moved: its metadata goes with it. */
  move(from: number, to: number, order: number): void {
    if (this.keepsOnFree) this.release(to, order);
    const { fields } = this;
    const source = fields.roomFor(from);
    const target = fields.roomFor(to);
    const ahead = this.placeOf(to) - this.placeOf(from);
    for (let at = this.placeOf(from), page = 0; page < blockPages(order); at += fields.step, page++) {
      target[at + ahead + SHADOW] = source[at + SHADOW] as number;
      target[at + ahead + ORIGIN] = source[at + ORIGIN] as number;
      source[at + SHADOW] = 0;
      source[at + ORIGIN] = 0;
    }
  }

  of(pfn: number): PageMetadata | null {
    const { frames } = this.machine;
    const frame = frames.find(pfn);
    const shadow = frame < 0 ? NONE : this.metaOf(frame, SHADOW);
    if (shadow === NONE) return null;
    return { shadow: frames.pfnOf(shadow), origin: frames.pfnOf(this.metaOf(frame, ORIGIN)) };
  }

  /** Callers' blocks all have metadata, so what is in use and has none is metadata itself, or a table of page_ext. */
  isMetadata(pfn: number): boolean {
    const { buddy, frames } = this.machine;
    const frame = frames.find(pfn);
    const head = frame < 0 ? NONE : buddy.blockAt(frame);
    return head !== NONE && isUsed(buddy.stateOf(head)) && this.metaOf(frame, SHADOW) === NONE;
  }

  ownerOf(pfn: number): Owner | null {
    const { fields, machine } = this;
    const entry = machine.frames.find(pfn) + 1;
    if (entry === 0) return null;
    for (const [first, room] of fields.made()) {
      for (let at = FIRST_OWN; at < room.length; at += fields.step) {
        const kind = room[at + SHADOW] === entry ? "shadow" : room[at + ORIGIN] === entry ? "origin" : null;
        if (kind !== null) return { kind, pfn: machine.frames.pfnOf(first + Math.floor(at / fields.step)) };
      }
    }
    return null;
  }

  /** I-C1 to I-C4: every page's metadata is its own, in use, in one range with its block's, and has none itself. */
  check(): void {
    const { buddy, zones } = this.machine;
    const uses = new Uint8Array(buddy.frames);
    let metadataPages = 0;
    this.eachLink((_, meta) => {
      metadataPages++;
      assertInvariant("I-C1", uses[meta] === 0, () => `frame ${meta} is metadata of two pages.`);
      uses[meta] = 1;
      assertInvariant("I-C4", this.metaOf(meta, SHADOW) === NONE, () => `metadata ${meta} has metadata.`);
    });
    for (const [zone] of zones.entries()) {
      for (let order = 0; order <= buddy.maxOrder; order++) {
        for (const frame of buddy.freeBlocks(zone, order)) {
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
    if (!this.isPageByPage) this.checkContiguity();
  }

  private checkContiguity(): void {
    const { buddy } = this.machine;
    for (let frame = 0; ; ) {
      frame = nextHead(buddy, frame, buddy.frames);
      if (frame >= buddy.frames) return;
      const state = buddy.stateOf(frame);
      const order = orderOf(state);
      const isTracked = isUsed(state) && this.metaOf(frame, SHADOW) !== NONE;
      assertInvariant(
        "I-C3",
        !isTracked || this.isContiguous(frame, order),
        () => `the metadata of the order-${order} block at frame ${frame} is no range.`,
      );
      frame += blockPages(order);
    }
  }

  /** Every page takes what it lacks; if something is missing, what was taken for this block goes back. */
  private attachPages(frame: number, order: number): boolean {
    const end = frame + blockPages(order);
    const fresh: number[] = [];
    for (let page = frame; page < end; page++) {
      if (this.metaOf(page, SHADOW) !== NONE) continue;
      const shadow = this.take(0);
      const origin = shadow < 0 ? NONE : this.take(0);
      if (origin < 0) {
        this.machine.noteShortage(shadow < 0 ? "shadow" : "origin", order);
        if (shadow >= 0) this.give(shadow, 0);
        for (const given of fresh) this.release(given, 0);
        return false;
      }
      if (this.keepsOnFree) {
        this.release(shadow, 0);
        this.release(origin, 0);
      }
      fresh.push(page);
      const room = this.fields.roomFor(page);
      room[this.placeOf(page) + SHADOW] = shadow + 1;
      room[this.placeOf(page) + ORIGIN] = origin + 1;
    }
    return true;
  }

  private eachLink(tell: (frame: number, meta: number, side: Side) => void): void {
    const { step } = this.fields;
    for (const [first, room] of this.fields.made()) {
      for (let at = FIRST_OWN, frame = first; at < room.length; at += step, frame++) {
        if (room[at + SHADOW] === 0 && room[at + ORIGIN] === 0) continue;
        const shadow = (room[at + SHADOW] as number) - 1;
        const origin = (room[at + ORIGIN] as number) - 1;
        if (shadow !== NONE) tell(frame, shadow, SHADOW);
        if (origin !== NONE) tell(frame, origin, ORIGIN);
      }
    }
  }

  /** True if the block's metadata is there and each side is one range in the block's order (I-C3). */
  private isContiguous(frame: number, order: number): boolean {
    const shadow = this.metaOf(frame, SHADOW);
    const origin = this.metaOf(frame, ORIGIN);
    if (shadow === NONE) return false;
    for (let i = 1; i < blockPages(order); i++) {
      if (this.metaOf(frame + i, SHADOW) !== shadow + i) return false;
      if (this.metaOf(frame + i, ORIGIN) !== origin + i) return false;
    }
    return true;
  }

  /** Gives back what is attached to the block's pages, page by page. */
  private release(frame: number, order: number): void {
    const { fields } = this;
    const room = fields.roomOf(frame);
    for (let at = this.placeOf(frame), page = 0; page < blockPages(order); at += fields.step, page++) {
      for (let place = at; place < at + METADATA_FIELDS; place++) {
        const meta = (room[place] as number) - 1;
        if (meta === NONE) continue;
        this.give(meta, 0);
        room[place] = 0;
      }
    }
  }

  /** Two blocks into `pair`. False if one is missing; `shortage` then says which. */
  private takePair(order: number): boolean {
    const { machine, pair } = this;
    if (machine.takeMetadataTwice(order, pair)) {
      this.takenPages += 2 * blockPages(order);
      return true;
    }
    const shadow = this.take(order);
    if (shadow < 0) {
      machine.noteShortage("shadow", order);
      return false;
    }
    const origin = this.take(order);
    if (origin < 0) {
      machine.noteShortage("origin", order);
      this.give(shadow, order);
      return false;
    }
    pair[SHADOW] = shadow;
    pair[ORIGIN] = origin;
    return true;
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

  private metaOf(frame: number, side: Side): number {
    return (this.fields.roomOf(frame)[this.placeOf(frame) + side] as number) - 1;
  }

  /** Where the page's own two fields stand in its room. */
  private placeOf(frame: number): number {
    return this.fields.placeOf(frame) + FIRST_OWN;
  }
}
