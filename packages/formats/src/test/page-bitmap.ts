/** A second, plain way to the hand-over's page count: one byte a page, for tests. */

import type { ImportedProfile } from "../index";

const SECTION_BYTES = 128 * 1024 * 1024;
const LEAF_BYTES = 2 * 1024 * 1024;

/**
 * Pages that memblock_free_all() would offer on this machine, counted page by page. `kmsan` adds the boot carve-out's
 * metadata of what exists before the hand-over. For 4 KiB pages.
 */
export function bruteForceOffered({ machine }: ImportedProfile, kmsan: boolean): number {
  const page = machine.pageSizeBytes;
  const end = Math.max(...[...machine.banks, ...machine.reserved].map((r) => r.baseBytes + r.sizeBytes));
  const isFree = new Uint8Array(Math.ceil(end / page));
  const isRecorded = new Uint8Array(isFree.length);
  const sections = new Set<number>();
  for (const { baseBytes, sizeBytes } of machine.banks) {
    for (let pfn = baseBytes / page; pfn < (baseBytes + sizeBytes) / page; pfn++) {
      isFree[pfn] = 1;
      sections.add(Math.floor((pfn * page) / SECTION_BYTES));
    }
  }
  const cma = machine.cma.map((area) => ({ ...area, recorded: true }));
  for (const { baseBytes, sizeBytes, recorded } of [...machine.reserved, ...cma]) {
    for (let pfn = Math.floor(baseBytes / page); pfn < Math.ceil((baseBytes + sizeBytes) / page); pfn++) {
      isFree[pfn] = 0;
      if (recorded) isRecorded[pfn] = 1;
    }
  }
  const sectionMap = (machine.structPageBytes + (kmsan ? 16 : 0)) * (SECTION_BYTES / page);
  const leaves = new Set<number>();
  for (const section of sections) {
    for (let at = section * sectionMap; at < (section + 1) * sectionMap; at += LEAF_BYTES / 4) {
      leaves.add(Math.floor(at / LEAF_BYTES));
    }
  }
  const memmap = (leaves.size * LEAF_BYTES) / page;
  const free = isFree.reduce((sum, bit) => sum + bit, 0) - memmap - machine.unplacedReservedPages;
  if (!kmsan) return free;
  const data = Math.ceil(machine.kernelDataBytes / page);
  const recorded =
    isRecorded.reduce((sum, bit) => sum + bit, 0) + machine.unplacedRecordedPages + memmap + data;
  return free - 2 * recorded;
}

/** Pages that reach the allocator after the hand-over: freed late, in known places or not, and CMA's. */
export function laterPages({ machine }: ImportedProfile): number {
  const cma = machine.cma.reduce((pages, { sizeBytes }) => pages + sizeBytes / machine.pageSizeBytes, 0);
  return machine.reserved.reduce(
    (pages, range) => pages + range.freedLatePages,
    machine.lateFreedPages + cma,
  );
}
