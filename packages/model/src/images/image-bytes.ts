import { MAX_IMAGE_SIDE } from "../kinds/image";
import { type Sniffed, sniffImage } from "./sniff";

const MIB = 1024 ** 2;
/** Largest picture: a screenshot of two 4K screens. */
export const MAX_IMAGE_BYTES = 10 * MIB;
/** All pictures that were put on one board: a review has dozens of them, not thousands. */
export const MAX_BOARD_IMAGE_BYTES = 256 * MIB;

/** Bytes that are no picture a board can show: why, in a sentence. */
export class ImageError extends Error {
  constructor(
    readonly code: "no-image" | "too-wide" | "too-large",
    sentence: string,
  ) {
    super(sentence);
  }
}

/** What a picture is by its bytes. Throws an ImageError where no board takes it. */
export function checkImage(bytes: Uint8Array): Sniffed {
  if (bytes.length > MAX_IMAGE_BYTES)
    throw new ImageError(
      "too-large",
      `The picture has ${(bytes.length / MIB).toFixed(1)} MiB; one of at most ${MAX_IMAGE_BYTES / MIB} MiB fits.`,
    );
  const sniffed = sniffImage(bytes);
  if (sniffed === null)
    throw new ImageError("no-image", "This is no PNG, JPEG, GIF or WebP picture. Save it as one of them.");
  const { w, h } = sniffed;
  if (w > MAX_IMAGE_SIDE || h > MAX_IMAGE_SIDE)
    throw new ImageError(
      "too-wide",
      `The picture is ${w} × ${h} pixels; at most ${MAX_IMAGE_SIDE.toLocaleString("en-US")} a side fit.`,
    );
  return sniffed;
}
