import {
  BoardError,
  type BoardFileJson,
  type ItemId,
  type ItemJson,
  imagesOf,
  parseBoard,
} from "@carveout/model";
import { uploadImage } from "../../api";
import type { Whiteboard } from "../canvas/whiteboard";
import { estimateHeight } from "../cards/height";
import { putItems } from "../paste/put";

/**
 * Puts the items of a board's file on this board, as new ones beside what is there and as one step of undo, once the server has its pictures. Throws
 * a BoardError, or an ApiError of the server's. Returns their ids.
 */
export async function addBoard(
  whiteboard: Whiteboard,
  text: string,
  at: { x: number; y: number } | null,
): Promise<readonly ItemId[]> {
  const board = parseBoard(text);
  await putImages(whiteboard.session.board, board);
  const { x, y, ...size } = extentOf(Object.values(board.items));
  const place = at ?? whiteboard.freePlace(size);
  const by = { dx: Math.round(place.x - x), dy: Math.round(place.y - y) };
  let copies: readonly ItemId[] = [];
  whiteboard.session.history.asOneStep(() => {
    copies = [...putItems(whiteboard.session, board, by).values()];
  });
  return copies;
}

/** The pictures of a file go to the server, which looks at what they are. */
async function putImages(id: string, file: BoardFileJson): Promise<void> {
  for (const expected of imagesOf(file).keys()) {
    const text = file.images?.[expected];
    if (text === undefined) continue;
    const { hash } = await uploadImage(id, new Blob([bytesOf(expected, text)]));
    if (hash !== expected) throw notThat(expected, "the bytes are not those of this hash");
  }
}

function bytesOf(hash: string, base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw notThat(hash, "this is not base64");
  }
}

const notThat = (hash: string, what: string) =>
  new BoardError(["images", hash], `images.${hash}: ${what}. Export the board again.`);

function extentOf(items: readonly ItemJson[]): { x: number; y: number; w: number; h: number } {
  const boxes = items.flatMap((item) =>
    item.kind === "connector" ? [] : [{ ...item.geo, h: estimateHeight(item) }],
  );
  if (boxes.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    w: Math.max(...boxes.map((box) => box.x + box.w)) - x,
    h: Math.max(...boxes.map((box) => box.y + box.h)) - y,
  };
}
