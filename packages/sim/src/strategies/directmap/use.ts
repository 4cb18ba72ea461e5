/** The direct map of one machine while it runs: who changes it, what fails, and who learns of it. */

import { GFP_HIGHUSER, GFP_KERNEL } from "../../allocator/gfp";
import { type ChangeResult, type DirectMap, PRESENT, WRITE } from "../../directmap/direct-map";
import { initialMap } from "../../directmap/initial-map";
import { canSetDirectMap } from "../../directmap/rules";
import type { ActionInput, MachineInput } from "../../input";
import { assertInvariant } from "../../invariant";
import { KernelPanic } from "../../machine/failure";
import type { Machine } from "../../machine/machine";
import { blockPages } from "../../order";
import { count, pages } from "../../text";
import { DebugPagealloc } from "./debug-pagealloc";
import { type Caller, isChange, type Policy } from "./policy";
import { TablePages } from "./table-pages";
import { type Failure, failureKey, failureWords, faultAddress, NO_SET_DIRECT_MAP } from "./words";

/** Pages with nobody's data in them that were taken out of the map in one piece. */
interface UnmappedBlock {
  pfn: number;
  pages: number;
}

export class DirectMapUse {
  readonly map: DirectMap;
  readonly tables: TablePages;
  /** Null unless the machine was booted with debug_pagealloc. */
  readonly debug: DebugPagealloc | null;
  /** Failed changes that the caller learned of, and those that it did not. */
  visibleFailures = 0;
  hiddenFailures = 0;
  /** Changes that split a leaf and failed at one that it was split into (X-G2). */
  halfDone = 0;
  /** Calls that returned 0 and did nothing: arm64 with a map of blocks (X-G4). */
  noOps = 0;
  /** Unmappings after which only one cpu has flushed its TLB (X-G5). */
  private localUnmaps = 0;
  /** Times that every cpu's TLB was flushed: after each split, and by callers that are done. */
  flushes = 0;
  /** Pages whose owner believes them out of the map while they are in it. */
  readonly exposed = new Set<number>();

  private readonly input: MachineInput;
  private readonly secretPfns: number[] = [];
  /** Pages that are out of the map and wait for a fault. */
  private readonly secretPool: number[] = [];
  private readonly unmapped: UnmappedBlock[] = [];
  private readonly tablesAtBoot: number;
  private readonly mappedAtBoot: number;

  constructor(
    private readonly machine: Machine,
    private readonly policy: Policy,
  ) {
    this.input = machine.early.input;
    this.tables = new TablePages(machine, policy.reservePages);
    this.map = initialMap(this.input, policy, this.tables).map;
    this.debug = this.input.debugPagealloc ? new DebugPagealloc(machine) : null;
    this.tablesAtBoot = this.map.tablePages;
    this.mappedAtBoot = this.map.mappedPages;
  }

  act({ kind, pages: asked }: ActionInput): void {
    if (!isChange(kind)) return;
    const wanted = Math.max(1, asked);
    this.tables.fill();
    if (kind === "secretmem") for (let i = 0; i < wanted; i++) this.faultSecretPage();
    else if (kind === "set-memory-np") this.takeOut(wanted);
    else if (kind === "map-back") this.mapBack(wanted);
    else if (kind === "vmalloc-ro") this.loadAndUnload(wanted);
    else this.hibernate();
  }

  /** Unmappings that other cpus may not see until they flush their TLBs: none where there are no others. */
  get staleUnmaps(): number {
    return this.input.cpus > 1 ? this.localUnmaps + (this.debug?.unmaps ?? 0) : 0;
  }

  /** I-G1, I-G2, I-G3 and what the callers believe. */
  check(): void {
    const { map, tables, mappedAtBoot, tablesAtBoot } = this;
    const { mappedPages } = map;
    assertInvariant(
      "I-G1",
      mappedPages === mappedAtBoot,
      () => `${mappedPages} of ${mappedAtBoot} pages are mapped.`,
    );
    const taken = map.tablePages - tablesAtBoot;
    assertInvariant(
      "I-G2",
      taken === tables.used.length || this.policy.collapses,
      () => `${taken} tables are new, ${tables.used.length} were taken.`,
    );
    if (this.debug !== null) {
      const splits = map.splits.reduce((sum, n) => sum + n, 0);
      assertInvariant(
        "I-G3",
        splits === 0 && map.leaves[0] === mappedPages,
        () => `${splits} splits under debug_pagealloc.`,
      );
      this.debug.check(this.machine);
    }
    for (const pfn of this.secretPfns)
      assertInvariant(
        "X-G1",
        map.isPresent(pfn) === this.exposed.has(pfn),
        () => `secret page ${pfn} is not as its owner and the books say.`,
      );
  }

