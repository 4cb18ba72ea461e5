// `npm start`: builds what is missing, then serves.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";
import { isBuilt } from "./lib/stamp.mjs";

if (!(await isBuilt())) {
  console.log("carveout: building (a minute or two the first time) ...");
  await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
}
process.env.NODE_ENV = "production";
await import(pathToFileURL(resolve(ROOT, "dist/server/main.js")).href);
