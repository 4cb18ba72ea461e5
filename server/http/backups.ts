import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Access } from "../access/access";
import { BackupError, type Backups } from "../backup/backups";
import { RESTART } from "../room/room";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";
import { needInstanceOf } from "./boards";
import { Problem } from "./problem";
import type { Route } from "./router";

/** Everything as one file, and boards out of such a file, while people work. With the instance's token. */
export function backupRoutes(backups: Backups, store: Store, rooms: Rooms, access: Access): Route[] {
  return [
    {
      method: "GET",
      path: /^\/api\/backup$/,
      async handle(call) {
        needInstanceOf(call, access);
        await rooms.flush();
        const { head, database, remove } = await backups.make();
        try {
          const line = `${JSON.stringify(head)}\n`;
          const day = new Date(head.madeAt).toISOString().slice(0, 10);
          call.response.writeHead(200, {
            "Content-Type": "application/octet-stream",
            "Content-Length": Buffer.byteLength(line) + head.bytes,
            "Content-Disposition": `attachment; filename="carveout-${day}.backup"`,
            "Cache-Control": "no-store",
          });
          call.response.write(line);
          await pipeline(createReadStream(database), call.response);
        } finally {
          await remove();
        }
        return undefined;
      },
    },
    {
      method: "POST",
      path: /^\/api\/restore$/,
      async handle(call) {
        needInstanceOf(call, access);
        const { searchParams } = new URL(call.request.url ?? "/", "http://host");
        const boards = searchParams.getAll("board");
        const replaces = searchParams.has("replace");
        if (boards.length === 0) throw new Problem(400, "no-board", "Name the boards to restore: ?board=ID.");
        const { head, database, remove } = await backups.receive(call.request).catch(refused);
        try {
          const missing = boards.find((id) => !head.boards.some((board) => board.id === id));
          if (missing !== undefined)
            throw new Problem(404, "no-board", `The backup has no board ${missing}.`);
          const here = replaces ? [] : (await store.boards()).filter(({ id }) => boards.includes(id));
          const [first] = here;
          if (first !== undefined)
            throw new Problem(
              409,
              "there",
              `There is a board ${first.id} ("${first.title}") already. Nothing was restored; --replace puts the backup's in its place.`,
            );
          for (const board of boards)
            await rooms.replace(board, RESTART, "The board was restored from a backup.", () =>
              store.takeBack(database, board, replaces),
            );
          return { restored: boards };
        } finally {
          await remove();
        }
      },
    },
  ];
}

function refused(error: unknown): never {
  throw error instanceof BackupError ? new Problem(422, "no-backup", error.message) : error;
}
