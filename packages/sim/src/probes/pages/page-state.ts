/** The byte in which one page says what it is used for. */

import { MOVABLE } from "../../allocator/migratetype";
import { freeType, isFree, isUsed, mobility, orderOf } from "../../allocator/page-state";
import { PAGE_STATES, type PageState } from "../../page-states";

/**
 * A page's byte: its block's, as the allocator writes it (allocator/page-state.ts), if the page is in a free or allocated block;
 * else the index of its state.
 */
export type PageByte = number;

const CODES = new Map(PAGE_STATES.map((state, code) => [state, code]));

export function stateCode(state: PageState): number {
  return CODES.get(state) as number;
}

/** By migratetype: unmovable, movable, reclaimable, highatomic, CMA, isolate. */
const FREE_CODES = (["free", "free", "free", "free", "cma", "isolated"] as const).map(stateCode);
const USED_CODES = (["unmovable", "movable", "reclaimable"] as const).map(stateCode);

/** Index of the state that a page's byte says. */
export function codeOfByte(byte: PageByte): number {
  if (isFree(byte)) return FREE_CODES[freeType(byte)] as number;
  return isUsed(byte) ? (USED_CODES[mobility(byte)] as number) : byte;
}

/** True if the allocator's byte is of a movable block's head. */
export function isMovable(state: number): boolean {
  return isUsed(state) && mobility(state) === MOVABLE;
}

/** Pages of the block of a head. */
export function pagesOfBlock(head: number): number {
  return 1 << orderOf(head);
}
