import type { BoardJson, ItemJson } from "@carveout/model";
import { generateNKeysBetween } from "fractional-indexing";

/** What each of the pages shows of the board, at least, in a window of 1440 × 900: their bars take the rest. */
const VIEW = { w: 1440, h: 820 };
/** Cells of this size put more than 500 items into that view at zoom 1. */
const CELL = { w: 50, h: 44 };
const BOX = { w: 42, h: 36 };
/** In the middle of the window, below the bar that only one page has: here a drag presses. */
export const MIDDLE = { x: 741, y: 468 };

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A board, and where it is looked at. */
export interface Scene {
  name: string;
  board: BoardJson;
  camera: { x: number; y: number; zoom: number };
  /** How many items are to be DOM cards before anything is measured. */
  mounted: number;
}

/** What a peer's page draws: rectangles, with text where our items have some. */
export interface PeerScene {
  boxes: (Box & { text?: string })[];
  camera: Scene["camera"];
}

/** A square field of drawn rectangles around the middle of the window. */
export function boxScene(count: number): Scene {
  const columns = Math.ceil(Math.sqrt((count * CELL.h * 1.6) / CELL.w));
  const rows = Math.ceil(count / columns);
  const left = Math.round(720 - (columns * CELL.w) / 2);
  const top = Math.round(450 - (rows * CELL.h) / 2);
  const shapes = Array.from({ length: count }, (_, n): Placed => {
    const geo = { x: left + (n % columns) * CELL.w, y: top + Math.floor(n / columns) * CELL.h, ...BOX };
    return { kind: "shape", geo, z: "", text: "", fields: { fill: "soft" } };
  });
  const board = boardOf(shapes);
  const camera = { x: 0, y: 0, zoom: 1 };
  const inView = boxesOf(board).filter((box) => isInView(box, camera)).length;
  return {
    name: `${count.toLocaleString("en-US")} items, ${inView} in view at zoom 1`,
    board,
    camera,
    mounted: 0,
  };
}

export type Placed = Exclude<ItemJson, { kind: "connector" }>;

/** The items from the lowest up, as `item-0` and so on. */
export function boardOf(items: readonly Placed[], wires: Readonly<Record<string, ItemJson>> = {}): BoardJson {
  const keys = generateNKeysBetween(null, null, items.length);
  const placed = items.map((item, n) => [`item-${n}`, { ...item, z: keys[n] ?? "a0" }]);
  return { carveout: 1, title: `${items.length} items`, items: { ...Object.fromEntries(placed), ...wires } };
}

/** Of items that have a size of their own. */
export function boxesOf({ items }: BoardJson): Box[] {
  return Object.values(items).flatMap((item) => (item.kind === "connector" ? [] : [{ h: 0, ...item.geo }]));
}

function onScreen({ x, y, w, h }: Box, camera: Scene["camera"]): Box {
  const { zoom } = camera;
  return { x: (x - camera.x) * zoom, y: (y - camera.y) * zoom, w: w * zoom, h: h * zoom };
}

export function isInView(box: Box, camera: Scene["camera"]): boolean {
  const { x, y, w, h } = onScreen(box, camera);
  return x + w > 0 && x < VIEW.w && y + h > 0 && y < VIEW.h;
}

/** Index of the items that no bar covers in the first view, nor as far as an edit moves them. */
export function inMiddle(all: readonly Box[], camera: Scene["camera"]): number[] {
  return [...all.entries()].flatMap(([n, box]) => {
    const { x, y } = onScreen(box, camera);
    return x > 100 && x < 1300 && y > 100 && y < 750 ? [n] : [];
  });
}
