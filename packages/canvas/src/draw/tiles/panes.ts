import { Canvas2D } from "../canvas/canvas2d";
import type { Painter } from "../canvas/painter";
import { Slide } from "../slide";
import { StillPane, type Workshop } from "./pane";
import type { Rack } from "./sheet";
import { TILE } from "./tile";

/** Canvases that wait to be used again; making one costs more than drawing most tiles. */
const SPARE_MAX = 12;
const SPARE_LIVE_MAX = 4;
/** Without a change, for a tile to become an image again: longer than what is dragged or typed pauses. */
const REST_MS = 500;
/** Between two tiles that do: each takes a part of a frame. */
const GAP_MS = 50;

const LOOK = `position:absolute;width:${TILE}px;height:${TILE}px;`;

/** The elements of the tiles. */
export class Panes implements Workshop {
  readonly easel: Canvas2D<OffscreenCanvas>;
  private readonly stills: HTMLCanvasElement[] = [];
  private readonly lives: Canvas2D[] = [];
  /** Those that are drawn on, with the time of the last change, the longest ago first. */
  private readonly awake = new Map<StillPane, number>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private density = 1;

  constructor(
    private readonly ground: HTMLElement,
    private readonly painter: Painter,
  ) {
    this.easel = new Canvas2D(new OffscreenCanvas(TILE, TILE), painter, false);
  }

  resize(density: number): void {
    this.density = density;
    this.size(this.easel);
  }

  destroy(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** A sheet's element, above all others or below. Its own pixels are the tiles' device pixels, so that tiles meet without a seam at any density. */
  readonly rack = (place: "above" | "below"): Rack => {
    const element = this.ground.ownerDocument.createElement("div");
    element.style.cssText = "position:absolute;left:0;top:0;transform-origin:0 0;will-change:transform;";
    const slide = new Slide(element);
    if (place === "above") this.ground.append(element);
    else this.ground.prepend(element);
    return {
      pane: (column, row) =>
        new StillPane(element, { left: `${column * TILE}px`, top: `${row * TILE}px` }, this),
      place: (x, y, scale) => slide.to(x, y, scale),
      remove: () => element.remove(),
    };
  };

  still(): HTMLCanvasElement {
    return this.stills.pop() ?? this.element();
  }

  putBack(still: HTMLCanvasElement): void {
    // Its image stays until the next one: taking it away would make a blank one of the same size.
    if (this.stills.length < SPARE_MAX) this.stills.push(still);
  }

  lend(): Canvas2D {
    const canvas = this.lives.pop() ?? new Canvas2D(this.element(), this.painter, false);
    this.size(canvas);
    return canvas;
  }

  takeBack(canvas: Canvas2D): void {
    if (this.lives.length < SPARE_LIVE_MAX) this.lives.push(canvas);
  }

  settleLater(pane: StillPane): void {
    this.awake.delete(pane);
    this.awake.set(pane, performance.now());
    this.timer ??= setTimeout(this.settle, REST_MS);
  }

  private readonly settle = (): void => {
    this.timer = null;
    const [first] = this.awake;
    if (first === undefined) return;
    const [pane, changedAt] = first;
    const left = changedAt + REST_MS - performance.now();
    if (left <= 0) {
      this.awake.delete(pane);
      pane.settle();
    }
    if (this.awake.size > 0) this.timer = setTimeout(this.settle, Math.max(GAP_MS, left));
  };

  private element(): HTMLCanvasElement {
    const element = this.ground.ownerDocument.createElement("canvas");
    element.style.cssText = LOOK;
    element.width = element.height = TILE;
    return element;
  }

  private size(canvas: Canvas2D | Canvas2D<OffscreenCanvas>): void {
    canvas.resize({ w: TILE / this.density, h: TILE / this.density }, this.density);
  }
}
