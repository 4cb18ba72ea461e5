import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** 192 bits from the platform's generator, safe in an address. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** Compares without telling by its time how much was right. */
export function isSameToken(offered: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(offered), digest(token));
}

/** The token that owns everything on this instance, made at the first start. Only the user who runs the server can read the file. */
export function instanceToken(dataDir: string): string {
  const file = path.join(dataDir, "token");
  try {
    const token = readFileSync(file, "utf8").trim();
    if (token.length >= 32) return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const token = newToken();
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}
