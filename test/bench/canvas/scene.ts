import type { BoardJson, ItemJson } from "@carveout/model";
import { generateNKeysBetween } from "fractional-indexing";

/** What each of the pages shows of the board, at least, in a window of 1440 × 900: their bars take the rest. */
const VIEW = { w: 1440, h: 820 };
/** Cells of this size put more than 500 items into that view at zoom 1. */
const CELL = { w: 50, h: 44 };
const BOX = { w: 42, h: 36 };
/** Cells that hold a note: 50 of them in the same window. */
const CARD_CELL = { w: 204, h: 126 };
const CARD_WIDTH = 190;

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A square field of boxes around the middle of the first window. */
export function boxes(count: number, cell = CELL, box = BOX): Box[] {
  const columns = Math.ceil(Math.sqrt((count * cell.h * 1.6) / cell.w));
  const rows = Math.ceil(count / columns);
  const left = Math.round(720 - (columns * cell.w) / 2);
  const top = Math.round(450 - (rows * cell.h) / 2);
  return Array.from({ length: count }, (_, n) => ({
    x: left + (n % columns) * cell.w,
    y: top + Math.floor(n / columns) * cell.h,
    ...box,
  }));
}

/** A field of cards, as large as notes with two lines are. */
export function cardBoxes(count: number): Box[] {
  return boxes(count, CARD_CELL, { w: CARD_WIDTH, h: 100 });
}

export const cardText = (n: number): string => `Note ${n}: what somebody thinks of it, in two lines.`;

/** The same field as a board of drawn rectangles. */
export function boxBoard(count: number): BoardJson {
  return board(
    boxes(count).map((geo) => ({ kind: "shape", geo, z: "", text: "", fields: { fill: "soft" } })),
  );
}

/** A board of cards that are mounted as DOM. */
export function cardBoard(count: number): BoardJson {
  return board(
    cardBoxes(count).map(({ x, y, w }, n) => ({ kind: "note", geo: { x, y, w }, z: "", text: cardText(n) })),
  );
}

type Placed = Exclude<ItemJson, { kind: "connector" }>;

function board(items: Placed[]): BoardJson {
  const keys = generateNKeysBetween(null, null, items.length);
  return {
    carveout: 1,
    title: `${items.length} items`,
    items: Object.fromEntries(items.map((item, n) => [`item-${n}`, { ...item, z: keys[n] ?? "a0" }])),
  };
}

/** How many the first view shows. */
export function countInView(all: readonly Box[]): number {
  return all.filter(({ x, y, w, h }) => x + w > 0 && x < VIEW.w && y + h > 0 && y < VIEW.h).length;
}

/** Index of the items that no bar covers in the first view, nor as far as an edit moves them. */
export function inMiddle(all: readonly Box[]): number[] {
  return [...all.entries()].flatMap(([n, { x, y }]) =>
    x > 100 && x < 1300 && y > 100 && y < 750 ? [n] : [],
  );
}
