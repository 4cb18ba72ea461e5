import { type BoardFileJson, type BoardJson, imagesOf } from "@carveout/model";
import { imageAddress } from "../../api";
import { dataUrl } from "./data-url";

/** A board with the pictures that it shows, as its file holds them, and how many of them could not be had. */
export async function withImages(
  board: BoardJson,
  id: string,
): Promise<{ file: BoardFileJson; missing: number }> {
  const hashes = [...imagesOf(board).keys()];
  const found = await Promise.all(
    hashes.map(async (hash): Promise<[string, string][]> => {
      const data = await dataUrl(imageAddress(id, hash));
      return data === null ? [] : [[hash, data.slice(data.indexOf(",") + 1)]];
    }),
  );
  const images = Object.fromEntries(found.flat());
  const missing = hashes.length - Object.keys(images).length;
  return { file: Object.keys(images).length === 0 ? board : { ...board, images }, missing };
}
