import { drawOn, type Print } from "@carveout/canvas";
import { lightLooks } from "./looks";

/** Twice the pixels: sharp on dense screens and in print. */
const SCALE = 2;
/** Browsers draw no canvas with a longer side or more pixels than these. */
const MAX_SIDE_PX = 16_384;
const MAX_AREA_PX = 120e6;

/** Device pixels for each board pixel of a PNG: two, or as many as the browser can draw. */
export function pngScale({ box: { w, h } }: Print): number {
  return Math.min(SCALE, MAX_SIDE_PX / w, MAX_SIDE_PX / h, Math.sqrt(MAX_AREA_PX / (w * h)));
}

export async function pngOf(print: Print): Promise<Blob> {
  const canvas = document.createElement("canvas");
  await drawOn(canvas, print, { ...lightLooks(), scale: pngScale(print) });
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob === null)
    throw new Error(
      "The browser could not draw a picture of this size. Choose SVG, or select a part of the board.",
    );
  return blob;
}
