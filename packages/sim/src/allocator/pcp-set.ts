/** What stands where in the table of per-cpu lists: see pcp.ts. */

/** A set has 2^6 words: four for each of 15 lists (3 types for orders 0 to 3, and at most three for the THP order) and the last. */
export const SET_BITS = 6;
export const LIST_BITS = 2;

/** Words of a list: its first block's place in the ring, blocks, where the ring begins, blocks that fit in it minus 1. */
export const HEAD = 0;
export const LENGTH = 1;
export const RING = 2;
export const MASK = 3;

/** Last words of a set: pages in all its lists, doublings of the next drain, pages from which on it drains, pages moved at once. */
export const COUNT = 60;
export const FREE_FACTOR = 61;
export const HIGH = 62;
export const BATCH = 63;
