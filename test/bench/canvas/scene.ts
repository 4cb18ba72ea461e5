import type { BoardJson, ItemJson } from "@carveout/model";
import { generateNKeysBetween } from "fractional-indexing";

/** Cells of this size put 500 items into a window of 1440 × 900 at zoom 1. */
const CELL = { w: 54, h: 48 };
const BOX = { w: 44, h: 38 };
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

/** The same field as a board of drawn rectangles. */
export function boxBoard(count: number): BoardJson {
  return board(
    boxes(count).map((geo) => ({ kind: "shape", geo, z: "", text: "", fields: { fill: "soft" } })),
  );
}

/** A board of cards that are mounted as DOM. */
export function cardBoard(count: number): BoardJson {
  return board(
    boxes(count, CARD_CELL, { w: CARD_WIDTH, h: 100 }).map(({ x, y, w }, n) => ({
      kind: "note",
      geo: { x, y, w },
      z: "",
      text: `Note ${n}: what somebody thinks of it, in two lines.`,
    })),
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

/** Index of the items that lie in the first window. */
export function inView(all: readonly Box[]): number[] {
  return [...all.entries()].flatMap(([n, { x, y }]) =>
    x > 100 && x < 1300 && y > 100 && y < 750 ? [n] : [],
  );
}
