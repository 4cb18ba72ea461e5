import { imagesIn, type Print, svgOf } from "@carveout/canvas";
import { dataUrl } from "./data-url";
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
