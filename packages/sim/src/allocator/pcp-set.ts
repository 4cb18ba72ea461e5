/** What stands where in the table of per-cpu lists: see pcp.ts. */

/** A set has 2^6 words: four for each of 15 lists (3 types for orders 0 to 3, and at most three for the THP order) and the last. */
export const SET_BITS = 6;
export const LIST_BITS = 2;

/**
 * Words of a list: the place behind its first block, the place of its last one, where its row begins, and the middle of that. The
 * first block, which is the next to be taken, lies highest, so that taking and freeing move one end of the list only. A drain moves
 * the other end, and no list is longer than half of its row: as long as its last block lies in the lower half there is room.
 */
export const TOP = 0;
export const BOTTOM = 1;
export const START = 2;
export const MIDDLE = 3;

/**
 * Last words of a set: pages that may still come in before it drains, doublings of the next drain, pages from which on it drains,
 * pages moved at once.
 */
export const LEFT = 60;
export const FREE_FACTOR = 61;
export const LIMIT = 62;
export const BATCH = 63;
