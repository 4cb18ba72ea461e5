import * as z from "zod";
import type { Access } from "../access/access";
import { importMachine, UnreadableError } from "../imports/import-machine";
import type { Rooms } from "../room/rooms";
import { openFor } from "./boards";
import { readJson } from "./body";
import { Problem } from "./problem";
import type { Route } from "./router";

const MAX_BODY_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 16;

const upload = z.strictObject({
  /** Text by file name. */
  files: z
    .record(z.string().min(1).max(200), z.string())
    .refine((files) => Object.keys(files).length <= MAX_FILES, {
      error: `At most ${MAX_FILES} files at once.`,
    }),
});

/** Reads a machine from its own files. Nothing is written: the participant's own edit adds the item, so that it can be undone. */
export function importRoute(rooms: Rooms, access: Access): Route {
  return {
    method: "POST",
    path: /^\/api\/boards\/([\w-]{1,64})\/import-profile$/,
    async handle(call) {
      await openFor(call, access, rooms, ["owner", "editor"]);
      const { files } = await readJson(call.request, MAX_BODY_BYTES, upload);
      return importMachine(files).catch((error: unknown) => {
        throw error instanceof UnreadableError ? new Problem(422, "unreadable", error.message) : error;
      });
    },
  };
}
