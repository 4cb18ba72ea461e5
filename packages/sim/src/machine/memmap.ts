/**
 * Where the array of struct pages goes.
 * Source: mm/sparse.c sparse_init_nid(), sparse_buffer_init(); mm/sparse-vmemmap.c vmemmap_populate_hugepages().
 */

import type { MachineInput } from "../input";
import { pagesPerSection, pmdBytes, vmemmapLeafBytes } from "./arch";
import type { Memblock } from "./memblock";
import type { Sections } from "./sections";

/** A range of the memmap, bytes; whole pages. */
export interface MemmapRange {
  base: number;
  size: number;
}

export interface MemmapRun {
  nid: number;
  sections: number;
  /** What vmemmap_populate() asks for, in leaves. */
  leaves: number;
}

/**
 * The sections in runs of one node, with the vmemmap leaves that each run adds. Two neighbours share the leaf they
 * meet in, if a section's struct pages are no whole number of leaves.
 */
export function memmapRuns(
  { numbers, nids }: Sections,
  machine: MachineInput,
  structPageBytes: number,
): MemmapRun[] {
  const sectionMap = structPageBytes * pagesPerSection(machine);
  const leaf = vmemmapLeafBytes(machine.pageSizeBytes);
  const runs: MemmapRun[] = [];
  let populated = 0;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    const nid = nids[i] as number;
    const first = Math.max(Math.floor((number * sectionMap) / leaf), populated);
    const end = Math.ceil(((number + 1) * sectionMap) / leaf);
    const last = runs.at(-1);
    if (last?.nid === nid) {
      last.sections++;
      last.leaves += end - first;
    } else {
      runs.push({ nid, sections: 1, leaves: end - first });
    }
    populated = end;
  }
  return runs;
}

/**
 * Finds the place of one run's memmap; reserves nothing. The kernel reserves a buffer of whole PMDs for each
 * section, fills it from below and gives the rest back; the part that stays is what is returned.
 * Undefined if no buffer of that size is free.
 */
export function findMemmapBuffer(
  memblock: Memblock,
  run: MemmapRun,
  machine: MachineInput,
  structPageBytes: number,
): MemmapRange | undefined {
  const pmd = pmdBytes(machine.pageSizeBytes);
  const perSection = Math.ceil((structPageBytes * pagesPerSection(machine)) / pmd) * pmd;
  const base = memblock.find(perSection * run.sections, { align: perSection, nid: run.nid });
  const size = run.leaves * vmemmapLeafBytes(machine.pageSizeBytes);
  return base === undefined ? undefined : { base, size };
}

/**
 * Reserves one run's memmap leaf by leaf, as the kernel does when the buffer was not to be had.
 * Undefined if memory is too small.
 */
export function allocateMemmapLeaves(
  memblock: Memblock,
  run: MemmapRun,
  machine: MachineInput,
): MemmapRange[] | undefined {
  const leaf = vmemmapLeafBytes(machine.pageSizeBytes);
  const ranges: MemmapRange[] = [];
  for (let i = 0; i < run.leaves; i++) {
    const base = memblock.allocate(leaf, { align: leaf, nid: run.nid });
    if (base === undefined) return undefined;
    ranges.push({ base, size: leaf });
  }
  return ranges;
}
