import type { PageMap, PageState } from "@carveout/sim";

/** A cell of a page map: which pages it stands for and what they are, the most frequent state first. */
export interface PageCell {
  firstPfn: number;
  pages: number;
  mix: { state: PageState; pages: number }[];
}

/** A page map with its runs of equal cells unfolded on demand. */
export class PageCells {
  /** Cells of the map. */
  readonly count: number;
  /** First cell of each run. */
  private readonly starts: number[] = [];
  private readonly mixes: PageCell["mix"][];

  constructor(private readonly map: PageMap) {
    let cells = 0;
    this.mixes = map.runs.map(([length = 0, ...figures]) => {
      this.starts.push(cells);
      cells += length;
      return pairs(figures).map(({ code, pages }) => ({ state: stateOf(map, code), pages }));
    });
    this.count = cells;
  }

  get cellPages(): number {
    return this.map.cellPages;
  }

  mixOf(cell: number): PageCell["mix"] {
    return this.mixes[this.starts.findLastIndex((start) => start <= cell)] ?? [];
  }

  at(cell: number): PageCell {
    const mix = this.mixOf(cell);
    const stretch = this.map.stretches.findLast((start) => start.cell <= cell) ?? { cell: 0, firstPfn: 0 };
    return {
      firstPfn: stretch.firstPfn + (cell - stretch.cell) * this.map.cellPages,
      pages: mix.reduce((sum, { pages }) => sum + pages, 0),
      mix,
    };
  }

  /** The nearest cell in a direction (1 or -1) whose most frequent state is another; the last one there if there is none. */
  nextOther(cell: number, step: 1 | -1): number {
    const here = this.mixOf(cell)[0]?.state;
    let at = cell;
    while (at + step >= 0 && at + step < this.count) {
      at += step;
      if (this.mixOf(at)[0]?.state !== here) break;
    }
    return at;
  }

  /** States that occur, with their pages, in the map's order. */
  totals(): { state: PageState; pages: number }[] {
    return this.map.states.flatMap((state, code) => {
      const pages = this.map.totals[code] ?? 0;
      return pages > 0 ? [{ state, pages }] : [];
    });
  }
}

function stateOf(map: PageMap, code: number): PageState {
  return map.states[code] ?? "reserved";
}

function pairs(figures: readonly number[]): { code: number; pages: number }[] {
  return Array.from({ length: figures.length / 2 }, (_, i) => ({
    code: figures[2 * i] ?? 0,
    pages: figures[2 * i + 1] ?? 0,
  }));
}

/** Rows and columns of cells in CSS pixels. */
export interface CellGrid {
  columns: number;
  rows: number;
  /** Edge of a cell. */
  size: number;
}

const LARGEST_CELL = 16;
const SMALLEST_CELL = 2;
const MOST_HEIGHT = 384;

/** A row is a power of two of cells, so that what is aligned in memory stands in columns: the fewest that keep the picture low. */
export function gridFor(cells: number, width: number): CellGrid {
  for (let columns = 8; ; columns *= 2) {
    const size = Math.min(LARGEST_CELL, Math.floor(width / columns));
    const rows = Math.ceil(cells / columns);
    const isLast = Math.floor(width / (2 * columns)) < SMALLEST_CELL;
    if (rows * size <= MOST_HEIGHT || isLast) return { columns, rows, size: Math.max(size, 1) };
  }
}

/** Pixels of a cell's height that each state of its mix gets, in its order, by its share. */
export function stackHeights(mix: PageCell["mix"], height: number): number[] {
  const whole = mix.reduce((sum, { pages }) => sum + pages, 0);
  let pagesAbove = 0;
  let top = 0;
  return mix.map(({ pages }) => {
    pagesAbove += pages;
    const bottom = Math.round((pagesAbove / whole) * height);
    const pixels = bottom - top;
    top = bottom;
    return pixels;
  });
}
