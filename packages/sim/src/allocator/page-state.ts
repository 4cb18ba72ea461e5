/**
 * One byte tells what a page is. Only the first page of a block carries it; pages inside a block, reserved and absent pages are 0.
 *
 *   0x80 | type << 4 | order     first page of a free block, on the list of that type
 *   0x40 | mobility << 4 | order first page of an allocated block; mobility is the migratetype it was asked for
 *   0x70 | type                  first page of a block in a per-cpu list, with the type it goes back to
 */

export const FREE = 0x80;
export const USED = 0x40;
export const IN_PCP = 0x70;

/** FREE and the order: what a mergeable buddy must show. */
export const FREE_ORDER_MASK = 0x8f;

export const ORDER_MASK = 0x0f;

/** What must agree in the state of an allocated block: everything but its mobility. */
export const NOT_MOBILITY = 0xcf;

export function isFree(state: number): boolean {
  return (state & FREE) !== 0;
}

/** First page of an allocated block. */
export function isUsed(state: number): boolean {
  return state >= USED && state < IN_PCP;
}

/** First page of a free or allocated block. */
export function isBlockHead(state: number): boolean {
  return isFree(state) || isUsed(state);
}

/** First page of an allocated block of exactly that order. */
export function isUsedBlock(state: number, order: number): boolean {
  return (state & NOT_MOBILITY) === (USED | order) && state < IN_PCP;
}

export function isInPcp(state: number): boolean {
  return state >= IN_PCP && state < FREE;
}

/** List that a free block is on. */
export function freeType(state: number): number {
  return (state >>> 4) & 7;
}

/** Migratetype an allocated block was asked for. */
export function mobility(state: number): number {
  return (state >>> 4) & 3;
}

export function orderOf(state: number): number {
  return state & ORDER_MASK;
}
