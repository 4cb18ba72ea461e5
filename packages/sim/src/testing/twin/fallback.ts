/** Serving a request from another type's pageblocks. Source: mm/page_alloc.c, functions named at each one. */

import type { FrameRange, FreeLists } from "./free-lists";
import { type Extfrag, TYPE } from "./vocabulary";

/** fallbacks[]: index = the type asked for. */
const STAND_INS: readonly (readonly [number, number])[] = [
  [TYPE.reclaimable, TYPE.movable],
  [TYPE.reclaimable, TYPE.unmovable],
  [TYPE.unmovable, TYPE.movable],
];

interface Found {
  frame: number;
  order: number;
  type: number;
}

export interface Fallback {
  order: number;
  type: number;
  /** ALLOC_NOFRAGMENT: only whole pageblocks. */
  nofragment: boolean;
  /** boost_watermark() of the zone. */
  boost(): void;
  /** mm_page_alloc_extfrag. */
  report(event: Omit<Extfrag, "zone">): void;
}

/** Before v6.15, __rmqueue_fallback(): moves blocks of another type to the type's own lists. False if there are none. */
export function moveFallback(lists: FreeLists, request: Fallback): boolean {
  const { order, type } = request;
  const { maxOrder } = lists.memory.setup;
  for (let found = maxOrder; found >= leastOrder(lists, request); found--) {
    let block = standIn(lists, found, type);
    if (block === undefined) continue;
    if (!isClaimable(lists, found, type) && type === TYPE.movable && found > order) {
      for (let small = order; small <= maxOrder; small++) {
        block = standIn(lists, small, type);
        if (block !== undefined) break;
      }
    }
    if (block === undefined) throw new Error("a block that was there is gone");
    steal(lists, block, request);
    request.report({ frame: block.frame, order, foundOrder: block.order, type, foundType: block.type });
    return true;
  }
  return false;
}

/** From v6.15 on, __rmqueue_claim(): takes a pageblock over and serves the request from it. First frame, or undefined. */
export function claim(lists: FreeLists, request: Fallback): number | undefined {
  const { order, type } = request;
  for (let found = lists.memory.setup.maxOrder; found >= leastOrder(lists, request); found--) {
    if (!isClaimable(lists, found, type)) return undefined;
    const block = standIn(lists, found, type);
    if (block === undefined) continue;
    const frame = tryToClaim(lists, block, request);
    if (frame === undefined) continue;
    request.report({ frame, order, foundOrder: found, type, foundType: block.type });
    return frame;
  }
  return undefined;
}

/** From v6.15 on, __rmqueue_steal(): one block, whose rest keeps its type. First frame, or undefined. */
export function stealOne(lists: FreeLists, request: Fallback): number | undefined {
  const { order, type } = request;
  for (let found = order; found <= lists.memory.setup.maxOrder; found++) {
    const block = standIn(lists, found, type);
    if (block === undefined) continue;
    request.report({ frame: block.frame, order, foundOrder: found, type, foundType: block.type });
    return lists.takeFrom(block.frame, found, block.type, order, block.type);
  }
  return undefined;
}

function leastOrder(lists: FreeLists, { order, nofragment }: Fallback): number {
  return nofragment ? Math.max(order, lists.memory.setup.pageblockOrder) : order;
}

/** find_suitable_fallback(): head of the first stand-in's list of exactly that order. */
function standIn(lists: FreeLists, order: number, type: number): Found | undefined {
  for (const other of STAND_INS[type] ?? []) {
    const frame = lists.list(order, other)[0];
    if (frame !== undefined) return { frame, order, type: other };
  }
  return undefined;
}

/** can_steal_fallback(), later should_try_claim_block(). */
function isClaimable(lists: FreeLists, order: number, type: number): boolean {
  return type !== TYPE.movable || order >= Math.floor(lists.memory.setup.pageblockOrder / 2);
}

/** steal_suitable_fallback(). */
function steal(lists: FreeLists, block: Found, { type, boost }: Fallback): void {
  const { memory } = lists;
  const old = memory.typeOf(block.frame);
  const isWhole = block.order >= memory.setup.pageblockOrder;
  if (old !== TYPE.highatomic && isWhole) memory.setType(block.frame, block.order, type);
  if (old !== TYPE.highatomic && !isWhole) {
    boost();
    const range = isClaimable(lists, block.order, type) ? lists.movableRange(block.frame) : undefined;
    if (range !== undefined) {
      const isWorthIt = isMostlyAlike(lists, range, type, old);
      lists.moveRange(range, type);
      if (isWorthIt) memory.setType(block.frame, 0, type);
      return;
    }
  }
  lists.move(block.frame, block.order, block.type, type);
}

/** try_to_claim_block(). */
function tryToClaim(lists: FreeLists, block: Found, { order, type, boost }: Fallback): number | undefined {
  const { memory } = lists;
  if (block.order >= memory.setup.pageblockOrder) {
    memory.setType(block.frame, block.order, type);
    return lists.takeFrom(block.frame, block.order, block.type, order, type);
  }
  boost();
  const range = lists.movableRange(block.frame);
  if (range === undefined || !isMostlyAlike(lists, range, type, block.type)) return undefined;
  lists.moveRange(range, type);
  memory.setType(block.frame, 0, type);
  return lists.takeSmallest(order, type);
}

/** At least half of the pageblock is free or holds what the type may lie beside. */
function isMostlyAlike(lists: FreeLists, { start, end }: FrameRange, type: number, old: number): boolean {
  const { memory } = lists;
  let free = 0;
  for (const { order } of lists.blocksIn(start, end)) free += 2 ** order;
  const movable = memory.movablePages(start, end);
  let alike = 0;
  if (type === TYPE.movable) alike = movable;
  else if (old === TYPE.movable) alike = memory.blockPages - free - movable;
  return free + alike >= memory.blockPages / 2;
}
