import { imagesIn, type Print, svgOf } from "@carveout/canvas";
import { lightLooks, NAMED_FONTS } from "./looks";

/** A print as an SVG file that stands by itself: its images are in it. */
export async function svgText(print: Print, title: string): Promise<string> {
  const { palette } = lightLooks();
  const images = new Map<string, string>();
  await Promise.all(
    imagesIn(print.commands).map(async (href) => {
      const data = await dataUrl(href);
      if (data !== null) images.set(href, data);
    }),
  );
  return svgOf(print, { palette, fonts: NAMED_FONTS, title, images });
}

/** null where the image can't be had: the rest of the board is exported all the same. */
async function dataUrl(href: string): Promise<string | null> {
  const answer = await fetch(href).catch(() => null);
  if (!answer?.ok) return null;
  const reader = new FileReader();
  const read = new Promise((done) => {
    reader.onloadend = done;
  });
  reader.readAsDataURL(await answer.blob());
  await read;
  return typeof reader.result === "string" ? reader.result : null;
}
