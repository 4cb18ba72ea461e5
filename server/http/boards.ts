import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MAX_TITLE_LENGTH, readBoard, TEMPLATES } from "@carveout/model";
import type { Role } from "@carveout/wire";
import * as z from "zod";
import type { Access, Identity } from "../access/access";
import type { Links } from "../access/links";
import { boardFrom, createBoard } from "../boards/boards";
import { boardFile } from "../files/board-file";
import type { Imports } from "../files/receive";
import type { Room } from "../room/room";
import type { Rooms } from "../room/rooms";
import type { Store } from "../store/store";
import { boardOf, withBoardFile } from "./board-body";
import { linkAddress } from "./origin";
import { Problem } from "./problem";
import { Answer, type Call, type Route } from "./router";

const newBoard = z.strictObject({
  template: z.string().max(40).optional(),
  title: z.string().trim().min(1).max(MAX_TITLE_LENGTH).optional(),
  /** The JSON of a board to start from, in the place of a template. */
  board: z.unknown().optional(),
});

const BOARD = String.raw`/api/boards/([\w-]{1,64})`;

export function boardRoutes(
  store: Store,
  rooms: Rooms,
  access: Access,
  links: Links,
  imports: Imports,
): Route[] {
  const needInstance = (call: Call) => needInstanceOf(call, access);
  return [
    {
      method: "POST",
      path: /^\/api\/boards$/,
      async handle(call) {
        needInstance(call);
        const body = { place: ["board", "images"], form: newBoard };
        const made = await withBoardFile(call.request, imports, body, async (wish, images) => {
          const { template, title, board: file } = wish;
          const board = file === undefined ? boardFrom(template, title) : boardOf(file);
          if (board === null)
            throw new Problem(
              400,
              "no-template",
              `There is no template "${template}". GET /api/templates lists them.`,
            );
          const made = await createBoard(store, board);
          await images.keep(store, made.id, board);
          return made;
        });
        const addresses = made.links.map(async (link): Promise<[Role, string]> => {
          return [link.role, linkAddress(call.request, made.id, await links.tokenOf(link))];
        });
        return new Answer(201, { id: made.id, links: Object.fromEntries(await Promise.all(addresses)) });
      },
    },
    {
      method: "GET",
      path: /^\/api\/boards$/,
      async handle(call) {
        needInstance(call);
        const records = await store.boards();
        return Promise.all(records.map(async (record) => ({ ...record, here: await rooms.here(record.id) })));
      },
    },
    {
      method: "GET",
      path: new RegExp(`^${BOARD}$`),
      async handle(call) {
        const { doc } = await openFor(call, access, rooms);
        const { request, response } = call;
        response.writeHead(200, {
          "Content-Type": "application/json; charset=utf-8",
          "Cache-Control": "no-store",
        });
        if (request.method === "HEAD") response.end();
        else await pipeline(Readable.from(boardFile(readBoard(doc), store)), response);
        return undefined;
      },
    },
    {
      method: "GET",
      path: /^\/api\/templates$/,
      handle: async () => TEMPLATES.map(({ id, title, name, question }) => ({ id, title, name, question })),
    },
  ];
}

/** Throws a Problem where the request does not carry the instance's token. */
export function needInstanceOf({ request }: Call, access: Access): void {
  if (!access.ownsInstance(request))
    throw new Problem(
      401,
      "no-token",
      "This needs the instance's token, which the server printed at its start.",
    );
}

/** Who asks, if they have one of these roles on the board (any, if none is named). Throws a Problem. */
export async function needRole(
  { request, params }: Call,
  access: Access,
  roles?: readonly Role[],
): Promise<Identity> {
  const identity = await access.identify(request, params[0] ?? "");
  // The same answer for a board that does not exist: ids are not to be guessed.
  if (identity === null) throw new Problem(401, "no-token", "This needs a link of the board.");
  if (roles !== undefined && !roles.includes(identity.role))
    throw new Problem(
      403,
      "role",
      `This needs a link for: ${roles.join(", ")}. Yours is for: ${identity.role}.`,
    );
  return identity;
}

/** The board's room for somebody with one of these roles. Throws a Problem. */
export async function openFor(
  call: Call,
  access: Access,
  rooms: Rooms,
  roles?: readonly Role[],
): Promise<Room> {
  await needRole(call, access, roles);
  const room = await rooms.open(call.params[0] ?? "");
  if (room === null) throw new Problem(404, "no-board", "There is no such board.");
  return room;
}
