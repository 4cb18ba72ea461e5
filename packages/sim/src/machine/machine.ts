/** A booted machine: early boot, hand-over, strategies' late work, late frees; then allocation and free. */

import type { MemorySplit } from "../output";
import { isFlatMemory, pageblockOrder } from "./arch";
import { Buddy, MIXED_ZONES } from "./buddy";
import type { EarlyMachine, PageRange } from "./early";
import { handOverRange, wholePages } from "./handover";
import type { Hooks, Shortage } from "./hooks";
import { allLaterFrees, countPages, type LaterFrees, laterFrees } from "./later-frees";
import { computeMarks, type Marks } from "./marks";
import { bareSplit } from "./memory-split";
import { blockPages } from "./order";
import { allocateSparsePageExt } from "./page-ext";
import { FrameMap } from "./sections";
import type { Zone } from "./zones";

export class Machine {
  readonly frames: FrameMap;
  readonly buddy: Buddy;
  readonly zones: Zone[];
  /** Pages that reached the buddy, by zone. */
  readonly managedOf: number[];
  /** Pages that memblock offered at the hand-over. */
  offeredPages = 0;
  readonly laterFrees: LaterFrees;
  /** Watermarks, reserves and sizes of the per-cpu lists. */
  readonly marks: Marks;
  /** Pages that strategies have taken from the running allocator. */
  metadataPages = 0;
  /** Why the last allocation failed. */
  readonly shortage: Shortage;

  private readonly zonelist: number[];
  /** Blocks that one request may take: the caller's and the strategies'. */
  private readonly blocksPerRequest: number;
  private freePagesAtRequest = 0;

  /**
   * Boots. `early` may already hold what the strategies' hooks do before; this calls them.
   * @throws BootPanic where the kernel would
   */
  constructor(
    readonly early: EarlyMachine,
    readonly hooks: Hooks[],
  ) {
    const { input, sections, zones } = early;
    this.zones = zones.zones;
    this.managedOf = this.zones.map(() => 0);
    this.blocksPerRequest = hooks.reduce((sum, hook) => sum + (hook.blocksPerRequest ?? 0), 1);
    for (const hook of hooks) hook.beforeHandOver?.(early);
    this.frames = new FrameMap(sections, input);
    this.buddy = this.emptyBuddy();
    this.shortage = noShortage(this.buddy.orders);
    this.zonelist = zones.zonelists.get(this.zones[0]?.nid ?? 0) ?? [];
    this.handOver();
    if (!input.deferredInit) this.takePageExt();
    for (const hook of hooks) hook.lateInit?.(this);
    if (input.deferredInit) this.takePageExt();
    this.laterFrees = laterFrees(early);
    const pageblock = pageblockOrder(input);
    for (const range of this.laterFrees.cma) this.releaseRange(range, pageblock);
    for (const range of this.laterFrees.beforeWatermarks) this.releaseRange(range, 0);
    this.marks = computeMarks(
      this.zones.map(({ nid, name }, i) => ({ nid, name, managedPages: this.managedOf[i] ?? 0 })),
      input,
      this.offeredPages + countPages([...this.laterFrees.cma, ...this.laterFrees.beforeWatermarks]),
    );
    for (const range of this.laterFrees.afterWatermarks) this.releaseRange(range, 0);
  }

  get managedPages(): number {
    return this.managedOf.reduce((sum, pages) => sum + pages, 0);
  }

  /** Pages that callers hold. */
  get dataPages(): number {
    return this.managedPages - this.buddy.freePages - this.metadataPages;
  }

  /** A block of 2^order pages for a caller: its first frame, or -1 with the reason in `shortage`. */
  allocate(order: number): number {
    this.freePagesAtRequest = this.buddy.freePages;
    const frame = this.takeBlock(order, this.zonelist);
    if (frame < 0) {
      this.noteShortage("block", order);
      return -1;
    }
    for (let i = 0; i < this.hooks.length; i++) {
      if (this.hooks[i]?.afterAllocate?.(this, frame, order) === false) {
        for (let done = i - 1; done >= 0; done--) this.hooks[done]?.beforeFree?.(this, frame, order);
        this.buddy.free(frame, order);
        return -1;
      }
    }
    return frame;
  }

  /** A caller gives back the block that allocate() gave out. */
  free(frame: number, order: number): void {
    for (let i = this.hooks.length - 1; i >= 0; i--) this.hooks[i]?.beforeFree?.(this, frame, order);
    this.buddy.free(frame, order);
  }

  /** A block for a strategy's own use, from the zonelist of a node if one is named: its frame, or -1. */
  takeMetadata(order: number, nid?: number): number {
    const zonelist = nid === undefined ? this.zonelist : this.early.zones.zonelists.get(nid);
    const frame = this.takeBlock(order, zonelist ?? this.zonelist);
    if (frame >= 0) this.metadataPages += blockPages(order);
    return frame;
  }

