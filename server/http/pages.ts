import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Access,
  boardCookie,
  INSTANCE_COOKIE,
  newParticipant,
  PARTICIPANT_COOKIE,
  WHO_COOKIE,
} from "../access/access";
import { cookie, cookiesOf, readableCookie } from "../access/cookies";
import type { Closed } from "../access/links";
import { isSecure } from "./origin";

/** Boards that a browser has the token of: proxies let 8 KiB of cookies through, and each takes up to 180 bytes. */
const MAX_BOARDS = 40;

const WHY: Record<Closed, string> = {
  unknown: "This link is not valid.",
  gone: "This link is not valid any more.",
  withdrawn: "This link was withdrawn.",
  expired: "The time of this link is over.",
};

/**
 * What pages need before Next draws them: a token in the address becomes a cookie and leaves the address (which ends up in histories and screenshots),
 * and each visitor gets an id. True if the request is answered.
 */
export async function preparePage(
  access: Access,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const url = new URL(request.url ?? "/", "http://host");
  const board = /^\/b\/([\w-]{1,64})(?:\/report)?$/.exec(url.pathname)?.[1];
  if (url.pathname !== "/" && board === undefined) return false;
  const cookies: string[] = [];
  const known = cookiesOf(request).get(PARTICIPANT_COOKIE);
  const secret = known ?? newParticipant();
  if (known === undefined) cookies.push(cookie(PARTICIPANT_COOKIE, secret, isSecure(request)));
  const who = (await access.visitor(request, secret))?.participant ?? "";
  if (cookiesOf(request).get(WHO_COOKIE) !== who)
    cookies.push(readableCookie(WHO_COOKIE, who, isSecure(request)));
  const token = url.searchParams.get("token");
  if (token !== null) {
    const name = access.isInstanceToken(request, token) ? INSTANCE_COOKIE : boardCookie(board ?? "");
    const entered = name === INSTANCE_COOKIE || (await access.enter(request, board ?? "", token));
    if (typeof entered === "string") {
      response.writeHead(401, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(`${WHY[entered]} Ask whoever sent it for a new one.\n`);
      return true;
    }
    cookies.push(cookie(name, token, isSecure(request)), ...oldest(request, name));
    url.searchParams.delete("token");
    response.writeHead(303, { Location: `${url.pathname}${url.search}`, "Set-Cookie": cookies });
    response.end();
    return true;
  }
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  return false;
}

/** Ends the cookies of boards that are too many. A browser sends those first that it has had for longest. */
function oldest(request: IncomingMessage, added: string): string[] {
  const boards = [...cookiesOf(request).keys()].filter(
    (name) => name.startsWith(boardCookie("")) && name !== added,
  );
  const tooMany = Math.max(0, boards.length + 1 - MAX_BOARDS);
  return boards.slice(0, tooMany).map((name) => cookie(name, "", isSecure(request), 0));
}
