/** Pageblocks kept for atomic requests, given back when others are in need. Source: mm/page_alloc.c unreserve_highatomic_pageblock(). */

import { HIGHATOMIC } from "../migratetype";
import type { ZoneAllocator } from "../zone-allocator";

/**
 * Gives one reserved pageblock with free pages to requests of a type; true if pages moved. Each zone keeps its last such
 * pageblock unless forced.
 */
export function unreserveHighatomic(
  allocator: ZoneAllocator,
  zones: Iterable<number>,
  type: number,
  isForced: boolean,
): boolean {
  const { buddy, levels } = allocator;
  for (const zone of zones) {
    if (!isForced && (levels.highatomic[zone] as number) <= 1 << buddy.pageblockOrder) continue;
    for (let order = 0; order <= buddy.maxOrder; order++) {
      const frame = buddy.head(zone, order, HIGHATOMIC);
      if (frame >= 0 && unreserveBlock(allocator, frame, order, zone, type)) return true;
    }
  }
  return false;
}

function unreserveBlock(
  { buddy, levels, rules }: ZoneAllocator,
  frame: number,
  order: number,
  zone: number,
  type: number,
): boolean {
  const isWhole = order >= buddy.pageblockOrder;
  const spansAll = buddy.spansStart(frame, zone) && buddy.spansEnd(frame, zone);
  if (rules.keepsListsClean && !isWhole && !spansAll) return false;
  const block = frame >>> buddy.pageblockOrder;
  const takesAll = rules.keepsListsClean && isWhole;
  if (buddy.typeOfBlock[block] === HIGHATOMIC) {
    const pages = 1 << (takesAll ? order : buddy.pageblockOrder);
    levels.setHighatomic(zone, Math.max(0, (levels.highatomic[zone] as number) - pages));
  }
  buddy.setType(block, takesAll ? order : 0, type);
  if (isWhole) {
    buddy.moveBlock(frame, order, zone, type);
    return true;
  }
  if (!buddy.spansEnd(frame, zone)) return false;
  buddy.moveFreeBlocks(buddy.spansStart(frame, zone) ? buddy.startOfPageblock(frame) : frame, zone, type);
  return true;
}
