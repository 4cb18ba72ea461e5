import type { BoardJson } from "../board-json";
import type { ItemId } from "../ids";
import { BoardError } from "../schema";
import { checkImage, ImageError } from "./image-bytes";
import type { Sniffed } from "./sniff";

/**
 * What a picture is that a board's file carries under this hash. Throws a BoardError where the bytes are others, or no picture.
 * @param hashOf SHA-256, hex: each platform has its own that is fast.
 */
export function checkCarried(
  hash: string,
  bytes: Uint8Array,
  hashOf: (bytes: Uint8Array) => string,
): Sniffed {
  const path = ["images", hash];
  if (hashOf(bytes) !== hash)
    throw new BoardError(
      path,
      `${path.join(".")}: the bytes are not those of this hash. Export the board again.`,
    );
  try {
    return checkImage(bytes);
  } catch (error) {
    throw error instanceof ImageError ? new BoardError(path, `${path.join(".")}: ${error.message}`) : error;
  }
}

/** The hashes of the pictures that a board shows, each with the items that show it. */
export function imagesOf({ items }: BoardJson): Map<string, ItemId[]> {
  const shown = new Map<string, ItemId[]>();
  for (const [id, item] of Object.entries(items))
    if (item.kind === "image") shown.set(item.hash, [...(shown.get(item.hash) ?? []), id]);
  return shown;
}
