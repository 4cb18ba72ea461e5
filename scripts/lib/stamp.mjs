import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ROOT } from "./paths.mjs";

const STAMP = resolve(ROOT, "dist/stamp");
/** What the built product is made of. */
const SOURCES = [
  "app",
  "packages",
  "server",
  "scripts",
  "next.config.ts",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];

async function* files(path) {
  let entries;
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") yield path;
    else if (error.code !== "ENOENT") throw error;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === "node_modules" || entry.name === "fixtures" || entry.name.includes(".test.")) continue;
    const inner = join(path, entry.name);
    if (entry.isDirectory()) yield* files(inner);
    else yield inner;
  }
}

async function hashOfSources() {
  const hash = createHash("sha256");
  for (const source of SOURCES)
    for await (const file of files(resolve(ROOT, source)))
      hash.update(file.slice(ROOT.length)).update(await readFile(file));
  return hash.digest("hex");
}

/** True if what lies in dist/ and .next/ was made from the sources as they are. */
export async function isBuilt() {
  const stamp = await readFile(STAMP, "utf8").catch(() => "");
  return stamp !== "" && stamp === (await hashOfSources());
}

export async function markBuilt() {
  await writeFile(STAMP, await hashOfSources());
}