  /** A fault of secret memory: a page that is out of the map. It stays with its process. */
  private faultSecretPage(): void {
    if (!canSetDirectMap(this.input)) {
      this.refuseSecretMemory();
      return;
    }
    if (this.secretPool.length === 0) this.fillSecretPool();
    const pfn = this.secretPool.pop();
    if (pfn !== undefined) this.secretPfns.push(pfn);
  }

  /** A zeroed page for the fault at hand, or a block that serves the next ones as well. */
  private fillSecretPool(): void {
    const { entries } = this.map.geometry;
    const order = this.policy.poolsSecretPages ? Math.min(31 - Math.clz32(entries), this.input.maxOrder) : 0;
    const frame = this.allocate("secretmem", order, GFP_HIGHUSER);
    if (frame < 0) return;
    const pfn = this.machine.frames.pfnOf(frame);
    const size = blockPages(order);
    const result = this.setDirectMap(pfn, size, 0, PRESENT | WRITE);
    if (this.hasFailed("secretmem", pfn, size, result)) {
      this.map.change(pfn, result.pages, PRESENT | WRITE, 0);
      this.machine.free(frame, order, 0);
      return;
    }
    this.flushEverywhere();
    for (let page = pfn + size - 1; page >= pfn; page--) this.secretPool.push(page);
  }

  /** set_memory_np() on a range in blocks of the allocator, whose pages stay with the caller. */
  private takeOut(wanted: number): void {
    let order = 0;
    while (order < this.input.maxOrder && blockPages(order) < wanted) order++;
    for (let left = wanted; left > 0; ) {
      const frame = this.allocate("set-memory-np", order, GFP_KERNEL);
      if (frame < 0) return;
      const pfn = this.machine.frames.pfnOf(frame);
      const inBlock = Math.min(left, blockPages(order));
      const result = this.change(pfn, inBlock, 0, PRESENT | WRITE);
      if (this.hasFailed("set-memory-np", pfn, inBlock, result)) {
        this.map.change(pfn, result.pages, PRESENT | WRITE, 0);
        this.machine.free(frame, order, 0);
        return;
      }
      this.flushEverywhere();
      this.unmapped.push({ pfn, pages: inBlock });
      left -= inBlock;
    }
  }

  /** One page after the other, from the last range that was taken out. Whoever maps a page uses it. */
  private mapBack(wanted: number): void {
    for (let i = 0; i < wanted; i++) {
      const block = this.unmapped.at(-1);
      if (block === undefined) return;
      const pfn = block.pfn + block.pages - 1;
      const result = this.setDirectMap(pfn, 1, PRESENT | WRITE, 0);
      if (this.hasFailed("map-back", pfn, 1, result)) return;
      if (!this.map.isPresent(pfn)) this.fault("map-back", pfn, result);
      this.exposed.delete(pfn);
      block.pages--;
      if (block.pages === 0) this.unmapped.pop();
    }
  }

  /**
   * Code in a vmalloc area: each page's alias becomes read-only; on unload it is taken out of the map until the TLBs are
   * flushed, and then reset.
   */
  private loadAndUnload(wanted: number): void {
    const frames: number[] = [];
    while (frames.length < wanted) {
      // vmalloc takes pages from any zone: GFP_KERNEL | __GFP_HIGHMEM.
      const frame = this.allocate("code-load", 0, GFP_HIGHUSER);
      if (frame < 0) break;
      frames.push(frame);
    }
    const pfns = frames.map((frame) => this.machine.frames.pfnOf(frame));
    const isLoaded = frames.length === wanted && this.makeReadOnly(pfns);
    if (isLoaded) {
      this.flushEverywhere();
      for (const pfn of pfns) this.reset(pfn);
      this.flushEverywhere();
    }
    for (const frame of frames) this.machine.free(frame, 0, 0);
  }

  /** False if the loader learned of a failure; then nothing is read-only any more. */
  private makeReadOnly(pfns: number[]): boolean {
    // arm64 changes the alias only if all of it is protected. Source: arch/arm64/mm/pageattr.c change_memory_common().
    if (this.input.arch === "arm64" && !this.input.rodataFull) return true;
    for (const [i, pfn] of pfns.entries()) {
      const result = this.change(pfn, 1, 0, WRITE);
      if (!this.hasFailed("code-load", pfn, 1, result)) continue;
      for (const done of pfns.slice(0, i)) this.change(done, 1, WRITE, 0);
      return false;
    }
    return true;
  }

  /** vm_remove_mappings() with VM_FLUSH_RESET_PERMS. */
  private reset(pfn: number): void {
    const result = this.setDirectMap(pfn, 1, 0, PRESENT | WRITE);
    this.hasFailed("code-unload", pfn, 1, result);
    this.exposed.delete(pfn);
    this.setDirectMap(pfn, 1, PRESENT | WRITE, 0);
  }

