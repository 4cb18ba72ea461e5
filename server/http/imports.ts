import { BoardError, type BoardJson, parseBoard } from "@carveout/model";
import * as z from "zod";
import type { Access } from "../access/access";
import { MAX_ITEMS } from "../gate/judge";
import { importMachine, UnreadableError } from "../imports/import-machine";
import type { Rooms } from "../room/rooms";
import { openFor } from "./boards";
import { readBody, readJson } from "./body";
import { Problem } from "./problem";
import type { Route } from "./router";

/** Logs and /proc files of one machine. */
const MAX_MACHINE_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 16;
/** Checking a board holds the server up by about 20 ms per MiB; ten thousand cards have about 4 MiB. */
const MAX_BOARD_BYTES = 8 * 1024 * 1024;

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
        const board = readBoardFile((await readBody(call.request, MAX_BOARD_BYTES)).toString("utf8"));
        const who = await access.identify(call.request, room.id);
        if (!(await room.become(board, who?.participant ?? "")))
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

function readBoardFile(text: string): BoardJson {
  let board: BoardJson;
  try {
    board = parseBoard(text);
  } catch (error) {
    throw error instanceof BoardError ? new Problem(422, "not-a-board", error.sentence) : error;
  }
  const count = Object.keys(board.items).length;
  if (count > MAX_ITEMS)
    throw new Problem(
      422,
      "too-many-items",
      `The file has ${count.toLocaleString("en-US")} items; a board holds ${MAX_ITEMS.toLocaleString("en-US")}.`,
    );
  return board;
}
