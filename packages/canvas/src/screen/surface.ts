import type { Camera } from "../camera/camera";
import type { Size } from "../plane/geometry";

/** Since the last change of the zoom, for the cards to be drawn as large as they are. */
const REST_MS = 150;

const LAYER = "position:absolute;left:0;top:0;";

/** The container's three layers: the tiles, the DOM cards, a canvas over them. */
export class Surface {
  readonly ground: HTMLDivElement;
  readonly cardLayer: HTMLDivElement;
  readonly overlay: HTMLCanvasElement;
  private readonly observer: ResizeObserver;
  private shownCursor = "";
  private zoom = 0;
  private stretching: ReturnType<typeof setTimeout> | null = null;

  /** `onResize` comes once at the start too. */
  constructor(
    private readonly container: HTMLElement,
    onResize: () => void,
  ) {
    const { ownerDocument } = container;
    this.ground = ownerDocument.createElement("div");
    this.cardLayer = ownerDocument.createElement("div");
    this.overlay = ownerDocument.createElement("canvas");
    for (const layer of [this.ground, this.overlay]) layer.setAttribute("aria-hidden", "true");
    this.ground.style.cssText = `${LAYER}width:100%;height:100%;`;
    // Sheets come and go within it, and reach beyond the view.
    this.ground.style.contain = "strict";
    // A stacking context of their own keeps the cards' z-index under the overlay.
    this.cardLayer.style.cssText = `${LAYER}width:0;height:0;transform-origin:0 0;isolation:isolate;`;
    // Clip, not hidden: focusing a field out of view must not scroll the layers.
    const { style } = container;
    style.overflow = "clip";
    style.touchAction = "none";
    style.userSelect = "none";
    style.setProperty("-webkit-user-select", "none");
    container.tabIndex = 0;
    container.append(this.ground, this.cardLayer, this.overlay);
    this.observer = new ResizeObserver(onResize);
    this.observer.observe(container);
  }

  get view(): Size {
    return { w: this.container.clientWidth, h: this.container.clientHeight };
  }

  get density(): number {
    return this.container.ownerDocument.defaultView?.devicePixelRatio ?? 1;
  }

  /** Asked for at every frame, so not by way of the style. */
  set cursor(cursor: string) {
    if (cursor === this.shownCursor) return;
    this.shownCursor = cursor;
    this.container.style.cursor = cursor;
  }

  /** Rounds like the canvas does, so that a card and its picture lie on the same pixels. */
  moveCards({ x, y, zoom }: Camera): void {
    const { density } = this;
    if (zoom !== this.zoom) this.stretch();
    this.zoom = zoom;
    const device = (at: number): number => Math.round(-at * zoom * density) / density;
    this.cardLayer.style.transform = `translate(${device(x)}px, ${device(y)}px) scale(${zoom})`;
  }

  /** While the zoom moves the cards are stretched as they were drawn: to draw each as large as it is at every frame takes more than a frame. */
  private stretch(): void {
    if (this.stretching === null) this.cardLayer.style.willChange = "transform";
    else clearTimeout(this.stretching);
    this.stretching = setTimeout(() => {
      this.stretching = null;
      this.cardLayer.style.willChange = "";
    }, REST_MS);
  }

  destroy(): void {
    if (this.stretching !== null) clearTimeout(this.stretching);
    this.observer.disconnect();
    this.ground.remove();
    this.cardLayer.remove();
    this.overlay.remove();
  }
}
