/** The direct map as boot makes it. */

import type { MachineInput } from "../input";
import { RegionList } from "../machine/region-list";
import { DirectMap, type TableSupply } from "./direct-map";
import { geometryOf } from "./geometry";
import { splitsLive, usesGigabytes, usesPagesOnly } from "./rules";

export interface MapOptions {
  /** Pages alone, whatever the kernel would do. */
  pagesOnly?: boolean;
  collapses?: boolean;
}

export interface InitialMap {
  map: DirectMap;
  /**
   * Leaves of each size as the kernel counts them for /proc/meminfo. On x86-64 boot maps memory in steps from the top, and a
   * leaf that two steps touch is counted by both.
   */
  counted: number[];
}

/** A range of RAM, pfns, nodes left out: none is known yet. */
interface Range {
  start: number;
  end: number;
}

const NO_TABLES: TableSupply = { take: () => false, give: () => {} };

/** The direct map of a checked machine right after boot. What the kernel then splits for its own image is not in it. */
export function initialMap(
  machine: MachineInput,
  options: MapOptions = {},
  supply: TableSupply = NO_TABLES,
): InitialMap {
  const geometry = geometryOf(machine);
  const pagesOnly = options.pagesOnly === true || usesPagesOnly(machine);
  const withoutGigabytes = geometry.leaves.filter(({ level }) => level < 2).length;
  const largest = pagesOnly ? 0 : (usesGigabytes(machine) ? geometry.leaves.length : withoutGigabytes) - 1;
  const rules = { largest, canSplit: splitsLive(machine), collapses: options.collapses === true };
  const map = new DirectMap(geometry, rules, supply);
  const ram = ramOf(machine);
  if (machine.arch !== "x86-64") {
    for (const { start, end } of ram) layGreedily(map, start, end, largest);
    return { map, counted: map.leaves };
  }
  return { map, counted: new TopDown(map, ram, machine).counted };
}

/** Tables that the map of pages alone has beyond the profile's own. */
export function tablesOfPagesOnly(machine: MachineInput): number {
  if (usesPagesOnly(machine)) return 0;
  const pagesOnly = initialMap(machine, { pagesOnly: true }).map.tablePages;
  return pagesOnly - initialMap(machine).map.tablePages;
}

function ramOf({ banks, pageSizeBytes }: MachineInput): Range[] {
  const list = new RegionList();
  for (const bank of banks) {
    const base = Math.ceil(bank.baseBytes / pageSizeBytes);
    const end = Math.floor((bank.baseBytes + bank.sizeBytes) / pageSizeBytes);
    if (end > base) list.add(base, end - base);
  }
  return list.regions.map(({ base, size }) => ({ start: base, end: base + size }));
}

/** Each range with the largest leaves that fit into it. Source: arch/arm64/mm/mmu.c alloc_init_pud(), alloc_init_cont_pmd(), alloc_init_cont_pte(). */
function layGreedily(map: DirectMap, start: number, end: number, leaf: number): void {
  if (start >= end) return;
  const size = map.geometry.leaves[leaf]?.pages ?? 1;
  const first = Math.ceil(start / size) * size;
  const last = Math.floor(end / size) * size;
  if (first >= last) {
    layGreedily(map, start, end, leaf - 1);
    return;
  }
  map.lay(first, last, leaf);
  layGreedily(map, start, first, leaf - 1);
  layGreedily(map, last, end, leaf - 1);
}

const PTE = 0;
const PMD = 1;
const PUD = 2;
const PMD_PAGES = 512;
const PUD_PAGES = 512 * 512;
const ISA_END = 256;

const down = (pfn: number, to: number) => Math.floor(pfn / to) * to;
const up = (pfn: number, to: number) => Math.ceil(pfn / to) * to;

/** x86-64: the first MiB, then from the top of memory down. Source: arch/x86/mm/init.c init_mem_mapping(). */
class TopDown {
  readonly counted = [0, 0, 0];