  /** Gives back what takeMetadata() gave out, or a part of it after Buddy.split(). */
  giveMetadata(frame: number, order: number): void {
    this.metadataPages -= blockPages(order);
    this.buddy.free(frame, order);
  }

  /** Hands a block of boot memory to the buddy: __free_pages_core(). */
  release(pfn: number, order: number, toTail = true): void {
    const frame = this.frames.frameOf(pfn);
    const zone = this.buddy.zoneOf(frame);
    this.managedOf[zone] = (this.managedOf[zone] ?? 0) + blockPages(order);
    this.buddy.add(frame, order, toTail);
  }

  /** mm_core_init() has page_ext_init() before KMSAN hands over the rest; with deferred struct pages it comes after. */
  private takePageExt(): void {
    if (!isFlatMemory(this.early.input.arch)) allocateSparsePageExt(this);
  }

  private releaseRange({ startPfn, endPfn }: PageRange, order: number): void {
    for (let pfn = startPfn; pfn < endPfn; pfn += blockPages(order)) this.release(pfn, order, false);
  }

  /** Remembers what is missing, at the moment when it is. */
  noteShortage(missing: string, order: number): void {
    const { shortage, buddy } = this;
    shortage.order = order;
    shortage.missing = missing;
    shortage.neededPages = this.blocksPerRequest * blockPages(order);
    shortage.freePagesBefore = this.freePagesAtRequest;
    shortage.freePagesThen = buddy.freePages;
    buddy.sumFreeBlocks(shortage.freeBlocksThen);
    let largest = buddy.maxOrder;
    while (largest >= 0 && shortage.freeBlocksThen[largest] === 0) largest--;
    shortage.largestOrderThen = largest;
    shortage.examplePfn = -1;
    for (const zone of this.zonelist) {
      if (largest < 0 || shortage.examplePfn >= 0) break;
      const first = buddy.freeList(zone, largest).next();
      if (!first.done) shortage.examplePfn = this.frames.pfnOf(first.value);
    }
  }

  /** Where the present pages are, counted on the booted machine. */
  memory(): MemorySplit {
    const split = bareSplit(this.early, {
      offered: this.offeredPages,
      managed: this.managedPages,
      later: countPages(allLaterFrees(this.laterFrees)),
    });
    return this.hooks.reduce((sum, hook) => hook.account?.(sum, this) ?? sum, split);
  }

  private takeBlock(order: number, zonelist: number[]): number {
    for (let i = 0; i < zonelist.length; i++) {
      const frame = this.buddy.take(zonelist[i] as number, order);
      if (frame >= 0) return frame;
    }
    return -1;
  }

  /** High memory comes last and page by page: free_highpages(). */
  private handOver(): void {
    const { input, memblock } = this.early;
    const high: PageRange[] = [];
    for (const range of memblock.freeRanges()) {
      const { startPfn, endPfn } = wholePages(range, input.pageSizeBytes);
      if (startPfn >= endPfn) continue;
      this.offeredPages += endPfn - startPfn;
      const lowEnd = Math.max(startPfn, Math.min(endPfn, memblock.limit / input.pageSizeBytes));
      if (lowEnd < endPfn) high.push({ startPfn: lowEnd, endPfn });
      handOverRange(startPfn, lowEnd, input.maxOrder, (pfn, order) => {
        for (const hook of this.hooks) if (hook.offer?.(pfn, order)) return;
        this.release(pfn, order);
      });
    }
    for (const range of high) this.releaseRange(range, 0);
  }

  private emptyBuddy(): Buddy {
    const { input, zones } = this.early;
    const blockFrames = blockPages(input.maxOrder);
    const zoneOfPfn = (pfn: number) => spanAt(zones.spans, pfn)?.zone ?? 0;
    return new Buddy(this.frames.frames, input.maxOrder, {
      count: this.zones.length,
      zoneOf: (frame) => zoneOfPfn(this.frames.pfnOf(frame)),
      zoneOfLargest: (block) => {
        const start = this.frames.pfnOf(block * blockFrames);
        const found = zones.spans.filter((s) => s.startPfn < start + blockFrames && s.endPfn > start);
        const zone = found[0]?.zone ?? 0;
        return found.every((span) => span.zone === zone) ? zone : MIXED_ZONES;
      },
    });
  }
}

function noShortage(orders: number): Shortage {
  return {
    order: 0,
    missing: "",
    neededPages: 0,
    freePagesBefore: 0,
    freePagesThen: 0,
    freeBlocksThen: new Int32Array(orders),
    largestOrderThen: -1,
    examplePfn: -1,
  };
}

function spanAt<T extends { startPfn: number; endPfn: number }>(spans: T[], pfn: number): T | undefined {
  return spans.find((span) => span.startPfn <= pfn && pfn < span.endPfn);
}
