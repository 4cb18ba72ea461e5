/**
 * Shadow of single pages in blocks of 1/8 page, from a slab cache of its own: 8 blocks a page. Source: D. Vyukov, 30 May 2017.
 */

import { assertInvariant } from "../../invariant";
import type { Machine } from "../../machine/machine";
import type { NameRun, PageLink } from "../../machine/page-names";
import { blockPages } from "../../order";

const BLOCKS_PER_SLAB = 8;
const ALL_FREE = 0xff;
/** Slabs with free blocks that stay when they are empty. Source: mm/slub.c MIN_PARTIAL. */
const MIN_PARTIAL = 5;

export class ShadowBlocks {
  /** Blocks in use: one for each slab or stack page. */
  attached = 0;
  mostAttached = 0;
  /** Pages of the cache. */
  slabPages = 0;
  mostSlabPages = 0;
  failures = 0;

  /** By page: its block plus one, 0 for none. Block = 8 * slab + place in it. */
  private blockOf = new Uint32Array(0);
  /** By slab: its frame, a bit for each free block, and where it stands in `partial`. */
  private slabFrames: number[] = [];
  private readonly freeBits: number[] = [];
  private readonly placeInPartial: number[] = [];
  /** Slabs with a free block. The last one serves. */
  private readonly partial: number[] = [];
  /** Numbers of slabs that are gone. */
  private readonly spareSlabs: number[] = [];

  start(machine: Machine): void {
    this.blockOf = new Uint32Array(machine.buddy.frames);
    this.slabFrames = [];
  }

  /** Gives every page of a block its shadow. False if there is no page for another slab; then none has any. */
  attach(machine: Machine, frame: number, order: number): boolean {
    const end = frame + blockPages(order);
    for (let page = frame; page < end; page++) {
      const block = this.take(machine);
      if (block >= 0) {
        this.blockOf[page] = block + 1;
        continue;
      }
      this.failures++;
      machine.notePageShortage("shadow", order);
      for (let done = page - 1; done >= frame; done--) this.drop(machine, done);
      return false;
    }
    this.mostAttached = Math.max(this.mostAttached, this.attached);
    return true;
  }

  detach(machine: Machine, frame: number, order: number): void {
    if (this.blockOf[frame] === 0) return;
    for (let page = frame; page < frame + blockPages(order); page++) this.drop(machine, page);
  }

  /** Names the cache's pages. */
  eachMetadata(tell: NameRun): void {
    for (const frame of this.slabFrames) if (frame >= 0) tell(frame, 1, "shadow");
  }

  /** The page of the cache that a page's block lies in, and the pages whose blocks lie in a page of the cache. */
  linksOf({ frames }: Machine, pfn: number): PageLink[] {
    const frame = frames.find(pfn);
    if (frame < 0) return [];
    const links: PageLink[] = [];
    const link = (side: PageLink["side"], other: number) =>
      links.push({ what: "shadow", side, pfn: frames.pfnOf(other), pages: 1 });
    const entry = this.blockOf[frame] as number;
    if (entry !== 0) link("has", this.slabFrames[(entry - 1) >>> 3] as number);
    const slab = this.slabFrames.indexOf(frame);
    if (slab < 0) return links;
    for (let place = 0; place < BLOCKS_PER_SLAB; place++) {
      const page = this.blockOf.indexOf(BLOCKS_PER_SLAB * slab + place + 1);
      if (page >= 0) link("is", page);
    }
    return links;
  }

  /** I-D1. */
  check(): void {
    const bits = this.freeBits.map(() => ALL_FREE);
    let pages = 0;
    for (const [page, entry] of this.blockOf.entries()) {
      if (entry === 0) continue;
      pages++;
      const slab = (entry - 1) >>> 3;
      const bit = 1 << ((entry - 1) & 7);
      assertInvariant("I-D1", ((bits[slab] as number) & bit) !== 0, () => `frame ${page} shares its block.`);
      bits[slab] = (bits[slab] as number) & ~bit;
    }
    assertInvariant(
      "I-D1",
      pages === this.attached,
      () => `${pages} pages have a block, ${this.attached} are attached.`,
    );
    const slabs = this.slabFrames.filter((frame) => frame >= 0).length;
    assertInvariant(
      "I-D1",
      slabs === this.slabPages,
      () => `${slabs} slabs are there, ${this.slabPages} are counted.`,
    );
    for (const [slab, free] of this.freeBits.entries()) {
      if ((this.slabFrames[slab] as number) < 0) continue;
      assertInvariant(
        "I-D1",
        free === bits[slab],
        () => `slab ${slab} has a block that nobody uses, or two users of one.`,
      );
    }
  }

  private take(machine: Machine): number {
    const slab = this.partial.at(-1) ?? this.newSlab(machine);
    if (slab < 0) return -1;
    const free = this.freeBits[slab] as number;
    const rest = free & (free - 1);
    this.freeBits[slab] = rest;
    if (rest === 0) this.leavePartial(slab);
    this.attached++;
    return BLOCKS_PER_SLAB * slab + (31 - Math.clz32(free ^ rest));
  }

  private drop(machine: Machine, page: number): void {
    const block = (this.blockOf[page] as number) - 1;
    this.blockOf[page] = 0;
    this.attached--;
    const slab = block >>> 3;
    const before = this.freeBits[slab] as number;
    const free = before | (1 << (block & 7));
    this.freeBits[slab] = free;
    if (before === 0) this.joinPartial(slab);
    if (free === ALL_FREE && this.partial.length > MIN_PARTIAL) this.dropSlab(machine, slab);
  }

  private newSlab(machine: Machine): number {
    const frame = machine.takeMetadata(0);
    if (frame < 0) return -1;
    const slab = this.spareSlabs.pop() ?? this.slabFrames.length;
    this.slabFrames[slab] = frame;
    this.freeBits[slab] = ALL_FREE;
    this.joinPartial(slab);
    this.slabPages++;
    this.mostSlabPages = Math.max(this.mostSlabPages, this.slabPages);
    return slab;
  }

  private dropSlab(machine: Machine, slab: number): void {
    this.leavePartial(slab);
    const frame = this.slabFrames[slab] as number;
    this.slabFrames[slab] = -1;
    this.spareSlabs.push(slab);
    this.slabPages--;
    machine.giveMetadata(frame, 0);
  }

  private joinPartial(slab: number): void {
    this.placeInPartial[slab] = this.partial.length;
    this.partial.push(slab);
  }

  private leavePartial(slab: number): void {
    const place = this.placeInPartial[slab] as number;
    const last = this.partial.pop() as number;
    if (last === slab) return;
    this.partial[place] = last;
    this.placeInPartial[last] = place;
  }
}
