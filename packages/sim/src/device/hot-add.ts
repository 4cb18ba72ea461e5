/**
 * Adding a namespace's struct pages, section by section.
 * Source: mm/memory_hotplug.c __add_pages(); mm/sparse.c section_activate(); mm/sparse-vmemmap.c __populate_section_memmap().
 */

import type { MachineInput } from "../input";
import { pagesPerSection } from "../machine/arch";
import { bytes, count } from "../text";
import { Altmap } from "./altmap";
import type { NamespaceLayout } from "./namespace";
import type { NamespaceProblem } from "./problem";
import type { PfnRun, Vmemmap } from "./vmemmap";

/** What a namespace's struct pages take. */
export interface MemmapCost {
  /** Leaves from ordinary memory, each a block of the PMD's order where that is the leaf. */
  dramLeaves: number;
  /** Single pages from ordinary memory. */
  dramPages: number;
  /** Page tables, which always come from ordinary memory. */
  tablePages: number;
  /** Struct pages in sections of RAM that had them since boot. */
  reusedPfns: number;
  /** Where the memmap lies on the device. */
  altmap: Altmap | null;
}

/** Pages of one leaf. */
export function leafPages(machine: MachineInput, vmemmap: Vmemmap): number {
  return vmemmap.leafBytes / machine.pageSizeBytes;
}

/** Pages of ordinary memory that struct pages take, tables apart. */
export function dramMemmapPages(cost: MemmapCost, pagesOfLeaf: number): number {
  return cost.dramLeaves * pagesOfLeaf + cost.dramPages;
}

/**
 * Populates the memmap of a namespace, in `vmemmap` too.
 * @param isEarly tells of a section number whether it has been there since boot
 */
export function addNamespace(
  layout: NamespaceLayout,
  machine: MachineInput,
  structPageBytes: number,
  vmemmap: Vmemmap,
  isEarly: (section: number) => boolean,
): MemmapCost | NamespaceProblem {
  const { basePfn, endPfn } = layout;
  const sectionPages = pagesPerSection(machine);
  const altmap = layout.altmap && new Altmap(basePfn, layout.altmap.reservePages, layout.altmap.freePages);
  const cost: MemmapCost = { dramLeaves: 0, dramPages: 0, tablePages: 0, reusedPfns: 0, altmap };
  const compoundPages = compoundPagesOf(layout, machine, structPageBytes);
  for (let startPfn = basePfn; startPfn < endPfn; ) {
    const section = Math.floor(startPfn / sectionPages);
    const run: PfnRun = { startPfn, endPfn: Math.min(endPfn, (section + 1) * sectionPages) };
    const isWhole = run.endPfn - startPfn === sectionPages;
    if (!isWhole && isEarly(section)) {
      cost.reusedPfns += run.endPfn - startPfn;
    } else if (compoundPages > 0) {
      cost.dramPages += compoundMemmapPages(run, basePfn, compoundPages);
      cost.tablePages += vmemmap.newTables(run, true);
    } else if (!populate(run, isWhole, cost, machine, vmemmap)) {
      return exhausted(layout, structPageBytes, cost);
    }
    vmemmap.add(run);
    startPfn = run.endPfn;
  }
  return cost;
}

/** Takes one section's leaves or pages; false if the altmap has no more. */
function populate(
  run: PfnRun,
  isWhole: boolean,
  cost: MemmapCost,
  machine: MachineInput,
  vmemmap: Vmemmap,
): boolean {
  const altmap = usesAltmap(machine, isWhole) ? cost.altmap : null;
  const pagesOfLeaf = leafPages(machine, vmemmap);
  const isByPage = !isWhole || pagesOfLeaf === 1;
  cost.tablePages += vmemmap.newTables(run, isByPage);
  if (isByPage) {
    const pages = vmemmap.newPages(run);
    if (altmap === null) cost.dramPages += pages;
    else for (let i = 0; i < pages; i++) if (altmap.allocate(1) < 0) return false;
    return true;
  }
  const leaves = vmemmap.newLeaves(run);
  if (altmap === null) {
    cost.dramLeaves += leaves;
    return true;
  }
  for (let i = 0; i < leaves; i++) {
    if (altmap.allocate(pagesOfLeaf) >= 0) continue;
    if (machine.arch === "x86-64") return false;
    // arm64 goes on page by page.
    cost.tablePages++;
    for (let page = 0; page < pagesOfLeaf; page++) if (altmap.allocate(1) < 0) return false;
  }
  return true;
}

/**
 * Whether a section's memmap comes from the device. x86-64 takes what is no whole section from ordinary memory; arm64 knows of no
 * altmap before 5.9.
 * Source: vmemmap_populate() of arch/x86/mm/init_64.c and arch/arm64/mm/mmu.c (commit eee07935b4cc).
 */
function usesAltmap({ arch, kernel }: MachineInput, isWhole: boolean): boolean {
  return arch === "x86-64" ? isWhole : kernel !== "5.4";
}

/**
 * Pages of one compound page of device-dax where its tail struct pages share memory, else 0: since 5.19, on x86-64, without an altmap, if
 * its struct pages take more than two pages and divide a page evenly.
 * Source: include/linux/mm.h vmemmap_can_optimize(); drivers/dax/device.c dev_dax_probe(); commit 4917f55b4ef9.
 */
function compoundPagesOf(
  { namespace: { mode, alignBytes }, altmap }: NamespaceLayout,
  { arch, kernel, pageSizeBytes }: MachineInput,
  structPageBytes: number,
): number {
  const isKnown = arch === "x86-64" && kernel !== "5.4" && kernel !== "5.18";
  if (!isKnown || mode !== "devdax" || altmap !== null) return 0;
  if ((structPageBytes & (structPageBytes - 1)) !== 0) return 0;
  const pages = alignBytes / pageSizeBytes;
  return Math.floor((pages * structPageBytes) / pageSizeBytes) > 2 ? pages : 0;
}

/**
 * A page for the head and one that all tails share, for each compound page; a compound page that began in an earlier section has its
 * pages there. Source: mm/sparse-vmemmap.c vmemmap_populate_compound_pages().
 */
function compoundMemmapPages({ startPfn, endPfn }: PfnRun, basePfn: number, compoundPages: number): number {
  if ((startPfn - basePfn) % compoundPages !== 0) return 0;
  return 2 * Math.ceil((endPfn - startPfn) / compoundPages);
}

function exhausted(layout: NamespaceLayout, structPageBytes: number, cost: MemmapCost): NamespaceProblem {
  const { freePages } = layout.altmap ?? { freePages: 0 };
  const { allocPages, alignPages } = cost.altmap ?? { allocPages: 0, alignPages: 0 };
  const pfns = layout.endPfn - layout.basePfn;
  return {
    id: "altmap",
    field: "sizeBytes",
    sentence:
      `The memmap of ${count(pfns)} struct pages of ${structPageBytes} B takes ${bytes(pfns * structPageBytes)}, and the namespace has ` +
      `${count(freePages)} pages for it: after ${count(allocPages)}, and ${count(alignPages)} lost to alignment, the next do not fit ` +
      "(-ENOMEM). Align its start to a section, or put the memmap into ordinary memory.",
    source: "mm/sparse-vmemmap.c altmap_alloc_block_buf()",
  };
}
