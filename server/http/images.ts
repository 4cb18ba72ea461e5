import { createHash } from "node:crypto";
import { checkImage, ImageError, MAX_BOARD_IMAGE_BYTES, MAX_IMAGE_BYTES } from "@carveout/model";
import type { Access } from "../access/access";
import type { Room } from "../room/room";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";
import { openFor } from "./boards";
import { readBody } from "./body";
import { Problem } from "./problem";
import { Answer, type Route } from "./router";

const MIB = 1024 ** 2;

const IMAGES = String.raw`/api/boards/([\w-]{1,64})/images`;

/** Pictures by the hash of their bytes: put there by those who may edit, seen by all who may open the board. */
export function imageRoutes(store: Store, rooms: Rooms, access: Access): Route[] {
  const hasRoom = async (board: string, bytes: number) =>
    (await store.imageBytes(board)) + bytes <= MAX_BOARD_IMAGE_BYTES;
  return [
    {
      method: "POST",
      path: new RegExp(`^${IMAGES}$`),
      async handle(call) {
        const { id } = await openFor(call, access, rooms, ["owner", "editor"]);
        const bytes = await readBody(call.request, MAX_IMAGE_BYTES);
        const { type, w, h } = imageOf(bytes);
        if (!(await hasRoom(id, bytes.length)))
          throw new Problem(
            413,
            "board-full",
            `The board's pictures would be more than ${MAX_BOARD_IMAGE_BYTES / MIB} MiB together.`,
          );
        const hash = createHash("sha256").update(bytes).digest("hex");
        await store.keepImage(id, { hash, type, bytes });
        return new Answer(201, { hash, w, h });
      },
    },
    {
      method: "GET",
      path: new RegExp(`^${IMAGES}/([0-9a-f]{64})$`),
      async handle(call) {
        const room = await openFor(call, access, rooms);
        const hash = call.params[1] ?? "";
        const image = await store.image(hash);
        const isOwn = image !== null && (await store.hasImage(room.id, hash));
        if (image === null || !(isOwn || isShown(room, hash)))
          throw new Problem(404, "no-image", "This board has no such picture.");
        // Copied from another board: from now on it stays as long as this one, too, as far as this one has room for it.
        if (!isOwn && (await hasRoom(room.id, image.bytes.length))) await store.keepImage(room.id, image);
        const { response } = call;
        response.writeHead(200, {
          "Content-Type": image.type,
          "Content-Length": image.bytes.length,
          // The address names the bytes: they can never be others.
          "Cache-Control": "private, max-age=31536000, immutable",
          "Content-Security-Policy": "default-src 'none'; sandbox",
        });
        response.end(call.request.method === "HEAD" ? undefined : image.bytes);
        return undefined;
      },
    },
  ];
}

function imageOf(bytes: Uint8Array): ReturnType<typeof checkImage> {
  try {
    return checkImage(bytes);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new Problem(error.code === "no-image" ? 415 : 413, error.code, error.message);
  }
}

/** A copy of a board, or of an item, shows pictures that were put on another one. */
function isShown({ doc }: Room, hash: string): boolean {
  for (const item of doc.getMap<{ get(key: string): unknown }>("items").values())
    if (item.get("hash") === hash) return true;
  return false;
}
