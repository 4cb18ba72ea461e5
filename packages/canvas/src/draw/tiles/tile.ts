import type { DrawList } from "../../picture/list";
import { type Box, inflated, intersects, union } from "../../plane/geometry";
import { baseList, isSameStamp, type Stamp } from "../base/base";

/** Edge of a tile in device pixels. Each canvas costs the browser time at every frame; a larger one would hold more items, far away, than a frame has time for. */
export const TILE = 512;
/** Pixels drawn around a change: an edge between two of them tints both. */
const ROUNDING = 1;

/** A square canvas of `TILE` device pixels that lies among others. */
export interface Pane {
  /** Shows the list; where a part is given, in the canvas's pixels, only there. */
  draw(list: DrawList, part?: Box): void;
  /** One out of view is drawn, and no part of the page: what is costs something at every frame. */
  show(isShown: boolean): void;
  remove(): void;
}

/** One square of the base layer, drawn at one zoom. It remembers what it shows, and draws only what has become different. */
export class Tile {
  /** What the content was counted as when this was last brought up to it. */
  version = -1;
  private stamps: readonly Stamp[] | null = null;
  private isShown = false;

  /** `box` is what it shows of the board, `scale` device pixels per board pixel. */
  constructor(
    readonly box: Box,
    private readonly zoom: number,
    private readonly scale: number,
    private readonly pane: Pane,
  ) {}

  /** Something in it may have changed. */
  outdate(): void {
    this.version = -1;
  }

  /** The next drawing draws all of it: colours, fonts or images have changed. */
  forget(): void {
    this.stamps = null;
    this.outdate();
  }

  draw(stamps: readonly Stamp[], version: number): void {
    const changed = this.stamps === null ? this.box : changedBox(this.stamps, stamps);
    this.stamps = stamps;
    this.version = version;
    if (changed === null || !intersects(changed, this.box)) return;
    const part = this.pixels(changed);
    const isWhole = part.w === TILE && part.h === TILE;
    const around = inflated(changed, (2 * ROUNDING) / this.scale);
    const drawn = isWhole ? stamps : stamps.filter(({ reach }) => intersects(reach, around));
    const { x, y } = this.box;
    this.pane.draw(baseList(drawn, { x, y, zoom: this.zoom }), isWhole ? undefined : part);
  }

  show(isShown: boolean): void {
    if (isShown !== this.isShown) this.pane.show(isShown);
    this.isShown = isShown;
  }

  remove(): void {
    this.pane.remove();
  }

  /** The whole pixels that a board box touches, within the tile. */
  private pixels({ x, y, w, h }: Box): Box {
    const along = (from: number, size: number, origin: number): [number, number] => [
      Math.max(0, Math.floor((from - origin) * this.scale) - ROUNDING),
      Math.min(TILE, Math.ceil((from + size - origin) * this.scale) + ROUNDING),
    ];
    const [left, right] = along(x, w, this.box.x);
    const [top, bottom] = along(y, h, this.box.y);
    return { x: left, y: top, w: right - left, h: bottom - top };
  }
}

/** Around everything that differs, before and now; null where nothing does. What stands between two changes in the pile counts as changed. */
export function changedBox(before: readonly Stamp[], now: readonly Stamp[]): Box | null {
  const shorter = Math.min(before.length, now.length);
  const isSame = (i: number, j: number): boolean => {
    const [a, b] = [before[i], now[j]];
    return a !== undefined && b !== undefined && isSameStamp(a, b);
  };
  let first = 0;
  while (first < shorter && isSame(first, first)) first++;
  let last = 0;
  while (last < shorter - first && isSame(before.length - 1 - last, now.length - 1 - last)) last++;
  return union(
    [...before.slice(first, before.length - last), ...now.slice(first, now.length - last)].map(
      ({ reach }) => reach,
    ),
  );
}
