import type { Fonts, Palette } from "../../picture/palette";
import { Canvas2D } from "../canvas/canvas2d";
import { Images } from "../canvas/images";
import { Painter } from "../canvas/painter";
import { Patterns } from "../canvas/pattern";
import { imagesIn, type Print } from "./print";

/** Draws a print on a canvas, which gets its size: `scale` device pixels for each board pixel. */
export async function drawOn(
  element: HTMLCanvasElement,
  { box, commands }: Print,
  looks: { palette: Palette; fonts: Fonts; scale: number },
): Promise<void> {
  const images = new Images(() => {});
  await Promise.all(imagesIn(commands).map((href) => images.settled(href)));
  const painter = new Painter(document, looks.palette, looks.fonts, images, new Patterns(document));
  const canvas = new Canvas2D(element, painter);
  canvas.resize(box, looks.scale);
  canvas.draw({ camera: { x: box.x, y: box.y, zoom: 1 }, ground: "canvas", dots: null, commands });
}
