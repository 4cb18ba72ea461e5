import { randomBytes } from "node:crypto";
import { errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { secretFile } from "./secret-file";
import { digestOf } from "./tokens";

/** As long as the digest of HMAC-SHA-256: more adds nothing, less is weaker (RFC 7518, 3.2). */
const KEY_BYTES = 32;
const ALGORITHM = "HS256";

/** Tokens that were right and are remembered, so that not every page, picture and socket costs a signature; some hundred bytes each. */
const MAX_REMEMBERED = 10_000;

/** What a token is for: one that was signed for one purpose is nothing for another. */
export type Purpose = "link" | "session" | "sign-in";

/** Signs what this server hands out and wants to know again, and reads it when it comes back. */
export class Signer {
  /** What right tokens hold, by purpose and digest. The longest known come first. */
  private readonly known = new Map<string, JWTPayload>();

  constructor(private readonly key: Uint8Array) {}

  /** The key of this data folder, made at the first start. Whoever loses the file withdraws every link and every sign-in at once. */
  static of(dataDir: string): Signer {
    const text = secretFile(dataDir, "signing-key", () => randomBytes(KEY_BYTES).toString("base64url"));
    return new Signer(Buffer.from(text, "base64url"));
  }

  /** The same claims give the same token. @param expiresAt ms since 1970, null = never */
  sign(purpose: Purpose, claims: JWTPayload, expiresAt: number | null): Promise<string> {
    const token = new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM }).setAudience(purpose);
    if (expiresAt !== null) token.setExpirationTime(Math.ceil(expiresAt / 1000));
    return token.sign(this.key);
  }

  /** What the token holds; null if it was not signed here for this purpose, or has expired. */
  async read(purpose: Purpose, token: string): Promise<JWTPayload | null> {
    const name = `${purpose} ${digestOf(token)}`;
    const known = this.known.get(name);
    if (known !== undefined && (known.exp === undefined || known.exp > Date.now() / 1000)) return known;
    try {
      const { payload } = await jwtVerify(token, this.key, { algorithms: [ALGORITHM], audience: purpose });
      this.remember(name, payload);
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  private remember(name: string, payload: JWTPayload): void {
    this.known.set(name, Object.freeze(payload));
    const [oldest] = this.known.keys();
    if (this.known.size > MAX_REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }
}
