import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** 24 bytes in base64url: what is shorter was cut off. */
const MIN_LENGTH = 32;

/** All of them. */
const SECRETS = ["token", "signing-key"] as const;

/** A secret of this data folder, made at the first start. Only the user who runs the server can read the file. */
export function secretFile(dataDir: string, name: (typeof SECRETS)[number], make: () => string): string {
  const file = path.join(dataDir, name);
  try {
    const secret = readFileSync(file, "utf8").trim();
    if (secret.length >= MIN_LENGTH) return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secret = make();
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** The secrets of a data folder by file name, as far as they have been made. */
export function secretsOf(dataDir: string): Record<string, string> {
  const made = SECRETS.filter((name) => existsSync(path.join(dataDir, name)));
  return Object.fromEntries(made.map((name) => [name, readFileSync(path.join(dataDir, name), "utf8")]));
}
