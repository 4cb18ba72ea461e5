// Writes the files that are derived from code: the catalogue of strategies, the templates' imported machines, the board's JSON Schema,
// the tables of measurements, the page of claims.
// `--check` writes nothing and fails if one is out of date.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { load } from "./lib/bundle.mjs";
import { ROOT } from "./lib/paths.mjs";

/** The tables replay traces, which are read in a thread of their own. */
const TRACE_READER = "packages/cli/src/replay/scan-worker.ts";

const check = process.argv.includes("--check");
const stale = [];

async function put(path, text) {
  const file = resolve(ROOT, path);
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  stale.push(path);
  if (check) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

// In this order: the schema is built from the catalogue that was just written.
for (const step of ["catalogue", "templates", "schema", "trust", "claims"]) {
  const { generate } = await load(`scripts/generate/${step}.ts`, TRACE_READER);
  for (const [path, text] of Object.entries(await generate(ROOT))) await put(path, text);
}
if (stale.length > 0) {
  console.log(`${check ? "Out of date" : "Written"}: ${stale.join(", ")}`);
  if (check) {
    console.log("Run `npm run generate` and commit the result.");
    process.exit(1);
  }
}
