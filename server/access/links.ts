import { randomKey } from "@carveout/model";
import type { Role } from "@carveout/wire";
import type { Link, Store } from "../store/store";
import type { Signer } from "./signer";
import { isSameToken } from "./tokens";

export const ROLES: readonly Role[] = ["owner", "editor", "commenter", "viewer"];

/** When a link was used last is told to the minute: a write for each request would be the most frequent one of all. */
const USE_EVERY_MS = 60_000;

/** Why a token opens nothing: it never was one, the board it was for is not this one or is gone, or the link has ended. */
export type Closed = "unknown" | "gone" | "withdrawn" | "expired";

export function newLink(of: Pick<Link, "role"> & Partial<Link>): Link {
  return {
    id: randomKey(12),
    name: "",
    madeBy: null,
    madeAt: Date.now(),
    expiresAt: null,
    withdrawnAt: null,
    usedAt: null,
    token: null,
    ...of,
  };
}

/** Whether a link opens its board at this time; otherwise why not. */
export function standing(link: Link, now: number): "open" | Closed {
  if (link.withdrawnAt !== null) return "withdrawn";
  return link.expiresAt !== null && link.expiresAt <= now ? "expired" : "open";
}

/** Tokens of links. A token is signed, so that it can't be made elsewhere, and names a stored link, so that it can be withdrawn. */
export class Links {
  constructor(
    private readonly store: Store,
    private readonly signer: Signer,
  ) {}

  /** What the link's address ends in. Links from before links were signed go on with the token they have. */
  async tokenOf({ id, role, expiresAt, token }: Link): Promise<string> {
    return token ?? this.signer.sign("link", { jti: id, role }, expiresAt);
  }

  async isBoard(board: string): Promise<boolean> {
    return (await this.store.links(board)) !== null;
  }

  /** The link that a token is of, if it opens this board now. */
  async open(board: string, token: string): Promise<Link | Closed> {
    const claims = await this.signer.read("link", token);
    const links = (await this.store.links(board)) ?? [];
    const link =
      claims === null
        ? links.find(({ token: old }) => old !== null && isSameToken(token, old))
        : links.find(({ id, role }) => id === claims.jti && role === claims.role);
    if (link === undefined) return claims === null ? "unknown" : "gone";
    const now = Date.now();
    const stands = standing(link, now);
    if (stands !== "open") return stands;
    // Telling when it was used last must not keep anybody out.
    if (link.usedAt === null || link.usedAt < now - USE_EVERY_MS)
      this.store.useLink(board, link.id, now).catch(() => {});
    return link;
  }
}
