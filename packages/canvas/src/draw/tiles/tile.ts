import type { DrawList } from "../../picture/list";
import { type Box, common, inflated, intersects, union } from "../../plane/geometry";
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

/** What is to be seen in a board box, from back to front. */
export type StampsIn = (area: Box) => Stamp[];

/** One square of the base layer, drawn at one zoom. It remembers what it shows, and draws only what has become different. */
export class Tile {
  /** What the content was counted as when this was last compared with all of it. */
  private version = -1;
  /** Where something may have changed since. */
  private outdated: Box | null = null;
  private stamps: readonly Stamp[] | null = null;
  private isShown = false;

  /** `box` is what it shows of the board, `scale` device pixels per board pixel. */
  constructor(
    readonly box: Box,
    private readonly zoom: number,
    private readonly scale: number,
    private readonly pane: Pane,
  ) {}

  isCurrent(version: number): boolean {
    return this.version === version && this.outdated === null;
  }

  /** Something in this board box may have changed. */
  outdate(area: Box): void {
    const within = common(area, this.box);
    if (within !== null) this.outdated = union([this.outdated ?? within, within]);
  }

  /** The next drawing draws all of it: colours, fonts or images have changed. */
  forget(): void {
    this.stamps = null;
    this.version = -1;
  }

  draw(stampsIn: StampsIn, version: number): void {
    const { outdated } = this;
    const isPart = this.version === version && this.stamps !== null && outdated !== null;
    this.version = version;
    this.outdated = null;
    if (isPart) this.drawPart(stampsIn, outdated);
    else this.drawAll(stampsIn);
  }

  private drawAll(stampsIn: StampsIn): void {
    const stamps = stampsIn(this.box);
    const changed = this.stamps === null ? this.box : changedBox(this.stamps, stamps);
    this.stamps = stamps;
    if (changed !== null) this.paint(changed, () => stamps);
  }

  /** Of a drag only what lies around it is looked at, at every frame. */
  private drawPart(stampsIn: StampsIn, area: Box): void {
    const before = this.stamps ?? [];
    const isIn = ({ reach }: Stamp): boolean => intersects(reach, area);
    const now = stampsIn(area);
    const changed = changedBox(before.filter(isIn), now);
    this.stamps = [...before.filter((stamp) => !isIn(stamp)), ...now].sort((a, b) => a.rank - b.rank);
    if (changed !== null) this.paint(changed, stampsIn);
  }

  private paint(changed: Box, stampsIn: StampsIn): void {
    const within = common(changed, this.box);
    if (within === null) return;
    const part = this.pixels(within);
    const isWhole = part.w === TILE && part.h === TILE;
    const around = inflated(within, (2 * ROUNDING) / this.scale);
    const stamps = stampsIn(around);
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
