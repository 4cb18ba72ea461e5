import type { DrawList } from "../../picture/list";
import type { TextRuler } from "../../picture/text";
import type { Box, Size } from "../../plane/geometry";
import type { Canvas2D } from "../canvas/canvas2d";
import { Slide } from "../slide";
import { extentOf } from "./extent";

/** Device pixels: what is drawn on grows and wanders by whole ones of these. */
const STEP = 64;
/** How much larger than it must be the canvas may stay: another size costs more than the pixels. */
const ROOMY = 3;
/** Drawings in a row that were so small before it becomes smaller: the lines that a drag snaps to come and go. */
const PATIENCE = 60;

/** The canvas over everything, no larger than what is on it: at every frame all of it is copied to the screen. */
export class Glass {
  private view: Size = { w: 0, h: 0 };
  private density = 1;
  /** Device pixels. */
  private size: Size = { w: 0, h: 0 };
  private roomyFor = 0;
  private written = "";
  private readonly slide: Slide;

  constructor(
    private readonly canvas: Canvas2D,
    private readonly ruler: TextRuler,
  ) {
    this.slide = new Slide(canvas.element);
  }

  resize(view: Size, density: number): void {
    this.view = view;
    this.density = density;
    this.size = { w: 0, h: 0 };
  }

  /** The commands are in screen pixels. */
  draw(list: DrawList): void {
    const extent = extentOf(list.commands, this.ruler);
    const seen = extent === "anywhere" ? { x: 0, y: 0, ...this.view } : extent;
    const box = seen && this.pixels(seen);
    if (!box) {
      this.write("display:none");
      return;
    }
    this.fit(box);
    const [x, y] = [box.x / this.density, box.y / this.density];
    const size = { w: this.size.w / this.density, h: this.size.h / this.density };
    this.canvas.resize(size, this.density);
    this.write(
      `position:absolute;pointer-events:none;left:0;top:0;transform-origin:0 0;width:${size.w}px;height:${size.h}px`,
    );
    this.slide.to(x, y, 1);
    this.canvas.draw({ ...list, commands: [{ op: "group", x: -x, y: -y, commands: list.commands }] });
  }

  private fit(box: Size): void {
    const { w, h } = this.size;
    this.roomyFor = w * h > ROOMY * box.w * box.h ? this.roomyFor + 1 : 0;
    if (w < box.w || h < box.h) this.size = { w: Math.max(w, box.w), h: Math.max(h, box.h) };
    else if (this.roomyFor > PATIENCE) this.size = { w: box.w, h: box.h };
  }

  /** Another style makes a layout. */
  private write(style: string): void {
    if (style !== this.written) this.canvas.element.style.cssText = style;
    this.written = style;
  }

  /** In whole steps, as far as it is in view; null where nothing of it is. */
  private pixels({ x, y, w, h }: Box): Box | null {
    const along = (from: number, size: number, view: number): [number, number] => {
      const [start, end] = [Math.max(0, from), Math.min(view, from + size)];
      const first = Math.floor((start * this.density) / STEP);
      return [first * STEP, end <= start ? 0 : (Math.ceil((end * this.density) / STEP) - first) * STEP];
    };
    const [left, width] = along(x, w, this.view.w);
    const [top, height] = along(y, h, this.view.h);
    return width > 0 && height > 0 ? { x: left, y: top, w: width, h: height } : null;
  }
}
