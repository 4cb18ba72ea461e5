/** A cell as its byte tells it: packages/sim/src/probes/pages/raster.ts writes them, and the test here holds the two together. */

/** Code of the state that most pages are in. */
export const STATE_MASK = 0x1f;
/** At least one page is in the state that is marked, though most are not. */
export const HAS_MARKED = 0x20;
/** At least one page is pinned, though most are not. */
export const HAS_PINNED = 0x40;
/** Behind the last page, or not known yet. */
export const NO_CELL = 0x1f;
/** In the second plane: the page is in no block. */
export const NO_ORDER = 0x0f;

export function stateOfCell(byte: number): number {
  return byte & STATE_MASK;
}

/** Order of a page's block, or -1. */
export function orderOfDetail(detail: number): number {
  const order = detail & NO_ORDER;
  return order === NO_ORDER ? -1 : order;
}

/** Code of what a page's block holds, 0: nothing is known. */
export function contentOfDetail(detail: number): number {
  return detail >> 4;
}
