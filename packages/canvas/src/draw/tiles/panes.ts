import { Canvas2D } from "../canvas/canvas2d";
import type { Painter } from "../canvas/painter";
import type { Rack } from "./sheet";
import { TILE } from "./tile";

/** Canvases that wait to be used again; making one costs more than drawing most tiles. */
const SPARE_MAX = 24;

/** The canvas elements of the tiles. */
export class Panes {
  private readonly spare: Canvas2D[] = [];
  private density = 1;

  constructor(
    private readonly ground: HTMLElement,
    private readonly painter: Painter,
  ) {}

  resize(density: number): void {
    this.density = density;
  }

  /** A sheet's element. Its own pixels are the tiles' device pixels, so that tiles meet without a seam at any density. */
  readonly rack = (): Rack => {
    const element = this.ground.ownerDocument.createElement("div");
    element.style.cssText = "position:absolute;left:0;top:0;transform-origin:0 0;will-change:transform;";
    this.ground.append(element);
    return {
      pane: (column, row) => {
        const canvas = this.canvas();
        const { style } = canvas.element;
        style.left = `${column * TILE}px`;
        style.top = `${row * TILE}px`;
        return {
          draw: (list, part) => canvas.draw(list, part),
          show(isShown) {
            if (isShown) element.append(canvas.element);
            else canvas.element.remove();
          },
          remove: () => {
            canvas.element.remove();
            if (this.spare.length < SPARE_MAX) this.spare.push(canvas);
          },
        };
      },
      place: (x, y, scale) => {
        element.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      },
      remove: () => element.remove(),
    };
  };

  private canvas(): Canvas2D {
    const used = this.spare.pop();
    const canvas =
      used ?? new Canvas2D(this.ground.ownerDocument.createElement("canvas"), this.painter, false);
    if (!used) canvas.element.style.cssText = `position:absolute;width:${TILE}px;height:${TILE}px;`;
    canvas.resize({ w: TILE / this.density, h: TILE / this.density }, this.density);
    return canvas;
  }
}