  constructor(
    private readonly map: DirectMap,
    private readonly ram: readonly Range[],
    machine: MachineInput,
  ) {
    this.mapRange(0, ISA_END);
    this.mapTopDown(freeTop(ram, machine));
  }

  /** memory_map_top_down(). @param realEnd end of the topmost free 2 MiB, where the first tables can lie */
  private mapTopDown(realEnd: number): void {
    const end = this.ram.at(-1)?.end ?? 0;
    let step = PMD_PAGES;
    let mapped = 0;
    for (let last = realEnd; last > ISA_END; ) {
      const start = last > step ? Math.max(ISA_END, down(last - 1, step)) : ISA_END;
      mapped += this.mapRam(start, last);
      last = start;
      if (mapped >= step) step *= 2 ** 8;
    }
    this.mapRam(realEnd, end);
  }

  /** init_range_memory_mapping(). */
  private mapRam(start: number, end: number): number {
    let pages = 0;
    for (const range of this.ram) {
      const from = Math.max(start, range.start);
      const to = Math.min(end, range.end);
      if (from >= to) continue;
      this.mapRange(from, to);
      pages += to - from;
    }
    return pages;
  }

  /** split_mem_range(): head and tail that are no whole 2 MiB or 1 GiB, and what lies between. */
  private mapRange(start: number, end: number): void {
    const headEnd = Math.min(up(start, PMD_PAGES), end);
    this.mapPiece(start, headEnd, PTE);
    let at = headEnd;
    const middle = Math.min(up(at, PUD_PAGES), down(end, PMD_PAGES));
    if (at < middle) {
      this.mapPiece(at, middle, PMD);
      at = middle;
    }
    if (at % PUD_PAGES === 0 && at < down(end, PUD_PAGES)) {
      this.mapPiece(at, down(end, PUD_PAGES), PUD);
      at = down(end, PUD_PAGES);
    }
    if (at % PMD_PAGES === 0 && at < down(end, PMD_PAGES)) {
      this.mapPiece(at, down(end, PMD_PAGES), PMD);
      at = down(end, PMD_PAGES);
    }
    this.mapPiece(at, end, PTE);
  }

  /** adjust_range_page_size_mask(): larger leaves where all that they cover is RAM. */
  private mapPiece(start: number, end: number, size: number): void {
    if (start >= end) return;
    const { largest } = this.map.rules;
    let leaf = Math.min(size, largest);
    if (leaf < PMD && largest >= PMD && this.isRam(down(start, PMD_PAGES), up(end, PMD_PAGES))) leaf = PMD;
    if (leaf < PUD && largest >= PUD && this.isRam(down(start, PUD_PAGES), up(end, PUD_PAGES))) leaf = PUD;
    const { pages } = this.map.geometry.leaves[leaf] ?? { pages: 1 };
    const from = down(start, pages);
    const to = up(end, pages);
    this.counted[leaf] = (this.counted[leaf] ?? 0) + (to - from) / pages;
    this.map.lay(from, to, leaf);
  }

  /** memblock_is_region_memory(). */
  private isRam(start: number, end: number): boolean {
    return this.ram.some((range) => range.start <= start && end <= range.end);
  }
}

/** End of the topmost 2 MiB that nobody has reserved, or where such a place would end if there is none. */
function freeTop(ram: readonly Range[], { reserved, pageSizeBytes }: MachineInput): number {
  const taken = reserved.filter((range) => range.afterMemmap !== true);
  for (const { start, end } of [...ram].reverse()) {
    for (let top = down(end, PMD_PAGES); top - PMD_PAGES >= Math.max(start, ISA_END); ) {
      const low = (top - PMD_PAGES) * pageSizeBytes;
      const other = taken.find(
        (range) => range.baseBytes < top * pageSizeBytes && low < range.baseBytes + range.sizeBytes,
      );
      if (other === undefined) return top;
      top = Math.min(top - PMD_PAGES, down(Math.floor(other.baseBytes / pageSizeBytes), PMD_PAGES));
    }
  }
  return Math.max(ISA_END, down(ram.at(-1)?.end ?? 0, PMD_PAGES));
}
