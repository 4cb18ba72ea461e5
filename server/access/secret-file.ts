import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** 24 bytes in base64url: what is shorter was cut off. */
const MIN_LENGTH = 32;

/** A secret of this data folder, made at the first start. Only the user who runs the server can read the file. */
export function secretFile(dataDir: string, name: string, make: () => string): string {
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
