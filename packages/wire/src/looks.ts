/**
 * Looking at the pages of a run at a moment. A participant says what part of the page map is on the screen and at what time; the server takes
 * the run there and answers with what the cells show. A newer look of the same view takes the place of the one before.
 */

/** A part of the page map as cells of 2^k pages, one behind the other. */
export interface LookWindow {
  /** Number of the first cell's first page among all that the map shows. */
  place: number;
  /** Pages of a cell, a power of two; 0: as few as show the whole machine in `cells`. */
  cellPages: number;
  cells: number;
  /** Code of the state that one page of is enough to be told. */
  mark: number;
  /** Single pages come with the order of their block and what it holds. */
  isDetailed: boolean;
  /** Serial of the look that brought the raster of this very window; 0: it is not there. Then only what has changed comes. */
  have: number;
}

export interface Look {
  type: "look";
  /** Which of the participant's pictures, chosen by the participant. */
  view: number;
  /** Rises with each look, from 1. */
  serial: number;
  experiment: string;
  variant: string;
  /** The run that is meant: the column may show another one by now. */
  run: string;
  tMs: number;
  windows: LookWindow[];
  /** A page to be told everything of, -1: none. */
  pfn: number;
}

/** The view is closed. */
export interface LookAway {
  type: "look away";
  view: number;
}

export interface Raster {
  cellPages: number;
  cells: number;
  /** Deflated: the cells, or what has changed of them (raster.ts). */
  isDelta: boolean;
  data: Uint8Array;
}

/** Answer to a look. The payloads are the simulation core's own types, as plain data. */
export interface Sight<Spaces = unknown, Census = unknown, Details = unknown> {
  type: "sight";
  view: number;
  serial: number;
  run: string;
  tMs: number;
  /** False: the run is still on its way, and this is where it stands. */
  hasArrived: boolean;
  durationMs: number;
  /** Comes when no raster was there before; null: as before. */
  spaces: Spaces | null;
  census: Census;
  page: Details | null;
  /** In the order of the look's windows. */
  rasters: Raster[];
}

/** A look that takes its time, or that cannot be answered. */
export interface LookState {
  type: "look state";
  view: number;
  serial: number;
  status:
    | { state: "queued"; place: number }
    | { state: "seeking"; tMs: number }
    | { state: "refused"; sentence: string };
}

/** A picture has no more cells than this: with cells of 4 pixels it fills a screen of 4,096 by 2,048. */
export const MAX_LOOK_CELLS = 2 ** 19;
/** The whole machine and the part of it that is looked at. */
export const MAX_LOOK_WINDOWS = 2;
/** Pictures that one participant may look at: two variants side by side in a few tabs' worth of views. */
export const MAX_LOOK_VIEWS = 4;

/** True if a client's message is one that honest clients send. */
export function isLook(value: Look): boolean {
  const { view, serial, experiment, variant, run, tMs, windows, pfn } = value;
  return (
    isCount(view, MAX_LOOK_VIEWS - 1) &&
    isCount(serial, Number.MAX_SAFE_INTEGER) &&
    [experiment, variant, run].every((name) => typeof name === "string" && name.length <= 200) &&
    typeof tMs === "number" &&
    tMs >= 0 &&
    tMs < Number.POSITIVE_INFINITY &&
    Number.isSafeInteger(pfn) &&
    pfn >= -1 &&
    Array.isArray(windows) &&
    windows.length <= MAX_LOOK_WINDOWS &&
    windows.every(isWindow)
  );
}

function isWindow(window: LookWindow | null | undefined): boolean {
  if (window === null || window === undefined) return false;
  const { place, cellPages, cells, mark, isDetailed, have } = window;
  return (
    isCount(place, Number.MAX_SAFE_INTEGER) &&
    isCount(cellPages, 2 ** 30) &&
    (cellPages & (cellPages - 1)) === 0 &&
    isCount(cells, MAX_LOOK_CELLS) &&
    cells > 0 &&
    isCount(mark, 31) &&
    typeof isDetailed === "boolean" &&
    isCount(have, Number.MAX_SAFE_INTEGER)
  );
}

function isCount(value: unknown, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}
