/**
 * Which part of the virtual memmap is there, and what a new part costs.
 * Source: mm/sparse-vmemmap.c; vmemmap_populate() of arch/x86/mm/init_64.c and arch/arm64/mm/mmu.c.
 */

import type { MachineInput } from "../input";
import { pmdBytes, vmemmapLeafBytes } from "../machine/arch";

/** A run of pfns, [startPfn, endPfn). */
export interface PfnRun {
  startPfn: number;
  endPfn: number;
}

/** The struct pages of all pfns in one virtual array, of which runs are mapped. */
export class Vmemmap {
  readonly leafBytes: number;
  private readonly pageBytes: number;
  /** Bytes that one table of each level maps: of PTEs, of PMDs, of PUDs. */
  private readonly tableBytes: readonly [number, number, number];
  /** In the order in which they were mapped. */
  private readonly mapped: PfnRun[];

  /** @param present pfns that have struct pages, whole sections of RAM */
  constructor(
    machine: MachineInput,
    private readonly structPageBytes: number,
    present: readonly PfnRun[],
  ) {
    const { pageSizeBytes } = machine;
    const entries = pageSizeBytes / 8;
    const pmd = pmdBytes(pageSizeBytes);
    this.pageBytes = pageSizeBytes;
    this.leafBytes = vmemmapLeafBytes(pageSizeBytes);
    this.tableBytes = [pmd, pmd * entries, pmd * entries * entries];
    this.mapped = [...present];
  }

  /** Leaves that a run still needs. */
  newLeaves(run: PfnRun): number {
    return this.newWindows(run, this.leafBytes);
  }

  /** Pages that a run still needs where it is mapped page by page. */
  newPages(run: PfnRun): number {
    return this.newWindows(run, this.pageBytes);
  }

  /** Page tables that a run still needs; tables of PTEs only where it is mapped page by page. */
  newTables(run: PfnRun, isByPage: boolean): number {
    const [pte, pmd, pud] = this.tableBytes;
    return (isByPage ? this.newWindows(run, pte) : 0) + this.newWindows(run, pmd) + this.newWindows(run, pud);
  }

  add(run: PfnRun): void {
    const last = this.mapped.at(-1);
    if (last?.endPfn === run.startPfn)
      this.mapped[this.mapped.length - 1] = { startPfn: last.startPfn, endPfn: run.endPfn };
    else this.mapped.push(run);
  }

  /** Aligned windows of `unit` bytes that the run's struct pages touch and no mapped run does. */
  private newWindows({ startPfn, endPfn }: PfnRun, unit: number): number {
    const size = this.structPageBytes;
    const end = Math.ceil((endPfn * size) / unit);
    let windows = 0;
    for (let window = Math.floor((startPfn * size) / unit); window < end; window++) {
      const from = window * unit;
      const isMapped = this.mapped.some(
        (run) => run.startPfn * size < from + unit && from < run.endPfn * size,
      );
      if (!isMapped) windows++;
    }
    return windows;
  }
}
