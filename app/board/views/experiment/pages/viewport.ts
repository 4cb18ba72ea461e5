import { MAX_LOOK_CELLS } from "@carveout/wire";

/** The room that a picture has, and what it is to show there. */
export interface Room {
  /** Pages of the machine that have a place on the map. */
  pages: number;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Least edge of a cell as long as it stands for more than one page, CSS pixels. */
  edge: number;
}

/** A step of the zoom: pages of a cell, a power of two, and its edge in CSS pixels. */
export interface Zoom {
  cellPages: number;
  edge: number;
}

/** What part of a machine is on the screen. A row is a power of two of pages and begins at a multiple of itself. */
export interface Viewport extends Zoom {
  columns: number;
  /** Rows that fit, whole ones. */
  rows: number;
  /** The row at the upper edge, as a number with a fraction while it is dragged. */
  top: number;
}

const FEWEST_COLUMNS = 4;
/** Cells of one page are not made larger than this needs: there is room for order and owner. */
const LARGEST_EDGE = 40;

/** A power of two, and at least that edge for each. */
function columnsIn(width: number, edge: number): number {
  let columns = FEWEST_COLUMNS;
  while (2 * columns * edge <= width) columns *= 2;
  return columns;
}

/** The edge with which that many columns take all of the width. */
function edgeOf(width: number, columns: number): number {
  return Math.max(1, Math.floor(width / columns));
}

/** From the whole machine down to one page a cell, then half as many columns of larger cells each time. */
export function zoomSteps({ pages, width, height, edge: least }: Room): Zoom[] {
  let columns = columnsIn(width, least);
  const edge = edgeOf(width, columns);
  const cells = columns * Math.max(1, Math.floor(height / edge));
  let whole = 1;
  while (cells * whole < pages) whole *= 2;
  const steps: Zoom[] = [];
  for (let cellPages = whole; cellPages >= 1; cellPages /= 2) steps.push({ cellPages, edge });
  while (columns > FEWEST_COLUMNS && edgeOf(width, columns) < LARGEST_EDGE) {
    columns /= 2;
    steps.push({ cellPages: 1, edge: edgeOf(width, columns) });
  }
  return steps;
}

/** The step nearest to one that was left, for a room that may have changed since. */
export function nearestStep(steps: readonly Zoom[], zoom: Zoom): number {
  const distance = ({ cellPages, edge }: Zoom) =>
    Math.abs(Math.log2(cellPages / zoom.cellPages)) * 100 + Math.abs(edge - zoom.edge);
  let best = 0;
  for (const [i, step] of steps.entries()) if (distance(step) < distance(steps[best] as Zoom)) best = i;
  return best;
}

/** A zoom with its upper edge at a row, as far as there are rows. */
export function viewportAt(room: Room, zoom: Zoom, top: number): Viewport {
  const columns = columnsIn(room.width, zoom.edge);
  const rows = Math.max(1, Math.floor(room.height / zoom.edge));
  const viewport = { ...zoom, columns, rows, top: 0 };
  const last = Math.max(0, Math.ceil(room.pages / rowPages(viewport)) - rows);
  return { ...viewport, top: Math.max(0, Math.min(last, top)) };
}

/** The same place of memory at the same height, at another zoom. */
export function zoomedAbout(room: Room, zoom: Zoom, place: number, y: number): Viewport {
  const viewport = viewportAt(room, zoom, 0);
  const row = Math.floor(place / rowPages(viewport));
  return viewportAt(room, zoom, Math.round(row - y / zoom.edge));
}

/** Brings a place into view with as little movement as that takes. */
export function withInView(room: Room, viewport: Viewport, place: number): Viewport {
  const row = Math.floor(place / rowPages(viewport));
  const { top, rows } = viewport;
  if (row < top) return viewportAt(room, viewport, row);
  return row > top + rows - 1 ? viewportAt(room, viewport, row - rows + 1) : viewport;
}

export function rowPages({ columns, cellPages }: Pick<Viewport, "columns" | "cellPages">): number {
  return columns * cellPages;
}

/** First page of the cell at a point, or -1 where there is none. */
export function placeAt(viewport: Viewport, pages: number, x: number, y: number): number {
  const { columns, cellPages, edge, top } = viewport;
  const column = Math.floor(x / edge);
  const row = Math.floor(top + y / edge);
  const place = (row * columns + column) * cellPages;
  return column >= 0 && column < columns && row >= 0 && place < pages ? place : -1;
}

/** Upper left corner of the cell that holds a page, CSS pixels. */
export function cornerOf(viewport: Viewport, place: number): { x: number; y: number } {
  const { columns, cellPages, edge, top } = viewport;
  const cell = Math.floor(place / cellPages);
  return { x: (cell % columns) * edge, y: (Math.floor(cell / columns) - top) * edge };
}

/** Cells to ask the server for. */
export interface CellWindow {
  place: number;
  cellPages: number;
  cells: number;
  /** Order and content of each page are wanted, too. */
  isDetailed: boolean;
}

/** From this edge on a cell has room for order and owner. */
export const DETAILS_FROM = 24;

/** What is in view and half a screen above and below, so that a small movement needs nothing new. */
export function windowOf(viewport: Viewport, pages: number): CellWindow {
  const { columns, rows, top, cellPages, edge } = viewport;
  const around = Math.ceil(rows / 2);
  const first = Math.max(0, Math.floor(top) - around);
  const wanted = Math.ceil(top) + rows + 1 + around - first;
  const all = Math.ceil(pages / cellPages) - first * columns;
  const most = Math.floor(MAX_LOOK_CELLS / columns) * columns;
  return {
    place: first * columns * cellPages,
    cellPages,
    cells: Math.max(1, Math.min(all, most, wanted * columns)),
    isDetailed: cellPages === 1 && edge >= DETAILS_FROM,
  };
}

/** True if a window that was asked for before still has everything in view. */
export function covers(window: CellWindow, viewport: Viewport, pages: number): boolean {
  const wanted = windowOf(viewport, pages);
  if (window.cellPages !== viewport.cellPages || window.isDetailed !== wanted.isDetailed) return false;
  const step = rowPages(viewport);
  const first = Math.floor(viewport.top) * step;
  const behind = Math.min(pages, (Math.ceil(viewport.top) + viewport.rows + 1) * step);
  const isAligned = window.place % step === 0;
  return isAligned && window.place <= first && window.place + window.cells * window.cellPages >= behind;
}
