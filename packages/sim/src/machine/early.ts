/** The machine before the buddy allocator exists: memblock filled, sections and zones known, memmap placed. */

import type { CmaRange, MachineInput, ReservedRange, TagStorageRegion } from "../input";
import type { PageState } from "../page-states";
import { bytes, count, things } from "../text";
import { isFlatMemory, lowMemoryEnd } from "./arch";
import { allocateFlatMemmap } from "./flat-memmap";
import { offeredPages, wholePages } from "./handover";
import { type AllocateOptions, Memblock } from "./memblock";
import { allocateMemmapLeaves, findMemmapBuffer, type MemmapRange, memmapRuns } from "./memmap";
import { reserveFlatPageExt } from "./page-ext";
import { BootPanic } from "./panic";
import { RegionList } from "./region-list";
import { Sections } from "./sections";
import { layOutZones, type ZoneLayout } from "./zones";

/** A run of pages, pfns [startPfn, endPfn). */
export interface PageRange {
  startPfn: number;
  endPfn: number;
}

/** Kinds of metadata that strategies take from memblock. */
export type TakenKind = "shadow" | "origin" | "tag_storage" | "page_table";

export class EarlyMachine {
  readonly memblock: Memblock;
  readonly sections: Sections;
  readonly zones: ZoneLayout;
  readonly memmap: MemmapRange[] = [];
  /** What was reserved when KMSAN looks (domain fact C-5), the memmap among it; touching ranges are one. */
  readonly recorded = new RegionList();
  /** Pages that strategies took from memblock, by kind. */
  readonly taken: Record<TakenKind, number> = { shadow: 0, origin: 0, tag_storage: 0, page_table: 0 };
  /** Metadata that lies in memory from memblock, the memmap apart. */
  readonly metadata: { state: PageState; startPfn: number; pages: number }[] = [];
  /** Reserved by the input, placed or not; without the memmap and without what strategies take. */
  readonly inputReserved = new RegionList();
  /** Areas of the contiguous memory allocator. */
  readonly cma = new RegionList();

  /**
   * @param input the machine, checked
   * @param structPageBytes sizeof(struct page) with what the strategies add
   * @throws BootPanic if the memmap or the reserved pages do not fit
   */
  constructor(
    readonly input: MachineInput,
    readonly structPageBytes: number,
  ) {
    const page = input.pageSizeBytes;
    this.memblock = new Memblock(page);
    for (const bank of input.banks) {
      // memblock_trim_memory(): memory that is no whole page is dropped.
      const base = Math.ceil(bank.baseBytes / page) * page;
      const end = Math.floor((bank.baseBytes + bank.sizeBytes) / page) * page;
      if (end > base) this.memblock.add(base, end - base, bank.nid);
    }
    this.memblock.limit = lowMemoryEnd(input.arch, this.memblock.memory.regions[0]?.base ?? 0);
    this.sections = new Sections(this.memblock.memory, input);
    this.zones = layOutZones(this.memblock.memory, input);
    for (const region of input.tagStorage) this.reserveTagStorage(region);
    this.placeMemmapAndReserve();
    this.reserveUnplaced(input.unplacedRecordedPages, true);
    this.reserveUnplaced(input.unplacedReservedPages - input.unplacedRecordedPages, false);
    if (isFlatMemory(input.arch)) reserveFlatPageExt(this);
  }

  get presentPages(): number {
    return this.memblock.memory.totalBytes() / this.input.pageSizeBytes;
  }

  get memmapPages(): number {
    return this.memmap.reduce((sum, range) => sum + range.size, 0) / this.input.pageSizeBytes;
  }

  /** Takes whole pages for a strategy from the top of memory, unless told where; false if there is no such place. */
  take(kind: TakenKind, pages: number, place: Partial<AllocateOptions> = {}): boolean {
    const page = this.input.pageSizeBytes;
    const base = this.memblock.allocate(pages * page, { align: page, ...place });
    if (base === undefined) return false;
    this.taken[kind] += pages;
    this.metadata.push({ state: kind, startPfn: base / page, pages });
    return true;
  }

  /** Tag storage that holds nothing but tags, or what a strategy puts there itself. */
  keepTagStorage(): void {
    const page = this.input.pageSizeBytes;
    for (const { baseBytes, sizeBytes } of this.input.tagStorage) {
      const pages = sizeBytes / page;
      this.taken.tag_storage += pages;
      this.metadata.push({ state: "tag_storage", startPfn: baseBytes / page, pages });
    }
  }

  /** Tag storage goes to the allocator as CMA: mte_init_tag_storage(). */
  reuseTagStorage(): void {
    for (const { baseBytes, sizeBytes } of this.input.tagStorage) this.cma.add(baseBytes, sizeBytes);
  }

  /** Pages that the hand-over will offer to the buddy allocator, as memblock stands. */
  get offeredPages(): number {
    return offeredPages(this.memblock.freeRanges(), this.input.pageSizeBytes);
  }

