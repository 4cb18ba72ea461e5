import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./paths.mjs";

const NEXT = resolve(ROOT, ".next");
const BOARD = "server/app/b/[board]";

/**
 * Scripts that a browser fetches before a board can be worked on, gzip bytes: the framework's, the page's, and the group that the page's loader names. Dialogs,
 * curves and the phone's layout come when they are opened. The browser tests count the same on the wire.
 */
export async function boardFirstLoadBytes() {
  const { rootMainFiles } = JSON.parse(
    await readFile(resolve(NEXT, BOARD, "page/build-manifest.json"), "utf8"),
  );
  const manifest = await readFile(resolve(NEXT, `${BOARD}/page_client-reference-manifest.js`), "utf8");
  const entries = /"entryJSFiles":(\{[^}]*\})/.exec(manifest);
  if (entries === null) throw new Error("Next's manifest of the board page names no scripts.");
  const files = new Set([...rootMainFiles, ...Object.values(JSON.parse(entries[1])).flat()]);
  for (const file of [...files].filter((name) => !rootMainFiles.includes(name)))
    for (const [named] of (await text(file)).matchAll(/static\/chunks\/[\w-]+\.js/g)) files.add(named);
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await text(file)).length;
  return bytes;
}

const text = (file) => readFile(resolve(NEXT, file), "utf8");
