/** Small machines for the allocator's tests, and an owner of pages that keeps books. */

import { Buddy } from "../allocator/buddy";
import { checkAllocator } from "../allocator/check";
import { __GFP_MEMALLOC, __GFP_MOVABLE, migratetypeOf } from "../allocator/gfp";
import { kernelRules } from "../allocator/kernel";
import { CMA, MOVABLE, UNMOVABLE } from "../allocator/migratetype";
import { PageAllocator } from "../allocator/page-allocator";
import type { PageOwner, Reclaimed, ReclaimRequest } from "../allocator/page-owner";
import { isUsed, mobility, USED } from "../allocator/page-state";
import type { AllocatorPolicy } from "../allocator/policy";
import type { AllocatorSetup } from "../allocator/zone-allocator";
import type { ZoneKind } from "../allocator/zone-levels";
import type { Kernel } from "../input";
import { assertInvariant } from "../invariant";

export interface SmallZone {
  kind: ZoneKind;
  startFrame: number;
  endFrame: number;
  /** MIN, LOW and HIGH; 0 unless given. */
  marks?: readonly [number, number, number];
  /** Batch 1 and high 0 unless given: what is freed merges at once. */
  pcpBatch?: number;
  pcpHigh?: number;
  /** Frames [first, end) that are handed over as CMA; whole pageblocks. */
  cma?: readonly [number, number];
}

export interface SmallMachine {
  kernel?: Kernel;
  pageblockOrder: number;
  maxOrder: number;
  zones: readonly SmallZone[];
  cpus?: number;
  /** The kernel is configured for a zone DMA32. */
  hasDma32?: boolean;
  policy?: AllocatorPolicy;
}

/** One node whose zones are handed over as free movable memory; they begin and end at pageblocks. */
export function smallAllocator(machine: SmallMachine): PageAllocator {
  const { pageblockOrder, maxOrder, zones, kernel = "6.1", cpus = 1, hasDma32 = false, policy } = machine;
  const rules = kernelRules(kernel);
  const frames = Math.max(...zones.map((zone) => zone.endFrame));
  const zoneOf = (frame: number) =>
    zones.findIndex((zone) => zone.startFrame <= frame && frame < zone.endFrame);
  const buddy = new Buddy(
    {
      frames,
      maxOrder,
      pageblockOrder,
      movesToTail: rules.movesToTail,
      retypesOnMerge: rules.keepsListsClean,
      keepsSpecialBlocksApart: rules.keepsSpecialBlocksApart,
    },
    {
      count: zones.length,
      zoneOf,
      zonesOfPageblocks: (into) => {
        for (const block of into.keys()) into[block] = zoneOf(block << pageblockOrder);
      },
      startFrame: (zone) => (zones[zone] as SmallZone).startFrame,
      endFrame: (zone) => (zones[zone] as SmallZone).endFrame,
    },
  );
  for (const [zone, { startFrame, endFrame, cma: [cmaStart, cmaEnd] = [0, 0] }] of zones.entries())
    for (let frame = startFrame; frame < endFrame; frame += 1 << pageblockOrder) {
      const type = cmaStart <= frame && frame < cmaEnd ? CMA : MOVABLE;
      buddy.setType(frame >>> pageblockOrder, 0, type);
      buddy.free(frame, pageblockOrder, zone, type, rules.bootsToTail);
    }
  const setup: AllocatorSetup = {
    kernel,
    zones: zones.map(({ kind, startFrame, endFrame, marks = [0, 0, 0], pcpBatch = 1, pcpHigh = 0 }) => ({
      nid: 0,
      kind,
      managedPages: endFrame - startFrame,
      minPages: marks[0],
      lowPages: marks[1],
      highPages: marks[2],
      lowmemReserve: [0, 0, 0, 0, 0, 0],
      pcpBatch,
      pcpHigh,
    })),
    zonelists: [zones.map((_, zone) => zone).reverse()],
    cpuNodes: Array.from({ length: cpus }, () => 0),
    transparentHugepages: false,
    hasDma32,
    ...(policy === undefined ? {} : { policy }),
  };
  const allocator = new PageAllocator(buddy, setup);
  for (const [zone, { cma = [0, 0] }] of zones.entries()) allocator.setCma(zone, cma[1] - cma[0]);
  return allocator;
}

interface Held {
  order: number;
  /** Migratetype it was asked for. */
  type: number;
  /** What is in it; goes where the contents go. */
  contents: number;
}

/** Knows each block that is held, and what is in it. Gives up cache (what was noted so) when asked, oldest first. */
export class PageBook implements PageOwner {
  readonly held = new Map<number, Held>();
  readonly pinned = new Set<number>();
  /** Contents that can be read again. */
  readonly cache = new Set<number>();
  /** Of the cache: contents that have to be written first. */
  readonly dirty = new Set<number>();
  readonly moves: { from: number; to: number; order: number }[] = [];
  readonly requests: ReclaimRequest[] = [];
  /** Pages that the OOM killer may still free. */
  victims: number[] = [];
  private next = 0;

