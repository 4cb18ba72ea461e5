/** A booted machine: early boot, hand-over, strategies' late work, late frees; then allocation and free. */

import type { Buddy } from "../allocator/buddy";
import type { ContigFailure } from "../allocator/contig/result";
import {
  __GFP_DMA,
  __GFP_DMA32,
  __GFP_HIGHMEM,
  __GFP_MOVABLE,
  __GFP_RECLAIMABLE,
  __GFP_TAGGED,
  GFP_KERNEL,
} from "../allocator/gfp";
import { kernelRules } from "../allocator/kernel";
import { CMA, UNMOVABLE } from "../allocator/migratetype";
import type { PageAllocator } from "../allocator/page-allocator";
import { USED } from "../allocator/page-state";
import type { ActionInput } from "../input";
import { blockPages } from "../order";
import type { MemorySplit } from "../output";
import { bootAllocator, runningAllocator } from "./allocator-setup";
import { isFlatMemory } from "./arch";
import type { EarlyMachine, PageRange } from "./early";
import { emptyBuddy } from "./empty-buddy";
import type { NoteFailure } from "./failure";
import { handOverRange, handOverRuns, wholePages } from "./handover";
import { type Hook, type Hooks, those } from "./hooks";
import { Kcompactd } from "./kcompactd";
import { allLaterFrees, countPages, type LaterFrees, laterFrees } from "./later-frees";
import { computeMarks, type Marks } from "./marks";
import { bareSplit } from "./memory-split";
import { allocateSparsePageExt } from "./page-ext-tables";
import { PageFields } from "./page-fields";
import { policyOf } from "./policy";
import { FrameMap } from "./sections";
import { fillShortage, noShortage, type Shortage } from "./shortage";
import type { Zone } from "./zones";

/** What metadata is asked for with: nothing that says where the caller's own page may lie, or what it holds. */
const PLACE_FLAGS =
  __GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM | __GFP_MOVABLE | __GFP_RECLAIMABLE | __GFP_TAGGED;

export class Machine {
  readonly frames: FrameMap;
  readonly buddy: Buddy;
  /** What is kept for each page. */
  readonly fields: PageFields;
  readonly zones: Zone[];
  /** Pages that reached the buddy, by zone. */
  readonly managedOf: number[];
  /** Pages that memblock offered at the hand-over. */
  offeredPages = 0;
  /** Pages that came to the buddy as free ones, past the page allocator: what memblock and strategies handed over. */
  releasedPages = 0;
  readonly laterFrees: LaterFrees;
  /** Watermarks, reserves and sizes of the per-cpu lists. */
  readonly marks: Marks;
  /** Pages that strategies have taken from the running allocator. */
  metadataPages = 0;
  /** Where page_ext tables lie that came from the running allocator. */
  readonly pageExt: { frame: number; pages: number }[] = [];
  /** Why the last allocation failed. */
  readonly shortage: Shortage;
  /** Where hooks tell of failures that are no failed request. */
  noteFailure: NoteFailure = () => {};
  /** Simulated time, ms. Whoever runs a load moves it on. */
  nowMs = 0;
  /** Compacts in the background. */
  readonly kcompactd: Kcompactd;
  /** When somebody has something to do next, ms; Infinity: never. */
  wakeMs = Number.POSITIVE_INFINITY;
  /** The request that comes next is for a slab page or a kernel stack, whose bytes are objects of their own. */
  isSlabRequest = false;

