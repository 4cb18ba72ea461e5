import { createHash } from "node:crypto";
import { MAX_IMAGE_SIDE } from "@carveout/model";
import type { Access } from "../access/access";
import { sniffImage } from "../images/sniff";
import type { Room } from "../room/room";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";
import { openFor } from "./boards";
import { readBody } from "./body";
import { Problem } from "./problem";
import { Answer, type Route } from "./router";

const MIB = 1024 ** 2;
/** Largest picture: a screenshot of two 4K screens. */
const MAX_IMAGE_BYTES = 10 * MIB;
/** All pictures that were put on one board: a review has dozens of them, not thousands. */
const MAX_BOARD_IMAGE_BYTES = 256 * MIB;

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
        const sniffed = sniffImage(bytes);
        if (sniffed === null)
          throw new Problem(
            415,
            "no-image",
            "This is no PNG, JPEG, GIF or WebP picture. Save it as one of them.",
          );
        const { type, w, h } = sniffed;
        if (w > MAX_IMAGE_SIDE || h > MAX_IMAGE_SIDE)
          throw new Problem(
            413,
            "too-wide",
            `The picture is ${w} × ${h} pixels; at most ${MAX_IMAGE_SIDE.toLocaleString("en-US")} a side fit.`,
          );
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

/** A copy of a board, or of an item, shows pictures that were put on another one. */
function isShown({ doc }: Room, hash: string): boolean {
  for (const item of doc.getMap<{ get(key: string): unknown }>("items").values())
    if (item.get("hash") === hash) return true;
  return false;
}
