import * as z from "zod";
import type { Access } from "../access/access";
import type { Imports } from "../files/receive";
import { importMachine, UnreadableError } from "../imports/import-machine";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";
import { boardOf, IMAGES_FULL, withBoardFile } from "./board-body";
import { needRole, openFor } from "./boards";
import { readJson } from "./body";
import { Problem } from "./problem";
import type { Route } from "./router";

/** Logs and /proc files of one machine. */
const MAX_MACHINE_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 16;

const upload = z.strictObject({
  /** Text by file name. */
  files: z
    .record(z.string().min(1).max(200), z.string())
    .refine((files) => Object.keys(files).length <= MAX_FILES, {
      error: `At most ${MAX_FILES} files at once.`,
    }),
});

export function importRoutes(store: Store, rooms: Rooms, access: Access, imports: Imports): Route[] {
  return [
    {
      // Reads a machine from its own files. Nothing is written: the participant's own edit adds the item, so that it can be undone.
      method: "POST",
      path: /^\/api\/boards\/([\w-]{1,64})\/import-profile$/,
      async handle(call) {
        await openFor(call, access, rooms, ["owner", "editor"]);
        const { files } = await readJson(call.request, MAX_MACHINE_BYTES, upload);
        return importMachine(files).catch((error: unknown) => {
          throw error instanceof UnreadableError ? new Problem(422, "unreadable", error.message) : error;
        });
      },
    },
    {
      // The board becomes what a board's JSON says: what differs is edited in place, everybody sees it at once.
      method: "PUT",
      path: /^\/api\/boards\/([\w-]{1,64})\/import$/,
      async handle(call) {
        const room = await openFor(call, access, rooms, ["owner", "editor"]);
        const { participant } = await needRole(call, access);
        const body = { place: ["images"], form: z.unknown() };
        const board = await withBoardFile(call.request, imports, body, async (file, images) => {
          const board = boardOf(file);
          // The pictures first: who sees an item asks for its picture at once.
          if (!(await images.keep(store, room.id, board))) throw IMAGES_FULL;
          if (!(await room.become(board, participant)))
            throw new Problem(
              503,
              "trouble",
              "The server can't save now. The board is as it was; try again soon.",
            );
          return board;
        });
        return { title: board.title, items: Object.keys(board.items).length };
      },
    },
  ];
}
