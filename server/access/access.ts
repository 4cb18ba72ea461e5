import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { randomKey } from "@carveout/model";
import type { Role } from "@carveout/wire";
import type { Link } from "../store/store";
import { cookiesOf } from "./cookies";
import { Guesses } from "./guesses";
import { type Closed, type Links, ROLES } from "./links";
import { addressOf } from "./reach";
import type { Sessions } from "./session";
import { isSameToken } from "./tokens";

/** Who somebody is on a board and what they may do there. */
export interface Identity {
  role: Role;
  participant: string;
  /** Their name by the sign-in provider; null = not signed in. */
  verifiedName: string | null;
  /** The link that lets them in; null = the instance's token does. */
  link: Link | null;
}

/** What a token is worth on a board. */
type Entry = Pick<Identity, "role" | "link">;

export const INSTANCE_COOKIE = "carveout_instance";
export const PARTICIPANT_COOKIE = "carveout_me";
const BOARD_COOKIE = "carveout_b_";
export const boardCookie = (board: string) => `${BOARD_COOKIE}${board}`;

/** Tells the page's scripts who has opened it: as the others see it, which is no secret. A browser's copies of boards are kept by it. */
export const WHO_COOKIE = "carveout_who";

/** What the cookie of a new visitor holds: their secret, which nobody else ever learns. */
export const newParticipant = () => `p-${randomKey(16)}`;

/** Who somebody is to the others: derived from the secret, so that whoever reads it off the board can't come back as them. */
export function participantOf(secret: string): string {
  const digest = createHash("sha256").update(secret).digest("hex");
  return `p-${BigInt(`0x${digest}`).toString(36).slice(0, 16)}`;
}

export function canEdit(role: Role): boolean {
  return role === "owner" || role === "editor";
}

export function canComment(role: Role): boolean {
  return role !== "viewer";
}

/** Tokens of links that are signed have parts; the instance's has none. */
const isInParts = (token: string) => token.includes(".");

export class Access {
  private readonly guesses = new Guesses();

  constructor(
    private readonly links: Links,
    private readonly sessions: Sessions,
    private readonly instance: string,
  ) {}

  /** True if it is the instance's token. Throws TooManyGuesses. */
  isInstanceToken(request: IncomingMessage, token: string): boolean {
    if (isInParts(token)) return false;
    this.guesses.check(addressOf(request), token, Date.now());
    return isSameToken(token, this.instance);
  }

  /** True if the request carries the instance's token. */
  ownsInstance(request: IncomingMessage): boolean {
    return this.offered(request, INSTANCE_COOKIE).some((token) => {
      const isRight = this.isInstanceToken(request, token);
      if (isRight) this.guesses.noteRight(token);
      else if (!isInParts(token)) this.guesses.noteWrong(addressOf(request), Date.now());
      return isRight;
    });
  }

  /** What a token opens on a board, or why it does not. Throws TooManyGuesses. */
  async enter(request: IncomingMessage, board: string, token: string): Promise<Entry | Closed> {
    const address = addressOf(request);
    this.guesses.check(address, token, Date.now());
    const found = await this.look(request, board, token);
    if (found === "unknown") this.guesses.noteWrong(address, Date.now());
    else this.guesses.noteRight(token);
    return found;
  }

  private async look(request: IncomingMessage, board: string, token: string): Promise<Entry | Closed> {
    if (this.isInstanceToken(request, token))
      return (await this.links.isBoard(board)) ? { role: "owner", link: null } : "gone";
    const link = await this.links.open(board, token);
    return typeof link === "string" ? link : { role: link.role, link };
  }

  /** Who the request comes from, or null if it opens this board with nothing it carries. Of several tokens the strongest counts. */
  async identify(request: IncomingMessage, board: string): Promise<Identity | null> {
    let best: Entry | null = null;
    for (const token of this.offered(request, INSTANCE_COOKIE, boardCookie(board))) {
      const found = await this.enter(request, board, token);
      if (typeof found === "string") continue;
      if (best === null || ROLES.indexOf(found.role) < ROLES.indexOf(best.role)) best = found;
    }
    if (best === null) return null;
    const visitor = await this.visitor(request, cookiesOf(request).get(PARTICIPANT_COOKIE));
    return { ...best, ...(visitor ?? { participant: `link:${best.role}`, verifiedName: null }) };
  }

  /** Who somebody is, whatever they may open: by their sign-in, else by the secret in their cookie. null without either. */
  async visitor(
    request: IncomingMessage,
    secret: string | undefined,
  ): Promise<Pick<Identity, "participant" | "verifiedName"> | null> {
    const signedIn = await this.sessions.of(request);
    if (signedIn !== null) return { participant: signedIn.participant, verifiedName: signedIn.name };
    if (secret === undefined || !/^p-[0-9a-z]{16}$/.test(secret)) return null;
    return { participant: participantOf(secret), verifiedName: null };
  }

  /** True if the request opens any board at all, or the whole instance: what does not belong to one board is for everybody who has been let in. */
  async opensAny(request: IncomingMessage): Promise<boolean> {
    if (this.ownsInstance(request)) return true;
    const boards = [...cookiesOf(request).keys()].flatMap((name) =>
      name.startsWith(BOARD_COOKIE) ? [name.slice(BOARD_COOKIE.length)] : [],
    );
    const named = new URL(request.url ?? "/", "http://host").searchParams.get("board");
    for (const board of named === null ? boards : [named])
      if ((await this.identify(request, board)) !== null) return true;
    return false;
  }

  /** Tokens in the order of the address, the header, the cookies. An explicit one counts alone. */
  private offered(request: IncomingMessage, ...cookies: string[]): string[] {
    const inAddress = new URL(request.url ?? "/", "http://host").searchParams.get("token");
    if (inAddress !== null) return [inAddress];
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (bearer !== undefined) return [bearer];
    const all = cookiesOf(request);
    return cookies.flatMap((name) => all.get(name) ?? []);
  }
}
