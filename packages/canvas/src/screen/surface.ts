import type { Camera } from "../camera/camera";
import { Slide } from "../draw/slide";
import type { Size } from "../plane/geometry";

/** Since the last movement of the camera. */
const REST_MS = 150;

const LAYER = "position:absolute;left:0;top:0;";

/** The container's layers: the tiles, the DOM cards, the shield, a canvas over them. */
export class Surface {
  readonly ground: HTMLDivElement;
  readonly cardLayer: HTMLDivElement;
  readonly shield: HTMLDivElement;
  readonly overlay: HTMLCanvasElement;
  private readonly observer: ResizeObserver;
  private readonly cards: Slide;
  private shownCursor = "";
  private zoom = 1;
  private movedAt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** `onResize` comes once at the start too. */
  constructor(
    private readonly container: HTMLElement,
    onResize: () => void,
  ) {
    const { ownerDocument } = container;
    this.ground = ownerDocument.createElement("div");
    this.cardLayer = ownerDocument.createElement("div");
    this.shield = ownerDocument.createElement("div");
    this.overlay = ownerDocument.createElement("canvas");
    for (const layer of [this.ground, this.shield, this.overlay]) layer.setAttribute("aria-hidden", "true");
    this.ground.style.cssText = `${LAYER}width:100%;height:100%;`;
    // Sheets come and go within it, and reach beyond the view.
    this.ground.style.contain = "strict";
    // A stacking context of their own keeps the cards' z-index under the overlay; the third dimension makes them a layer of the browser's own.
    this.cardLayer.style.cssText = `${LAYER}width:0;height:0;transform-origin:0 0;transform:translateZ(0);`;
    this.cards = new Slide(this.cardLayer);
    this.shield.style.cssText = `${LAYER}width:100%;height:100%;`;
    this.shield.hidden = true;
    // Clip, not hidden: focusing a field out of view must not scroll the layers.
    const { style } = container;
    style.overflow = "clip";
    style.touchAction = "none";
    style.userSelect = "none";
    style.setProperty("-webkit-user-select", "none");
    container.tabIndex = 0;
    container.append(this.ground, this.cardLayer, this.shield, this.overlay);
    this.observer = new ResizeObserver(onResize);
    this.observer.observe(container);
  }

  get view(): Size {
    return { w: this.container.clientWidth, h: this.container.clientHeight };
  }

  get density(): number {
    return this.container.ownerDocument.defaultView?.devicePixelRatio ?? 1;
  }

  /** Of a tool: all cards inherit it. Asked for at every frame, so not by way of the style. */
  set cursor(cursor: string) {
    if (cursor === this.shownCursor) return;
    this.shownCursor = cursor;
    this.container.style.cursor = cursor;
  }

  /** Rounds like the canvas does, so that a card and its picture lie on the same pixels. */
  moveCards({ x, y, zoom }: Camera): void {
    const { density } = this;
    const device = (at: number): number => Math.round(-at * zoom * density) / density;
    if (!this.cards.to(device(x), device(y), zoom)) return;
    // Stretched as they were drawn: to draw each as large as it is at every frame takes more than a frame.
    if (zoom !== this.zoom) this.cardLayer.style.willChange = "transform";
    this.zoom = zoom;
    this.movedAt = performance.now();
    this.timer ??= setTimeout(this.rest, REST_MS);
  }

  private readonly rest = (): void => {
    const left = this.movedAt + REST_MS - performance.now();
    this.timer = left > 0 ? setTimeout(this.rest, left) : null;
    if (this.timer !== null) return;
    this.cards.rest();
    this.cardLayer.style.willChange = "";
  };

  destroy(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.observer.disconnect();
    this.ground.remove();
    this.cardLayer.remove();
    this.shield.remove();
    this.overlay.remove();
  }
}