  /** Without watermarks and per-cpu stocks until boot has worked them out. */
  private current: PageAllocator;
  /** Blocks that one request may take: the caller's and the strategies'. */
  private readonly blocksPerRequest: number;
  private freePagesAtRequest = 0;
  /** Who makes the request, or gives the block back. */
  cpu = 0;
  /** GFP flags of the request that is being served, or of the last one. */
  gfp = GFP_KERNEL;
  /**
   * The hooks that come with every request, without what they are part of: the call of one that is not there costs as much as a small one,
   * and to the engine each strategy's hooks are another kind of object, for which it would throw away the code of a thread's earlier runs.
   */
  private readonly delayFree: readonly Hook<"delayFree">[];
  private readonly afterAllocate: readonly Hook<"afterAllocate">[];
  private readonly beforeFree: readonly Hook<"beforeFree">[];
  private readonly settling: readonly Hook<"settle">[];
  private readonly fetching: readonly Hook<"fetch">[];
  /** A strategy keeps tagged pages out of CMA. */
  private readonly barsTaggedFromCma: boolean;
  /** A strategy tags what no process gets. */
  private readonly tagsKernelPages: boolean;

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
    this.barsTaggedFromCma = hooks.some((hook) => hook.barsTaggedFromCma === true);
    this.tagsKernelPages = hooks.some((hook) => hook.tagsKernelPages === true);
    for (const hook of hooks) hook.beforeHandOver?.(early);
    this.delayFree = those(hooks, "delayFree");
    this.afterAllocate = those(hooks, "afterAllocate");
    this.beforeFree = those(hooks, "beforeFree").reverse();
    this.fetching = those(hooks, "fetch");
    this.settling = those(hooks, "settle");
    this.frames = new FrameMap(sections, input);
    const withholder = hooks.find((hook) => hook.withholder !== undefined)?.withholder;
    const policy = policyOf(early, hooks);
    this.buddy = emptyBuddy(early, this.frames, kernelRules(input.kernel), withholder);
    const own = hooks.find((hook) => hook.pageFields !== undefined)?.pageFields ?? 0;
    this.fields = new PageFields(this.buddy.frames, own);
    if (!policy.groupsByMobility) this.buddy.typeOfBlock.fill(UNMOVABLE);
    this.shortage = noShortage(this.buddy.maxOrder + 1);
    this.handOver();
    this.current = bootAllocator(early, this.buddy, this.managedOf, policy);
    if (!input.deferredInit) this.takePageExt();
    for (const hook of hooks) hook.lateInit?.(this);
    if (input.deferredInit) this.takePageExt();
    this.laterFrees = laterFrees(early);
    for (const range of this.laterFrees.cma) this.freeCma(range);
    for (const range of this.laterFrees.beforeWatermarks) this.freeReserved(range);
    this.marks = computeMarks(
      this.zones.map(({ nid, name }, i) => ({ nid, name, managedPages: this.managedOf[i] ?? 0 })),
      input,
      this.offeredPages + countPages([...this.laterFrees.cma, ...this.laterFrees.beforeWatermarks]),
      policy,
    );
    this.current = runningAllocator(early, this.current, this.managedOf, this.marks);
    this.kcompactd = new Kcompactd(this.current, early.zones.zonelists.keys());
    this.wakeAt(this.kcompactd.dueMs);
    for (const range of this.laterFrees.afterWatermarks) this.freeReserved(range);
    for (const hook of hooks) hook.attachDevices?.(this);
  }

  get allocator(): PageAllocator {
    return this.current;
  }

  get managedPages(): number {
    return this.managedOf.reduce((sum, pages) => sum + pages, 0);
  }

  /** Pages that wait in per-cpu lists. */
  get pcpPages(): number {
    return this.zones.reduce((sum, _, zone) => sum + this.allocator.pcp.countOfZone(zone), 0);
  }

  /** Pages that callers hold. */
  get dataPages(): number {
    return this.managedPages - this.buddy.freePages - this.pcpPages - this.metadataPages;
  }

  /** A block of 2^order pages for a caller: its first frame, or -1 with the reason in `shortage`. */
  allocate(order: number, gfp: number, cpu: number): number {
    this.gfp = this.tagsKernelPages && (gfp & __GFP_HIGHMEM) === 0 ? gfp | __GFP_TAGGED : gfp;
    this.cpu = cpu;
    this.freePagesAtRequest = this.buddy.freePages;
    this.allocator.slowPath.failure = null;
    const frame = this.allocator.allocate(order, this.placeable(gfp), cpu);
    if (frame < 0) {
      this.noteShortage("block", order);
      return -1;
    }
    const { afterAllocate } = this;
    for (let i = 0; i < afterAllocate.length; i++) {
      const serve = afterAllocate[i] as Hook<"afterAllocate">;
      if (serve(this, frame, order)) continue;
      this.takeBack(frame, order, i);
      return -1;
    }
    return frame;
  }

  /** One of those that serve requests refuses the block: the hooks before it learn that it goes. */
  private takeBack(frame: number, order: number, refuser: number): void {
    const serving = this.hooks.filter(({ afterAllocate }) => afterAllocate !== undefined);
    for (let done = this.hooks.indexOf(serving[refuser] as Hooks) - 1; done >= 0; done--)
      this.hooks[done]?.beforeFree?.(this, frame, order);
    this.allocator.free(frame, order, this.cpu);
  }

  /** A caller gives back the block that allocate() gave out. */
  free(frame: number, order: number, cpu: number): void {
    this.cpu = cpu;
    const { delayFree } = this;
    for (let i = 0; i < delayFree.length; i++) {
      const delay = delayFree[i] as Hook<"delayFree">;
      if (delay(this, frame, order)) return;
    }
    this.freeNow(frame, order, cpu);
  }

  /**
   * Blocks will go back before long, the first `count` of these. Reads what that will ask for, in short loops: what is far away in memory is
   * then on its way all at once, and near when its time has come. Returns something of it, to be kept: the engine leaves out what nobody keeps.
   */
  fetch(frames: Uint32Array, count: number): number {
    let read = this.buddy.fetch(frames, count);
    for (const fetch of this.fetching) read ^= fetch(this, frames, count);
    return read;
  }

  /** The same without anybody who could delay it. */
  freeNow(frame: number, order: number, cpu: number): void {
    this.cpu = cpu;
    this.letGo(frame, order);
    this.allocator.free(frame, order, cpu);
  }

  /** Something else than a page request happens, in the context of a process. Throws KernelPanic. */
  act(action: ActionInput): void {
    this.gfp = GFP_KERNEL;
    this.cpu = 0;
    this.freePagesAtRequest = this.buddy.freePages;
    for (const hook of this.hooks) hook.act?.(this, action);
  }

  /** Has the hooks woken at that time, or before if another one asks. */
  wakeAt(timeMs: number): void {
    if (timeMs < this.wakeMs) this.wakeMs = timeMs;
  }

  /** The time that a hook asked for has come. */
  wake(): void {
    this.wakeMs = Number.POSITIVE_INFINITY;
    this.kcompactd.wake(this.nowMs);
    this.wakeAt(this.kcompactd.dueMs);
    for (const hook of this.hooks) hook.wake?.(this);
  }

  /** The caller of the last request has entered its block in the books: what it asked for the block is over. */
  settle(): void {
    const { settling } = this;
    for (let i = 0; i < settling.length; i++) {
      const settle = settling[i] as Hook<"settle">;
      settle(this);
    }
  }

  /** Time passes: comes some hundred times over a run. */
  tick(): void {
    for (const hook of this.hooks) hook.tick?.(this);
  }

  /** A block of page cache is about to go back while its file is still there; `key` names it until cacheGone(). */
  cacheDropped(key: number, order: number): void {
    for (const hook of this.hooks) hook.cacheDropped?.(this, key, order);
  }

  /** What cacheDropped() told of is read again, into the block that was asked for last. */
  cacheRead(key: number, order: number): void {
    for (const hook of this.hooks) if (hook.cacheRead?.(this, key, order) === true) return;
  }

  /** The file of a dropped block is gone. */
  cacheGone(key: number): void {
    for (const hook of this.hooks) hook.cacheGone?.(this, key);
  }

  /** A caller's block is about to go back, by free() or by the allocator itself. */
  letGo(frame: number, order: number): void {
    const { beforeFree } = this;
    for (let i = 0; i < beforeFree.length; i++) {
      const letGo = beforeFree[i] as Hook<"beforeFree">;
      letGo(this, frame, order);
    }
  }

  /** The allocator has moved a caller's block and will free the old one. */
  moved(from: number, to: number, order: number): void {
    for (let i = 0; i < this.hooks.length; i++) this.hooks[i]?.moved?.(this, from, to, order);
  }

  /**
   * A block for a strategy's own use, in the context of the request that is being served: its frame, or -1.
   * From the zonelist of a node if one is named.
   */
  takeMetadata(order: number, nid?: number): number {
    const gfp = this.gfp & ~PLACE_FLAGS;
    const frame =
      nid === undefined
        ? this.allocator.allocate(order, gfp, this.cpu)
        : this.allocator.allocateFrom(order, gfp, this.cpu, this.allocator.slowFlags(order, gfp), nid);
    if (frame >= 0) this.metadataPages += blockPages(order);
    return frame;
  }

  /** Gives back what takeMetadata() gave out, or a part of it after Buddy.split(). */
  giveMetadata(frame: number, order: number): void {
    this.metadataPages -= blockPages(order);
    this.allocator.free(frame, order, this.cpu);
  }

  /** As takeMetadata() twice, where both blocks are at hand. False if they are not; then nothing has happened. */
  takeMetadataTwice(order: number, into: Float64Array): boolean {
    const isTaken = this.allocator.takeTwo(order, this.gfp & ~PLACE_FLAGS, this.cpu, into);
    if (isTaken) this.metadataPages += 2 * blockPages(order);
    return isTaken;
  }

  /** As giveMetadata() twice. */
  giveMetadataTwice(first: number, second: number, order: number): void {
    this.metadataPages -= 2 * blockPages(order);
    this.allocator.freeTwo(first, second, order, this.cpu);
  }

  /**
   * The very pages [frame, frame + pages), emptied where somebody holds them, for a strategy's own use. All their pageblocks are of
   * `type`, MOVABLE or CMA. Null, or what was in the way. Free pages are taken as they are. Source: mm/page_alloc.c alloc_contig_range().
   */
  takeRange(frame: number, pages: number, type: number): ContigFailure | null {
    const { contig } = this.allocator;
    const isFree = contig.takeFree(frame, frame + pages);
    const failure = isFree ? null : contig.allocate(frame, frame + pages, type, this.cpu);
    if (failure === null) this.metadataPages += pages;
    return failure;
  }

  /** Gives back what takeRange() gave out: free_contig_range(). */
  giveRange(frame: number, pages: number): void {
    this.metadataPages -= pages;
    this.allocator.contig.free(frame, frame + pages, this.cpu);
  }

  /**
   * Moves what a caller's movable block holds to a new block of the same order that was asked for with these flags: its frame, or
   * -1 if somebody pins the block, if there is no other, or if the caller has lost the block meanwhile. Hooks see it as moved().
   * Source: mm/migrate.c migrate_pages(), alloc_migration_target().
   */
  migrate(frame: number, order: number, gfp: number): number {
    const { allocator, buddy } = this;
    if (allocator.owner.isPinned(frame)) return -1;
    const state = buddy.stateOf(frame);
    const isolated = USED | (UNMOVABLE << 4) | order;
    buddy.mark(frame, order, isolated);
    const to = allocator.allocate(order, this.placeable(gfp), this.cpu);
    // Reclaim for the new block may have taken the old one.
    const isLost = buddy.stateOf(frame) !== isolated;
    if (!isLost) buddy.mark(frame, order, state);
    if (to < 0) return -1;
    if (isLost) {
      allocator.free(to, order, this.cpu);
      return -1;
    }
    allocator.owner.moved(frame, to, order);
    allocator.events.pgmigrateSuccess += blockPages(order);
    allocator.free(frame, order, this.cpu);
    return to;
  }

  /** Pages that will carry tags are as good for the allocator as others, unless CMA may hold tags. */
  private placeable(gfp: number): number {
    return this.barsTaggedFromCma ? gfp : gfp & ~__GFP_TAGGED;
  }

  /** Hands a block of boot memory to the buddy: __free_pages_core(). */
  release(pfn: number, order: number, toTail = kernelRules(this.early.input.kernel).bootsToTail): void {
    const { buddy } = this;
    const frame = this.frames.frameOf(pfn);
    if (buddy.stateOf(frame) !== 0) throw new RangeError(`frame ${frame} is already known to the allocator`);
    const zone = buddy.zoneOf(frame);
    const type = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
    this.managedOf[zone] = (this.managedOf[zone] ?? 0) + blockPages(order);
    this.releasedPages += blockPages(order);
    buddy.free(frame, order, zone, type, toTail);
  }

  /** mm_core_init() has page_ext_init() before KMSAN hands over the rest; with deferred struct pages it comes after. */
  private takePageExt(): void {
    if (!isFlatMemory(this.early.input.arch)) allocateSparsePageExt(this);
  }

  /** The same for blocks of the largest order, one behind the other. A machine of 16 TiB has four million of them. */
  private releaseRun(startPfn: number, blocks: number): void {
    const { input } = this.early;
    const size = blockPages(input.maxOrder);
    for (let pfn = startPfn, left = blocks; left > 0; ) {
      const frame = this.frames.frameOf(pfn);
      const zone = this.buddy.zoneOf(frame);
      const inZone = Math.floor(((this.zones[zone] as Zone).endPfn - pfn) / size);
      const n = Math.min(left, Math.max(1, inZone));
      this.managedOf[zone] = (this.managedOf[zone] ?? 0) + n * size;
      this.releasedPages += n * size;
      this.buddy.freeRun(frame, n, zone, kernelRules(input.kernel).bootsToTail);
      pfn += n * size;
      left -= n;
    }
  }

  /** Frees pages that were reserved until now, as any page is freed: free_reserved_page(). */
  private freeReserved({ startPfn, endPfn }: PageRange): void {
    for (let pfn = startPfn; pfn < endPfn; pfn++) this.freeAdopted(this.frames.frameOf(pfn), 0);
  }

  /** Hands an area over to movable requests, a pageblock at a time: init_cma_reserved_pageblock(). */
  private freeCma({ startPfn, endPfn }: PageRange): void {
    const { buddy } = this;
    const { allocator } = this;
    const pages = blockPages(buddy.pageblockOrder);
    for (let pfn = startPfn; pfn < endPfn; pfn += pages) {
      const frame = this.frames.frameOf(pfn);
      const zone = buddy.zoneOf(frame);
      buddy.setType(frame >>> buddy.pageblockOrder, 0, CMA);
      allocator.setCma(zone, (allocator.levels.cma[zone] as number) + pages);
      this.freeAdopted(frame, buddy.pageblockOrder);
    }
  }

  private freeAdopted(frame: number, order: number): void {
    const zone = this.buddy.zoneOf(frame);
    this.managedOf[zone] = (this.managedOf[zone] ?? 0) + blockPages(order);
    this.allocator.levels.managed[zone] = this.managedOf[zone] as number;
    this.buddy.adopt(frame, order, USED | order);
    this.allocator.free(frame, order, 0);
  }

  /**
   * A single page was missing behind a caller's block of that order: no zone had one above its marks, which is never a matter of
   * fragmentation.
   */
  notePageShortage(missing: string, order: number): void {
    this.noteShortage(missing, order);
    this.shortage.neededPages = 1;
    this.shortage.reachablePages = 0;
  }

  /** Remembers what is missing, at the moment when it is. */
  noteShortage(missing: string, order: number): void {
    fillShortage(this.shortage, this.allocator, this.frames, {
      order,
      gfp: this.gfp,
      cpu: this.cpu,
      missing,
      neededPages: this.blocksPerRequest * blockPages(order),
      freePagesBefore: this.freePagesAtRequest,
    });
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

  /** High memory comes last and page by page, each to the head of its list: free_highpages(). */
  private handOver(): void {
    const { input, memblock } = this.early;
    const high: PageRange[] = [];
    for (const range of memblock.freeRanges()) {
      const { startPfn, endPfn } = wholePages(range, input.pageSizeBytes);
      if (startPfn >= endPfn) continue;
      this.offeredPages += endPfn - startPfn;
      const lowEnd = Math.max(startPfn, Math.min(endPfn, memblock.limit / input.pageSizeBytes));
      if (lowEnd < endPfn) high.push({ startPfn: lowEnd, endPfn });
      if (this.hooks.some((hook) => hook.offer !== undefined)) {
        handOverRange(startPfn, lowEnd, input.maxOrder, (pfn, order) => {
          for (const hook of this.hooks) if (hook.offer?.(pfn, order)) return;
          this.release(pfn, order);
        });
      } else {
        handOverRuns(startPfn, lowEnd, input.maxOrder, (pfn, order, blocks) => {
          if (blocks === 1) this.release(pfn, order);
          else this.releaseRun(pfn, blocks);
        });
      }
    }
    for (const { startPfn, endPfn } of high)
      for (let pfn = startPfn; pfn < endPfn; pfn++) this.release(pfn, 0, false);
  }
}
