/**
 * The array of struct pages under FLATMEM: one for each node, from its first page to its last.
 * Source: mm/mm_init.c alloc_node_mem_map(); mm/memblock.c free_unused_memmap().
 */

import type { MachineInput } from "../input";
import { blockPages } from "../order";
import type { Memblock } from "./memblock";
import type { MemmapRange } from "./memmap";

/**
 * Reserves it, rounded out to blocks of the largest order, and gives back what belongs to holes of that size. It
 * starts at a page; in the kernel at a cache line. Undefined if memory is too small.
 */
export function allocateFlatMemmap(
  memblock: Memblock,
  nid: number,
  machine: MachineInput,
  structPageBytes: number,
): MemmapRange[] | undefined {
  const { pageSizeBytes, maxOrder } = machine;
  const block = blockPages(maxOrder);
  const banks = memblock.memory.regions
    .filter((region) => region.nid === nid)
    .map(({ base, size }) => ({
      start: Math.floor(base / pageSizeBytes / block) * block,
      end: Math.ceil((base + size) / pageSizeBytes / block) * block,
    }));
  const start = banks[0]?.start ?? 0;
  const end = banks.at(-1)?.end ?? 0;
  const size = (end - start) * structPageBytes;
  const base = memblock.allocate(size, { align: pageSizeBytes, nid });
  if (base === undefined) return undefined;

  const ranges: MemmapRange[] = [];
  let from = base;
  for (const [i, bank] of banks.entries()) {
    const next = banks[i + 1];
    if (next !== undefined && next.start <= bank.end) continue;
    const usedEnd = base + (bank.end - start) * structPageBytes;
    if (next === undefined) {
      ranges.push({ base: from, size: usedEnd - from });
      continue;
    }
    const holeStart = Math.ceil(usedEnd / pageSizeBytes) * pageSizeBytes;
    const nextUsed = base + (next.start - start) * structPageBytes;
    const holeEnd = Math.floor(nextUsed / pageSizeBytes) * pageSizeBytes;
    if (holeStart >= holeEnd) continue;
    memblock.free(holeStart, holeEnd - holeStart);
    ranges.push({ base: from, size: holeStart - from });
    from = holeEnd;
  }
  return ranges;
}
