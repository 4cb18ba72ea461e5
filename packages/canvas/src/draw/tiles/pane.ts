import type { DrawList } from "../../picture/list";
import type { Box } from "../../plane/geometry";
import type { Canvas2D } from "../canvas/canvas2d";
import type { Pane } from "./tile";

/** What panes are made of and share. */
export interface Workshop {
  /** Draws whole tiles, nowhere on the page. */
  readonly easel: Canvas2D<OffscreenCanvas>;
  still(): HTMLCanvasElement;
  putBack(still: HTMLCanvasElement): void;
  /** A canvas to draw on, until it is given back. */
  lend(): Canvas2D;
  takeBack(canvas: Canvas2D): void;
  /** Calls `settle` once this has been left alone for a while. */
  settleLater(pane: StillPane): void;
}

/**
 * A tile on the page. A canvas that can be drawn on is copied to the screen at every frame of the page, changed or not, where no graphics
 * processor does it. So what a tile shows is an image, handed over once; where it changes it is drawn on, above the image, until it is left alone.
 */
export class StillPane implements Pane {
  private readonly still: HTMLCanvasElement;
  private live: Canvas2D | null = null;
  private isShown = false;

  constructor(
    private readonly sheet: HTMLElement,
    private readonly at: { left: string; top: string },
    private readonly workshop: Workshop,
  ) {
    this.still = workshop.still();
    Object.assign(this.still.style, at);
  }

  draw(list: DrawList, part?: Box): void {
    if (!part) {
      this.workshop.easel.draw(list);
      this.handOver();
      return;
    }
    this.live ??= this.wake();
    this.live.draw(list, part);
    this.workshop.settleLater(this);
  }

  show(isShown: boolean): void {
    this.isShown = isShown;
    for (const canvas of [this.still, this.live?.element])
      if (canvas) isShown ? this.sheet.append(canvas) : canvas.remove();
  }

  /** From here on an image again. */
  settle(): void {
    if (!this.live) return;
    this.workshop.easel.copy(this.live.element);
    this.handOver();
  }

  remove(): void {
    this.sleep();
    this.still.remove();
    this.workshop.putBack(this.still);
  }

  private handOver(): void {
    const image = this.workshop.easel.element.transferToImageBitmap();
    this.still.getContext("bitmaprenderer", { alpha: false })?.transferFromImageBitmap(image);
    this.sleep();
  }

  private wake(): Canvas2D {
    const live = this.workshop.lend();
    Object.assign(live.element.style, this.at);
    live.copy(this.still);
    if (this.isShown) this.still.after(live.element);
    return live;
  }

  private sleep(): void {
    if (!this.live) return;
    this.live.element.remove();
    this.workshop.takeBack(this.live);
    this.live = null;
  }
}
