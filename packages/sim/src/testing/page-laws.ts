/** The allocator's laws, checked page by page on a small machine. Throws with the law's name. */

import { listIndex } from "../allocator/buddy";
import { highatomicCap } from "../allocator/highatomic-cap";
import { CMA, HIGHATOMIC, ISOLATE, MIGRATETYPE_NAMES, MOVABLE, PCP_TYPES } from "../allocator/migratetype";
import type { PageAllocator } from "../allocator/page-allocator";
import { freeType, isFree, isUsed, mobility, ORDER_MASK } from "../allocator/page-state";
import { assertInvariant } from "../machine/invariant";
import type { PageBook } from "./page-book";

/** `taken` are pages that drivers hold, outside the book. */
export function checkPageLaws(book: PageBook, taken: Iterable<number>): void {
  const { allocator } = book;
  const owners = new Map<number, string>();
  const claim = (frame: number, order: number, owner: string) => {
    for (let page = frame; page < frame + (1 << order); page++) {
      assertInvariant("I-B2", !owners.has(page), () => `page ${page}: ${owners.get(page)} and ${owner}`);
      owners.set(page, owner);
    }
  };
  let managed = 0;
  for (let zone = 0; zone < allocator.levels.count; zone++) {
    checkFreeLists(allocator, zone, claim);
    checkPcp(allocator, zone, claim);
    managed += allocator.levels.managed[zone] as number;
    const { highatomic, isolatedBlocks } = allocator.levels;
    const blockPages = 1 << allocator.buddy.pageblockOrder;
    const most =
      highatomicCap(allocator.levels.managed[zone] as number, blockPages, allocator.rules) +
      (allocator.rules.roundsHighatomicUp ? 0 : blockPages - 1);
    assertInvariant(
      "I-B4",
      (highatomic[zone] as number) <= most,
      () => `${highatomic[zone]} pages highatomic`,
    );
    assertInvariant("B-28", isolatedBlocks[zone] === 0, () => `${isolatedBlocks[zone]} isolated pageblocks`);
  }
  for (const [frame, { order, isMovable }] of book.held) {
    claim(frame, order, "held");
    const state = allocator.buddy.stateOf(frame);
    const isSame =
      isUsed(state) && (state & ORDER_MASK) === order && (mobility(state) === MOVABLE) === isMovable;
    assertInvariant("held", isSame, () => `frame ${frame}: state ${state.toString(16)}, order ${order}`);
    const type = allocator.buddy.typeOfBlock[frame >>> allocator.buddy.pageblockOrder];
    assertInvariant("B-26", isMovable || type !== CMA, () => `frame ${frame} is a kernel page in CMA`);
  }
  for (const frame of taken) claim(frame, 0, "taken");
  assertInvariant("I-B2", owners.size === managed, () => `${owners.size} pages of ${managed}`);
}

type Claim = (frame: number, order: number, owner: string) => void;

function checkFreeLists(allocator: PageAllocator, zone: number, claim: Claim): void {
  const { buddy, rules } = allocator;
  let free = 0;
  for (let order = 0; order <= buddy.maxOrder; order++)
    for (let type = 0; type < MIGRATETYPE_NAMES.length; type++) {
      const frames = [...buddy.list(zone, order, type)];
      const counted = buddy.counts[listIndex(zone, order, type)];
      assertInvariant("I-B2", frames.length === counted, () => `list of ${frames.length} counts ${counted}`);
      for (const frame of frames) {
        claim(frame, order, `free ${order} ${type}`);
        if (type !== ISOLATE) free += 1 << order;
        const state = buddy.stateOf(frame);
        assertInvariant(
          "I-B1",
          frame % (1 << order) === 0 && isFree(state) && freeType(state) === type,
          () => `${frame}`,
        );
        if (order >= buddy.pageblockOrder) continue;
        const other = buddy.stateOf(frame ^ (1 << order));
        assertInvariant(
          "I-B1",
          !(isFree(other) && (other & ORDER_MASK) === order),
          () => `${frame} unmerged`,
        );
        const blockType = buddy.typeOfBlock[frame >>> buddy.pageblockOrder] as number;
        const mayStray = !rules.keepsListsClean && type < PCP_TYPES + 1 && blockType < HIGHATOMIC + 1;
        assertInvariant("I-B3", type === blockType || mayStray, () => `${frame}: ${type} in ${blockType}`);
      }
    }
  assertInvariant(
    "I-B2",
    free === buddy.freeOf[zone],
    () => `${free} on lists, counted ${buddy.freeOf[zone]}`,
  );
}

function checkPcp(allocator: PageAllocator, zone: number, claim: Claim): void {
  const { pcp, buddy } = allocator;
  for (let cpu = 0; cpu < pcp.cpus; cpu++) {
    let pages = 0;
    for (let order = 0; order <= buddy.maxOrder; order++)
      for (let type = 0; type < PCP_TYPES && pcp.caches(order); type++)
        for (const frame of pcp.list(zone, cpu, order, type)) {
          claim(frame, order, "pcp");
          pages += 1 << order;
        }
    assertInvariant(
      "B-23",
      pages === pcp.count(zone, cpu),
      () => `${pages} in lists, ${pcp.count(zone, cpu)}`,
    );
  }
}
