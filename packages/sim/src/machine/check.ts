/** The machine's laws, checked by looking at everything. For tests and for runs that ask for it. */

import { assertInvariant } from "./invariant";
import type { Machine } from "./machine";
import type { RegionList } from "./memblock";

/** Throws InvariantError for the first law that does not hold. Costs a pass over regions and free lists. */
export function checkMachine(machine: Machine): void {
  checkRegions("memory", machine.early.memblock.memory);
  checkRegions("reserved", machine.early.memblock.reserved);
  checkZones(machine);
  checkFreeLists(machine);
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

function checkFreeLists(machine: Machine): void {
  const { buddy } = machine;
  let freePages = 0;
  for (const [zone] of machine.zones.entries()) {
    for (let order = 0; order <= buddy.maxOrder; order++) {
      let blocks = 0;
      for (const frame of buddy.freeList(zone, order)) {
        blocks++;
        const last = frame + 2 ** order - 1;
        assertInvariant(
          "I-B1",
          frame % 2 ** order === 0 && buddy.zoneOf(frame) === zone && buddy.zoneOf(last) === zone,
          () => `frame ${frame} on list ${zone}/${order} is misaligned or leaves its zone.`,
        );
        const twin = frame ^ (2 ** order);
        const canMerge = order < buddy.maxOrder && buddy.isFree(twin, order) && buddy.zoneOf(twin) === zone;
        assertInvariant(
          "I-B1",
          !canMerge,
          () => `frames ${frame} and ${twin} are free buddies of order ${order}.`,
        );
      }
      freePages += blocks * 2 ** order;
      const counted = buddy.freeBlocks[zone * buddy.orders + order];
      assertInvariant(
        "I-B2",
        blocks === counted,
        () => `list ${zone}/${order} has ${blocks}, counted ${counted}.`,
      );
    }
  }
  assertInvariant(
    "I-B2",
    freePages === buddy.freePages && machine.dataPages >= 0,
    () => `${freePages} pages on the lists, ${buddy.freePages} counted, ${machine.dataPages} with callers.`,
  );
}

function checkSplit(machine: Machine): void {
  const m = machine.memory();
  const sum =
    m.usablePages +
    m.shadowPages +
    m.originPages +
    m.pageExtPages +
    m.memmapPages +
    m.reservedPages +
    m.leakedPages;
  assertInvariant(
    "I-A2",
    sum === m.presentPages,
    () => `the split sums up to ${sum} of ${m.presentPages} pages.`,
  );
}