  constructor(readonly allocator: PageAllocator) {
    allocator.owner = this;
  }

  /** Takes a block through the allocator, or -1. */
  take(order: number, gfp: number, cpu = 0): number {
    const frame = this.allocator.allocate(order, gfp, cpu);
    if (frame >= 0) this.note(frame, order, migratetypeOf(gfp));
    return frame;
  }

  note(frame: number, order: number, type: number): void {
    if (this.held.has(frame)) throw new Error(`frame ${frame} was given out twice`);
    this.held.set(frame, { order, type, contents: this.next });
    this.next++;
  }

  give(frame: number, cpu = 0): void {
    const held = this.held.get(frame);
    if (held === undefined) throw new Error(`frame ${frame} is not held`);
    this.held.delete(frame);
    this.pinned.delete(frame);
    this.cache.delete(held.contents);
    this.dirty.delete(held.contents);
    this.allocator.free(frame, held.order, cpu);
  }

  /** Takes movable pages, without waking anybody, past all watermarks until that many are left free. */
  drainTo(freePages: number): void {
    const { buddy } = this.allocator;
    while (buddy.freePages > freePages) this.take(0, __GFP_MOVABLE | __GFP_MEMALLOC);
  }

  /** Takes all memory in movable pages of order 0 and gives the chosen ones back: all is held but these. */
  fillExcept(isFree: (frame: number) => boolean): void {
    while (this.take(0, __GFP_MOVABLE | __GFP_MEMALLOC) >= 0);
    for (const frame of [...this.held.keys()].sort((a, b) => a - b)) if (isFree(frame)) this.give(frame);
  }

  contentsAt(frame: number): number | undefined {
    return this.held.get(frame)?.contents;
  }

  /**
   * The allocator's own laws, and that its allocated blocks are exactly those in the book and the `taken` pages.
   * @throws InvariantError
   */
  check(taken: readonly number[]): void {
    const { buddy, levels } = this.allocator;
    checkAllocator(this.allocator, [...levels.managed]);
    const expected = new Map(taken.map((frame) => [frame, USED | (UNMOVABLE << 4)]));
    for (const [frame, { order, type }] of this.held) expected.set(frame, USED | (type << 4) | order);
    for (let frame = 0; frame < buddy.frames; frame++) {
      const state = buddy.stateOf(frame);
      assertInvariant(
        "I-B2",
        isUsed(state) ? state === expected.get(frame) : !expected.has(frame),
        () => `frame ${frame}: state ${state}, the book has ${expected.get(frame)}`,
      );
      const isKernelPage = isUsed(state) && mobility(state) !== MOVABLE;
      const isCma = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] === CMA;
      assertInvariant("B-26", !(isKernelPage && isCma) || taken.includes(frame), () => `frame ${frame}`);
    }
    assertInvariant(
      "B-28",
      levels.isolatedBlocks.every((blocks) => blocks === 0),
      () => "isolated blocks",
    );
  }

  contentOf(): "" {
    return "";
  }

  isPinned(frame: number): boolean {
    return this.pinned.has(frame);
  }

  moved(from: number, to: number, order: number): void {
    const held = this.held.get(from);
    if (held === undefined || held.order !== order || held.type !== MOVABLE || this.pinned.has(from))
      throw new Error(`frame ${from} must not move`);
    if (this.held.has(to)) throw new Error(`frame ${to} is in use`);
    this.held.delete(from);
    this.held.set(to, held);
    this.moves.push({ from, to, order });
  }

  dropIfClean(frame: number): boolean {
    const held = this.held.get(frame);
    if (held === undefined || this.dirty.has(held.contents)) return false;
    if (!this.cache.delete(held.contents)) return false;
    this.held.delete(frame);
    return true;
  }

  reclaim(request: ReclaimRequest): Reclaimed {
    this.requests.push({ ...request });
    let pages = 0;
    let written = 0;
    for (const [frame, held] of [...this.held].sort(([, a], [, b]) => a.contents - b.contents)) {
      if (pages >= request.pages) break;
      if (!this.cache.has(held.contents)) continue;
      const isDirty = this.dirty.has(held.contents);
      if (isDirty && !request.mayWrite) continue;
      if (isDirty) written += 1 << held.order;
      pages += 1 << held.order;
      this.give(frame, request.cpu);
    }
    return { pages, scanned: pages, written, swapped: 0, slab: 0 };
  }

  reclaimablePages(zone: number): number {
    const { buddy } = this.allocator;
    let pages = 0;
    for (const [frame, held] of this.held)
      if (this.cache.has(held.contents) && buddy.zoneOf(frame) === zone) pages += 1 << held.order;
    return pages;
  }

  kill(): number {
    let pages = 0;
    for (const frame of this.victims.splice(0)) {
      pages += 1 << (this.held.get(frame)?.order ?? 0);
      this.give(frame);
    }
    return pages;
  }
}
