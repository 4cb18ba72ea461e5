import { isUtf8 } from "node:buffer";
import { MAX_INPUT_BYTES, readMails, threadOrder } from "@carveout/formats/mail";
import { newItemId, newProposal, proposalPlace } from "@carveout/model";
import type { Access } from "../access/access";
import { MAX_ITEMS } from "../gate/judge";
import type { Rooms } from "../room/rooms";
import { needRole, openFor } from "./boards";
import { readBody } from "./body";
import { Problem } from "./problem";
import { Answer, type Route } from "./router";

const TYPES = ["message/rfc822", "application/mbox", "text/plain", "text/x-patch"];

/** Puts mails on the board as a proposal, for scripts and mail programs; in the browser a participant's own edit does it, which can be undone. */
export function proposalRoute(rooms: Rooms, access: Access): Route {
  return {
    method: "POST",
    path: /^\/api\/boards\/([\w-]{1,64})\/proposals$/,
    async handle(call) {
      const room = await openFor(call, access, rooms, ["owner", "editor"]);
      const type = (call.request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
      if (!TYPES.includes(type))
        throw new Problem(
          415,
          "type",
          `Send the mail as one of: ${TYPES.join(", ")}. This came as ${type || "nothing"}.`,
        );
      const body = await readBody(call.request, MAX_INPUT_BYTES);
      // Text was copied from somewhere and is in UTF-8 already, whatever charset the mail names.
      const isText = type === "text/plain" && isUtf8(body);
      const { mails, problems } = await readMails(isText ? body.toString("utf8") : body);
      if (mails.length === 0)
        throw new Problem(422, "no-mail", problems[0]?.sentence ?? "There is no mail in it.");
      const { items } = room.gate.mirror;
      if (items.size >= MAX_ITEMS)
        throw new Problem(
          422,
          "too-many-items",
          `The board is full: it holds ${MAX_ITEMS.toLocaleString("en-US")} items.`,
        );
      const { name, fields, left } = newProposal(threadOrder(mails));
      const item = newItemId("proposal");
      const geo = proposalPlace([...items.values()].map((each) => (each.kind === "connector" ? {} : each)));
      const { participant } = await needRole(call, access);
      const isWritten = await room.add(item, { kind: "proposal", name, fields, geo }, participant);
      if (!isWritten)
        throw new Problem(
          503,
          "trouble",
          "The server can't save now. The board is as it was; try again soon.",
        );
      return new Answer(201, { item, mails: mails.length - left, left, problems });
    },
  };
}
