/** The page allocator's laws, checked by looking at everything. For tests and for runs that ask for it. */

import { assertInvariant } from "../invariant";
import { listIndex } from "./block-lists";
import type { Buddy } from "./buddy";
import { highatomicCap } from "./highatomic-cap";
import { CMA, ISOLATE, MIGRATETYPE_NAMES } from "./migratetype";
import type { PageAllocator } from "./page-allocator";
import { FREE, FREE_ORDER_MASK, isFree, isInPcp, isUsed, orderOf } from "./page-state";

/**
 * Throws InvariantError for the first law that does not hold.
 * @param managedOf pages handed over to each zone
 */
export function checkAllocator(allocator: PageAllocator, managedOf: readonly number[]): void {
  const used = usedPages(allocator.buddy);
  for (let zone = 0; zone < allocator.buddy.zoneCount; zone++) {
    const listed = checkFreeLists(allocator, zone);
    checkPcp(allocator, zone);
    const waiting = allocator.pcp.countOfZone(zone);
    const sum = listed + waiting + (used[zone] as number);
    assertInvariant(
      "I-B2",
      sum === managedOf[zone],
      () =>
        `zone ${zone}: ${listed} pages free, ${waiting} in per-cpu lists and ${used[zone]} allocated are not ${managedOf[zone]}.`,
    );
    checkHighatomic(allocator, zone);
  }
}

/** Pages on the free lists of a zone, isolated ones too. */
function checkFreeLists(allocator: PageAllocator, zone: number): number {
  const { buddy } = allocator;
  let pages = 0;
  let isolated = 0;
  for (let order = 0; order <= buddy.maxOrder; order++) {
    for (let type = 0; type < MIGRATETYPE_NAMES.length; type++) {
      let blocks = 0;
      for (const frame of buddy.list(zone, order, type)) {
        blocks++;
        checkFreeBlock(buddy, zone, frame, order, type);
        checkListed(allocator, frame, order, type);
      }
      const counted = buddy.counts[listIndex(zone, order, type)];
      assertInvariant(
        "I-B2",
        blocks === counted,
        () => `list ${zone}/${order}/${type} has ${blocks} blocks, counted ${counted}.`,
      );
      pages += blocks * 2 ** order;
      if (type === ISOLATE) isolated += blocks * 2 ** order;
    }
  }
  const free = buddy.freeOf[zone] as number;
  assertInvariant(
    "I-B2",
    pages - isolated === free,
    () => `zone ${zone} has ${pages - isolated} pages on its lists, counted ${free}.`,
  );
  return pages;
}

/**
 * Whole pageblocks are left out of the merging law: one that changes its type while free, as on its way back from the atomic
 * reserve, may stand beside its buddy in the kernel too.
 */
function checkFreeBlock(buddy: Buddy, zone: number, frame: number, order: number, type: number): void {
  const pages = 2 ** order;
  assertInvariant(
    "I-B1",
    frame % pages === 0 && buddy.zoneOf(frame) === zone && buddy.zoneOf(frame + pages - 1) === zone,
    () => `frame ${frame} on list ${zone}/${order}/${type} is misaligned or leaves its zone.`,
  );
  const state = buddy.stateOf(frame);
  assertInvariant(
    "I-B1",
    state === (FREE | (type << 4) | order),
    () => `frame ${frame} on list ${zone}/${order}/${type} is marked ${state}.`,
  );
  if (order >= buddy.pageblockOrder) return;
  const neighbour = frame % (2 * pages) === 0 ? frame + pages : frame - pages;
  const isFreeBuddy = (buddy.stateOf(neighbour) & FREE_ORDER_MASK) === (FREE | order);
  assertInvariant(
    "I-B1",
    !isFreeBuddy || buddy.zoneOf(neighbour) !== zone,
    () => `frames ${frame} and ${neighbour} are free buddies of order ${order}.`,
  );
}

/** Before v6.10 a block may lie on another ordinary type's list than its pageblock's, but CMA is kept apart. */
function checkListed({ buddy, rules }: PageAllocator, frame: number, order: number, type: number): void {
  const own = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
  const sentence = () =>
    `frame ${frame} of order ${order} is on list ${type}, its pageblock is of type ${own}.`;
  if (rules.keepsListsClean) assertInvariant("I-B3", own === type, sentence);
  else if (rules.keepsSpecialBlocksApart) assertInvariant("I-B4", (own === CMA) === (type === CMA), sentence);
}

function checkPcp({ buddy, pcp }: PageAllocator, zone: number): void {
  for (let cpu = 0; cpu < pcp.cpus; cpu++) {
    let pages = 0;
    for (const { frame, order } of pcp.blocks(zone, cpu)) {
      pages += 2 ** order;
      const state = buddy.stateOf(frame);
      assertInvariant(
        "I-B2",
        isInPcp(state) && buddy.zoneOf(frame) === zone,
        () => `frame ${frame} in a per-cpu list of zone ${zone} is marked ${state}.`,
      );
    }
    const counted = pcp.count(zone, cpu);
    assertInvariant(
      "I-B2",
      pages === counted,
      () => `cpu ${cpu} holds ${pages} pages of zone ${zone}, counted ${counted}.`,
    );
  }
}

/** The last reservation may reach over the limit; it is made while there is room. */
function checkHighatomic({ buddy, levels, rules }: PageAllocator, zone: number): void {
  const reserved = levels.highatomic[zone] as number;
  const limit = highatomicCap(levels.managed[zone] as number, 2 ** buddy.pageblockOrder, rules);
  const step = 2 ** (rules.keepsListsClean ? buddy.maxOrder : buddy.pageblockOrder);
  assertInvariant(
    "I-B4",
    reserved === 0 || (limit > 0 && reserved < limit + step),
    () => `zone ${zone} keeps ${reserved} pages for atomic requests, more than ${limit}.`,
  );
}

/** Pages of allocated blocks, index = zone. */
function usedPages(buddy: Buddy): number[] {
  const pages = new Array<number>(buddy.zoneCount).fill(0);
  const blockPages = 2 ** buddy.pageblockOrder;
  for (let frame = 0; frame < buddy.frames; ) {
    const state = buddy.stateOf(frame);
    const isHead = isFree(state) || isUsed(state);
    const isWhole = frame % blockPages === 0 && !buddy.isCut(frame / blockPages);
    const length = isHead ? 2 ** orderOf(state) : isWhole ? blockPages : 1;
    if (isUsed(state)) {
      const zone = buddy.zoneOf(frame);
      pages[zone] = (pages[zone] as number) + length;
    }
    frame += length;
  }
  return pages;
}
