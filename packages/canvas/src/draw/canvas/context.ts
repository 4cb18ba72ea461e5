/** What a list is drawn with: on a canvas of the page, or on one that is nowhere. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export type Canvas = HTMLCanvasElement | OffscreenCanvas;

export function contextOf(canvas: Canvas, alpha = true): Context2D {
  const context = (canvas as HTMLCanvasElement).getContext("2d", { alpha });
  if (!context) throw new Error("This browser gives no 2D canvas. Allow canvas drawing for this site.");
  return context;
}
