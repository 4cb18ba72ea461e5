import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { secretFile } from "./secret-file";

/** Compares without telling by its time how much was right. */
export function isSameToken(offered: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(offered), digest(token));
}

/** The token that owns everything on this instance: 192 bits from the platform's generator, safe in an address. */
export function instanceToken(dataDir: string): string {
  return secretFile(dataDir, "token", () => randomBytes(24).toString("base64url"));
}

/** What is kept of a token in memory: it opens nothing. */
export function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
