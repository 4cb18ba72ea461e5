import type { Box } from "../../plane/geometry";
import { type BaseQuestion, stampsIn } from "../base/base";
import { type Pane, TILE, Tile } from "./tile";

/** Tiles by column and row: `left` and `top` are in, `right` and `bottom` are not. */
export interface Span {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const NOWHERE: Span = { left: 0, top: 0, right: 0, bottom: 0 };

/** The panes of one sheet, and where it lies. */
export interface Rack {
  pane(column: number, row: number): Pane;
  /** Screen point of the board's origin, and screen pixels per device pixel of the sheet. */
  place(x: number, y: number, scale: number): void;
  remove(): void;
}

/** The base layer at one zoom, as far as it has been drawn. */
export class Sheet {
  /** Board box that is drawn without a gap. */
  covered: Box | null = null;
  /** Whether any of its tiles is shown. */
  isSeen = false;
  private readonly tiles = new Map<string, { column: number; row: number; tile: Tile }>();
  private readonly scale: number;

  constructor(
    readonly zoom: number,
    density: number,
    readonly rack: Rack,
  ) {
    this.scale = zoom * density;
  }

  spanOf({ x, y, w, h }: Box): Span {
    const index = (at: number): number => (at * this.scale) / TILE;
    return {
      left: Math.floor(index(x)),
      top: Math.floor(index(y)),
      right: Math.ceil(index(x + w)),
      bottom: Math.ceil(index(y + h)),
    };
  }

  boxOf({ left, top, right, bottom }: Span): Box {
    const size = TILE / this.scale;
    return { x: left * size, y: top * size, w: (right - left) * size, h: (bottom - top) * size };
  }

  tile(column: number, row: number): Tile | undefined {
    return this.tiles.get(`${column} ${row}`)?.tile;
  }

  hasAll(span: Span): boolean {
    for (const [column, row] of tilesOf(span)) if (!this.tile(column, row)) return false;
    return true;
  }

  /** Brings one tile up to date, a new one if it is not there. */
  draw(column: number, row: number, question: BaseQuestion, version: number): void {
    const key = `${column} ${row}`;
    let { tile } = this.tiles.get(key) ?? {};
    if (!tile) {
      const box = this.boxOf({ left: column, top: row, right: column + 1, bottom: row + 1 });
      tile = new Tile(box, this.zoom, this.scale, this.rack.pane(column, row));
      this.tiles.set(key, { column, row, tile });
    }
    tile.draw((area) => stampsIn(area, this.zoom, question), version);
  }

  /** Shows the tiles of this span, and no others. */
  show(span: Span): void {
    this.isSeen = false;
    for (const { column, row, tile } of this.tiles.values()) {
      const isShown = isWithin(span, column, row);
      tile.show(isShown);
      this.isSeen ||= isShown;
    }
  }

  /** Of the tiles outside of a span keeps so many, the nearest ones. */
  keep(span: Span, spare: number): void {
    const outside = [...this.tiles].filter(([, { column, row }]) => !isWithin(span, column, row));
    if (outside.length <= spare) return;
    const away = ({ column, row }: { column: number; row: number }): number =>
      Math.max(span.left - column, column - span.right + 1, span.top - row, row - span.bottom + 1);
    outside.sort(([, a], [, b]) => away(a) - away(b));
    for (const [key, { tile }] of outside.slice(spare)) {
      tile.remove();
      this.tiles.delete(key);
    }
  }

  /** What lies in this board box has changed. */
  outdate(area: Box): void {
    for (const [column, row] of tilesOf(this.spanOf(area))) this.tile(column, row)?.outdate(area);
  }

  forget(): void {
    for (const { tile } of this.tiles.values()) tile.forget();
  }

  remove(): void {
    for (const { tile } of this.tiles.values()) tile.remove();
    this.rack.remove();
  }
}

/** Column and row of each tile. */
export function* tilesOf({ left, top, right, bottom }: Span): Generator<readonly [number, number]> {
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) yield [column, row];
}

const isWithin = ({ left, top, right, bottom }: Span, column: number, row: number): boolean =>
  column >= left && column < right && row >= top && row < bottom;

export const grown = ({ left, top, right, bottom }: Span, by: number): Span => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});
