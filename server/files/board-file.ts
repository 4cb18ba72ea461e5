import { type BoardJson, imagesOf } from "@carveout/model";
import type { Store } from "../store/store";

/** A board's file, piece by piece: its JSON with the pictures that it shows, of which one at a time is in memory. */
export async function* boardFile(board: BoardJson, store: Store): AsyncGenerator<string> {
  // An object of at least three keys: what is added comes before its end.
  yield JSON.stringify(board).slice(0, -1);
  let count = 0;
  for (const hash of imagesOf(board).keys()) {
    const image = await store.image(hash);
    if (image === null) continue;
    yield `${count++ === 0 ? ',"images":{' : ","}${JSON.stringify(hash)}:"${Buffer.from(image.bytes).toString("base64")}"`;
  }
  yield count === 0 ? "}" : "}}";
}
