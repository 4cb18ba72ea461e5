import type { IncomingMessage } from "node:http";
import { cookiesOf } from "./cookies";
import type { Signer } from "./signer";

export const SESSION_COOKIE = "carveout_session";
/** A round of review; after that, signing in again is one click where the provider still knows the person. */
export const SESSION_MS = 30 * 24 * 3_600_000;

/** Somebody whom the provider vouches for. */
export interface SignedIn {
  /** The same on every device. */
  participant: string;
  /** As the provider has it. */
  name: string;
}

/** Who is signed in, kept in a cookie that only this server can have signed. */
export class Sessions {
  constructor(private readonly signer: Signer) {}

  begin({ participant, name }: SignedIn): Promise<string> {
    return this.signer.sign("session", { sub: participant, name }, Date.now() + SESSION_MS);
  }

  async of(request: IncomingMessage): Promise<SignedIn | null> {
    const cookie = cookiesOf(request).get(SESSION_COOKIE);
    const claims = cookie === undefined ? null : await this.signer.read("session", cookie);
    if (typeof claims?.sub !== "string" || typeof claims.name !== "string") return null;
    return { participant: claims.sub, name: claims.name };
  }
}
