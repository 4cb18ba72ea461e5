import type { DrawList } from "../../picture/list";
import type { Box, Size } from "../../plane/geometry";
import { type Canvas, type Context2D, contextOf } from "./context";
import type { Painter } from "./painter";

/** A canvas that shows draw lists. */
export class Canvas2D<C extends Canvas = HTMLCanvasElement> {
  private readonly context: Context2D;
  private view: Size = { w: 0, h: 0 };
  private density = 1;

  /** One that is not seen through is put on the screen by copying, and hides what lies under it. */
  constructor(
    readonly element: C,
    private readonly painter: Painter,
    alpha = true,
  ) {
    this.context = contextOf(element, alpha);
  }

  /** Screen size and device pixels per screen pixel. Another size clears the canvas. */
  resize(view: Size, density: number): void {
    this.view = view;
    this.density = density;
    const [w, h] = [Math.max(1, Math.round(view.w * density)), Math.max(1, Math.round(view.h * density))];
    if (this.element.width === w && this.element.height === h) return;
    this.element.width = w;
    this.element.height = h;
  }

  /** Shows what another canvas of the same size shows. */
  copy(other: Canvas): void {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.drawImage(other, 0, 0);
  }

  /** Shows this list; where a part is given, in whole device pixels, only there. */
  draw(list: DrawList, part?: Box): void {
    const { context } = this;
    if (!part) {
      this.paint(list);
      return;
    }
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(part.x, part.y, part.w, part.h);
    context.clip();
    this.paint(list);
    context.restore();
  }

  private paint({ camera, ground, dots, commands }: DrawList): void {
    const { context, density, view } = this;
    const { x, y, zoom } = camera ?? { x: 0, y: 0, zoom: 1 };
    const painter = this.painter.on(context, zoom);
    context.setTransform(density, 0, 0, density, 0, 0);
    if (ground) painter.fillBox({ x: 0, y: 0, ...view }, ground);
    else context.clearRect(0, 0, view.w, view.h);
    // The origin falls on a whole device pixel: hairlines and text stay sharp while panning.
    const scale = zoom * density;
    context.setTransform(scale, 0, 0, scale, Math.round(-x * scale), Math.round(-y * scale));
    if (dots) painter.dots(dots.step, dots.fill, { x, y, w: view.w / zoom, h: view.h / zoom });
    painter.run(commands);
  }
}
