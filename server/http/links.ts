import type { BoardLink } from "@carveout/wire";
import * as z from "zod";
import type { Access } from "../access/access";
import type { LinkHolders } from "../access/holders";
import { type Links, newLink, ROLES, standing } from "../access/links";
import type { Room } from "../room/room";
import type { Rooms } from "../room/rooms";
import type { Link, Store } from "../store/store";
import { needRole, openFor } from "./boards";
import { readJson } from "./body";
import { linkAddress } from "./origin";
import { Problem } from "./problem";
import { Answer, type Call, type Route } from "./router";

const MAX_BODY_BYTES = 4096;
/** Long enough to say whom or which list it is for, short enough for a line of the list. */
const MAX_LINK_NAME = 60;
/** Every request of a board looks its link up among them; who invites more people one by one is better served by one link for all. */
const MAX_LINKS = 100;

const OWNER = ["owner"] as const;
const LINKS = String.raw`/api/boards/([\w-]{1,64})/links`;
const LINK = String.raw`${LINKS}/([\w-]{1,64})`;

const wish = z.strictObject({
  role: z.enum(ROLES),
  name: z.string().trim().max(MAX_LINK_NAME).default(""),
  /** Milliseconds since 1970, null = never. */
  expiresAt: z.int().nullable().default(null),
});

/** What an owner does with the links of a board. */
export function linkRoutes(
  store: Store,
  rooms: Rooms,
  access: Access,
  links: Links,
  holders: LinkHolders,
): Route[] {
  const show = async (call: Call, room: Room, link: Link, yours: string | undefined): Promise<BoardLink> => {
    const { id, role, name, madeBy, madeAt, expiresAt, usedAt } = link;
    const maker = madeBy === null ? null : room.people.find(madeBy)?.name || "Somebody";
    const address = linkAddress(call.request, room.id, await links.tokenOf(link));
    return { id, role, name, madeBy: maker, madeAt, expiresAt, usedAt, isYours: id === yours, address };
  };
  const standingOf = async (board: string) => {
    const all = (await store.links(board)) ?? [];
    return all.filter((link) => standing(link, Date.now()) === "open");
  };
  const noLink = () => new Problem(404, "no-link", "The board has no such link.");
  return [
    {
      method: "GET",
      path: new RegExp(`^${LINKS}$`),
      async handle(call) {
        const room = await openFor(call, access, rooms, OWNER);
        const { link: yours } = await needRole(call, access, OWNER);
        return Promise.all((await standingOf(room.id)).map((link) => show(call, room, link, yours?.id)));
      },
    },
    {
      method: "POST",
      path: new RegExp(`^${LINKS}$`),
      async handle(call) {
        const room = await openFor(call, access, rooms, OWNER);
        const { participant, link: yours } = await needRole(call, access, OWNER);
        const { role, name, expiresAt } = await readJson(call.request, MAX_BODY_BYTES, wish);
        if (expiresAt !== null && expiresAt <= Date.now())
          throw new Problem(422, "past", "The link would have expired already. Give it a later time.");
        if ((await standingOf(room.id)).length >= MAX_LINKS)
          throw new Problem(
            422,
            "too-many-links",
            `The board has ${MAX_LINKS} links, which is the most it can have. Withdraw one first.`,
          );
        const link = newLink({ role, name, expiresAt, madeBy: participant });
        await store.addLink(room.id, link);
        return new Answer(201, await show(call, room, link, yours?.id));
      },
    },
    {
      method: "DELETE",
      path: new RegExp(`^${LINK}$`),
      async handle(call) {
        const { link: yours } = await needRole(call, access, OWNER);
        const [board = "", link = ""] = call.params;
        if (link === yours?.id)
          throw new Problem(
            409,
            "your-link",
            "You are here by this link. To withdraw it, open the board by another owner's link.",
          );
        if (!(await store.withdrawLink(board, link, Date.now()))) throw noLink();
        holders.withdraw(link);
        return {};
      },
    },
    {
      method: "POST",
      path: new RegExp(`^${LINK}/restore$`),
      async handle(call) {
        await needRole(call, access, OWNER);
        const [board = "", link = ""] = call.params;
        if (!(await store.withdrawLink(board, link, null))) throw noLink();
        holders.restore(link);
        return {};
      },
    },
  ];
}
