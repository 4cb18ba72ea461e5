import * as z from "zod";
import type { Access } from "../access/access";
import { importMachine, UnreadableError } from "../imports/import-machine";
import type { Rooms } from "../room/rooms";
import { boardOf, MAX_BOARD_BYTES } from "./board-body";
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

export function importRoutes(rooms: Rooms, access: Access): Route[] {
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
        const board = boardOf(await readJson(call.request, MAX_BOARD_BYTES, z.unknown()));
        const { participant } = await needRole(call, access);
        if (!(await room.become(board, participant)))
          throw new Problem(
            503,
            "trouble",
            "The server can't save now. The board is as it was; try again soon.",
          );
        return { title: board.title, items: Object.keys(board.items).length };
      },
    },
  ];
}
