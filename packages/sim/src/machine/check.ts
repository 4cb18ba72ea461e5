/** The machine's laws, checked by looking at everything. For tests and for runs that ask for it. */

import { checkAllocator } from "../allocator/check";
import { assertInvariant } from "../invariant";
import { blockPages } from "../order";
import { allLaterFrees } from "./later-frees";
import type { Machine } from "./machine";
import type { RegionList } from "./region-list";

/** Throws InvariantError for the first law that does not hold. Costs a pass over regions and free lists. */
export function checkMachine(machine: Machine): void {
  checkRegions("memory", machine.early.memblock.memory);
  checkRegions("reserved", machine.early.memblock.reserved);
  checkZones(machine);
  checkReserved(machine);
  checkAllocator(machine.allocator, machine.managedOf);
  assertInvariant("I-B2", machine.dataPages >= 0, () => `callers hold ${machine.dataPages} pages.`);
  checkSplit(machine);
  for (const hook of machine.hooks) hook.check?.(machine);
}

function checkRegions(name: string, list: RegionList): void {
  for (const [i, region] of list.regions.entries()) {
    const next = list.regions[i + 1];
    if (next === undefined) continue;
    const end = region.base + region.size;
    const canMerge = end === next.base && region.flags === next.flags && region.nid === next.nid;
    assertInvariant(
      "I-A1",
      end <= next.base && !canMerge,
      () => `${name}[${i}] and its neighbour are not apart.`,
    );
  }
}

function checkZones(machine: Machine): void {
  for (const [i, zone] of machine.zones.entries()) {
    const managed = machine.managedOf[i] ?? 0;
    const spanned = zone.endPfn - zone.startPfn;
    assertInvariant(
      "I-A4",
      managed <= zone.presentPages && zone.presentPages <= spanned,
      () => `zone ${zone.name}: managed ${managed}, present ${zone.presentPages}, spanned ${spanned}.`,
    );
  }
}

/** Every present page was either reserved or offered, and what stays reserved is on no free list. */
function checkReserved(machine: Machine): void {
  const { early, frames, buddy } = machine;
  const isReserved = new Uint8Array(buddy.frames);
  const page = early.input.pageSizeBytes;
  let reservedPages = 0;
  for (const bank of early.memblock.memory.regions) {
    const bankStart = bank.base / page;
    const bankEnd = (bank.base + bank.size) / page;
    let next = bankStart;
    for (const region of early.memblock.reserved.regions) {
      const start = Math.max(Math.floor(region.base / page), next);
      const end = Math.min(Math.ceil((region.base + region.size) / page), bankEnd);
      if (start >= end) continue;
      for (let pfn = start; pfn < end; pfn++) isReserved[frames.frameOf(pfn)] = 1;
      reservedPages += end - start;
      next = end;
    }
  }
  const sum = reservedPages + machine.offeredPages;
  assertInvariant(
    "I-A2",
    sum === early.presentPages,
    () => `reserved and offered are ${sum} of ${early.presentPages}.`,
  );
  for (const range of allLaterFrees(machine.laterFrees)) {
    for (let pfn = range.startPfn; pfn < range.endPfn; pfn++) isReserved[frames.frameOf(pfn)] = 0;
  }
  for (const [zone] of machine.zones.entries()) {
    for (let order = 0; order <= buddy.maxOrder; order++) {
      for (const frame of buddy.freeBlocks(zone, order)) {
        const first = isReserved.subarray(frame, frame + blockPages(order)).indexOf(1);
        assertInvariant("I-A5", first < 0, () => `reserved frame ${frame + first} is on a free list.`);
      }
    }
  }
}

function checkSplit(machine: Machine): void {
  const m = machine.memory();
  const sum =
    m.usablePages +
    m.shadowPages +
    m.originPages +
    m.pageExtPages +
    m.memmapPages +
    m.tagStoragePages +
    m.pageTablePages +
    m.reservedPages +
    m.leakedPages;
  assertInvariant(
    "I-A2",
    sum === m.presentPages,
    () => `the split sums up to ${sum} of ${m.presentPages} pages.`,
  );
}
