import { MAX_TITLE_LENGTH } from "@carveout/model";
import { CloseCode } from "@carveout/wire";
import * as z from "zod";
import type { Access } from "../access/access";
import { Glances } from "../boards/glance";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";
import { needInstanceOf, needRole, openFor } from "./boards";
import { readJson } from "./body";
import { Problem } from "./problem";
import { Answer, type Route } from "./router";

const MAX_BODY_BYTES = 4096;
const BOARD = String.raw`/api/boards/([\w-]{1,64})`;

const rename = z.strictObject({ title: z.string().trim().min(1).max(MAX_TITLE_LENGTH) });

/** What the list of boards does with one of them: a glance at it, another title, away with it and back again. */
export function shelfRoutes(store: Store, rooms: Rooms, access: Access): Route[] {
  const glances = new Glances(store, rooms);
  return [
    {
      method: "GET",
      path: new RegExp(`^${BOARD}/glance$`),
      async handle(call) {
        const [board = ""] = call.params;
        const glance = (await access.identify(call.request, board)) && (await glances.of(board));
        if (!glance) throw new Problem(401, "no-token", "This needs a link of the board.");
        return glance;
      },
    },
    {
      method: "PATCH",
      path: new RegExp(`^${BOARD}$`),
      async handle(call) {
        const room = await openFor(call, access, rooms, ["owner", "editor"]);
        const { title } = await readJson(call.request, MAX_BODY_BYTES, rename);
        const { participant } = await needRole(call, access);
        if (!(await room.rename(title, participant)))
          throw new Problem(
            503,
            "trouble",
            "The server can't save now. The title is as it was; try again soon.",
          );
        return { title };
      },
    },
    {
      method: "DELETE",
      path: new RegExp(`^${BOARD}$`),
      async handle(call) {
        const { id } = await openFor(call, access, rooms, ["owner"]);
        await store.deleteBoard(id, Date.now());
        await rooms.drop(id, CloseCode.Deleted, "The board was deleted.");
        return {};
      },
    },
    {
      method: "POST",
      path: new RegExp(`^${BOARD}/restore$`),
      async handle(call) {
        needInstanceOf(call, access);
        const [board = ""] = call.params;
        if (await store.restoreBoard(board)) return {};
        return new Answer(404, {
          error: {
            code: "no-board",
            sentence: "There is no deleted board of this id. After 30 days it is gone.",
          },
        });
      },
    },
  ];
}