  /**
   * The memmap's buffer is found while only the earliest ranges are reserved; what comes after it may lie in the
   * tail that the buffer gives back. If the input's later ranges lie in the part that stays (they were logged
   * with another struct page), the memmap makes way.
   */
  private placeMemmapAndReserve(): void {
    const early = this.input.reserved.filter((range) => !range.afterMemmap);
    const later = this.input.reserved.filter((range) => range.afterMemmap);
    for (const range of early) this.reserve(range);
    if (isFlatMemory(this.input.arch)) {
      for (const range of later) this.reserve(range);
      for (const area of this.input.cma) this.reserveCma(area);
      for (const nid of this.zones.zonelists.keys()) this.placeFlatMemmap(nid);
      return;
    }
    const runs = memmapRuns(this.sections, this.input, this.structPageBytes);
    const isTaken = (at: MemmapRange) =>
      [...later, ...this.input.cma].some(
        (r) => r.baseBytes < at.base + at.size && at.base < r.baseBytes + r.sizeBytes,
      );

    const places = new Map<number, MemmapRange>();
    for (const [index, run] of runs.entries()) {
      const place = findMemmapBuffer(this.memblock, run, this.input, this.structPageBytes);
      if (place === undefined || isTaken(place)) continue;
      this.takeMemmap(place);
      places.set(index, place);
    }
    for (const range of later) this.reserve(range);
    for (const area of this.input.cma) this.reserveCma(area);
    for (const [index, run] of runs.entries()) {
      if (places.has(index)) continue;
      const place = findMemmapBuffer(this.memblock, run, this.input, this.structPageBytes);
      const ranges = place === undefined ? allocateMemmapLeaves(this.memblock, run, this.input) : [place];
      if (ranges === undefined) this.panicOverMemmap();
      for (const range of ranges) this.takeMemmap(range);
    }
  }

  private placeFlatMemmap(nid: number): void {
    const ranges = allocateFlatMemmap(this.memblock, nid, this.input, this.structPageBytes);
    if (ranges === undefined) this.panicOverMemmap();
    this.memmap.push(...ranges);
  }

  private takeMemmap(range: MemmapRange): void {
    this.memblock.reserve(range.base, range.size);
    this.recorded.add(range.base, range.size);
    this.memmap.push(range);
  }

  private panicOverMemmap(): never {
    const { length } = this.sections;
    throw new BootPanic({
      severity: "error",
      part: "machine",
      field: "structPageBytes",
      sentence:
        `The memmap of ${isFlatMemory(this.input.arch) ? "memory" : things(length, "section")} with ${this.structPageBytes} B for each page does not fit into the ` +
        `${bytes(this.memblock.memory.totalBytes())} of memory beside what is reserved.`,
      source: isFlatMemory(this.input.arch)
        ? "mm/mm_init.c alloc_node_mem_map()"
        : "mm/sparse.c sparse_init_nid()",
    });
  }

  private reserve(range: ReservedRange): void {
    this.memblock.reserve(range.baseBytes, range.sizeBytes);
    this.inputReserved.add(range.baseBytes, range.sizeBytes);
    if (range.recorded) this.recorded.add(range.baseBytes, range.sizeBytes);
  }

  private reserveCma({ baseBytes, sizeBytes }: CmaRange): void {
    this.memblock.reserve(baseBytes, sizeBytes);
    this.cma.add(baseBytes, sizeBytes);
    this.recorded.add(baseBytes, sizeBytes);
  }

  /** A child of /reserved-memory: out of the way before memblock gives anything out. Source: drivers/of/fdt.c early_init_fdt_scan_reserved_mem(). */
  private reserveTagStorage({ baseBytes, sizeBytes }: TagStorageRegion): void {
    this.memblock.reserve(baseBytes, sizeBytes);
    this.recorded.add(baseBytes, sizeBytes);
  }

  /** Reserves pages from the top of memory, in as few pieces as there is room for. */
  private reserveUnplaced(pages: number, recorded: boolean): void {
    const page = this.input.pageSizeBytes;
    let missing = pages;
    for (const range of [...this.memblock.freeRanges()].reverse()) {
      const end = Math.min(range.end, this.memblock.limit);
      const { startPfn, endPfn } = wholePages({ ...range, end }, page);
      const taken = Math.min(missing, Math.max(0, endPfn - startPfn));
      if (taken === 0) continue;
      this.reserve({
        baseBytes: (endPfn - taken) * page,
        sizeBytes: taken * page,
        label: "unplaced",
        recorded,
      });
      missing -= taken;
    }
    if (missing > 0) {
      throw new BootPanic({
        severity: "error",
        part: "machine",
        field: "unplacedReservedPages",
        sentence:
          `${count(pages)} reserved pages have no place of their own; ` +
          `memory has room for ${count(pages - missing)} of them.`,
      });
    }
  }
}