  /** Copies every page that was taken out of the map: map, copy, unmap. The others need no change. */
  private hibernate(): void {
    if (this.secretPfns.length > 0) {
      this.refuseHibernation();
      return;
    }
    for (const block of this.unmapped) {
      for (let pfn = block.pfn; pfn < block.pfn + block.pages; pfn++) {
        if (this.map.isPresent(pfn)) continue;
        const result = this.setDirectMap(pfn, 1, PRESENT | WRITE, 0);
        if (this.hasFailed("hibernate", pfn, 1, result)) return;
        if (!this.map.isPresent(pfn)) this.fault("hibernate", pfn, result);
        this.setDirectMap(pfn, 1, 0, PRESENT | WRITE);
      }
    }
  }

  private refuseSecretMemory(): void {
    this.machine.noteFailure("directmap memfd_secret", () => ({
      subject: "Secret memory",
      chain: [
        {
          code: NO_SET_DIRECT_MAP,
          sentence:
            "memfd_secret() returns -ENOSYS: this kernel maps memory with blocks and takes no page out of them.",
          facts: { error: "ENOSYS" },
          source: "mm/secretmem.c memfd_secret()",
        },
      ],
      examplePfn: -1,
    }));
  }

  private refuseHibernation(): void {
    const held = this.secretPfns.length;
    this.machine.noteFailure("directmap hibernation refused", () => ({
      subject: "Hibernation",
      chain: [
        {
          code: "secret-memory",
          sentence: `${pages(held)} of secret memory ${held === 1 ? "is" : "are"} in use; an image would hold what they hide, and the kernel refuses.`,
          facts: { secretPages: held },
          source: "kernel/power/hibernate.c hibernation_available()",
        },
      ],
      examplePfn: this.secretPfns[0] ?? -1,
    }));
  }

  /** flush_tlb_kernel_range(), cpa_flush() or vm_unmap_aliases(), once a caller is done. */
  private flushEverywhere(): void {
    if (!this.policy.flushesLocally) this.flushes++;
  }

  /** A block for a caller, -1 if there is none: that is its failure and not the map's. */
  private allocate(caller: Caller, order: number, gfp: number): number {
    const frame = this.machine.allocate(order, gfp, 0);
    if (frame < 0) {
      const { freePages } = this.machine.buddy;
      this.machine.noteFailure(`directmap ${caller} no page ${order}`, () => ({
        subject: "A page to change in the direct map",
        chain: [
          {
            code: "no-block",
            sentence: `No block of order ${order} was to be had for it: ${count(freePages)} pages free.`,
            facts: { order, freePages },
            source: "mm/page_alloc.c get_page_from_freelist()",
          },
        ],
        examplePfn: -1,
      }));
    }
    return frame;
  }

  /** set_direct_map_*(), __kernel_map_pages(): nothing at all where the kernel says so. */
  private setDirectMap(pfn: number, wanted: number, set: number, clear: number): ChangeResult {
    if (canSetDirectMap(this.input)) return this.change(pfn, wanted, set, clear);
    this.noOps++;
    if ((clear & PRESENT) !== 0) this.exposed.add(pfn);
    return { error: null, pages: wanted, leaf: null, splits: 0, isHalfDone: false };
  }

  private change(pfn: number, wanted: number, set: number, clear: number): ChangeResult {
    const result = this.map.change(pfn, wanted, set, clear);
    this.flushes += result.splits;
    if (this.policy.flushesLocally && (clear & PRESENT) !== 0 && result.error === null) this.localUnmaps++;
    return result;
  }

  /** Takes note of a failure. True if the caller learns of it; else it goes on as if all were well. */
  private hasFailed(caller: Caller, pfn: number, asked: number, result: ChangeResult): boolean {
    if (result.error === null) return false;
    const isHidden = !this.policy.learns(caller, this.input.kernel);
    const failure: Failure = { caller, pfn: pfn + result.pages, asked, result, isHidden };
    if (isHidden) this.hiddenFailures++;
    else this.visibleFailures++;
    if (result.isHalfDone) this.halfDone++;
    // Whoever uses a page that is not mapped faults, and that is noted then.
    const isFatal = isHidden && (caller === "map-back" || caller === "hibernate");
    if (!isFatal) this.machine.noteFailure(failureKey(failure), () => failureWords(failure, this.machine));
    if (!isHidden) return true;
    if (!isFatal && caller !== "code-load")
      for (let page = pfn + result.pages; page < pfn + asked; page++) this.exposed.add(page);
    return false;
  }

  /** The page is used though it is not mapped. */
  private fault(caller: Caller, pfn: number, result: ChangeResult): never {
    const address = faultAddress(this.machine, pfn);
    const failure: Failure = { caller, pfn, asked: 1, result, isHidden: true };
    throw new KernelPanic(
      `BUG: unable to handle page fault for address ${address}: the page was believed mapped.`,
      address,
      failureWords(failure, this.machine),
    );
  }
}
