// Builds what `npm start` runs: dist/ (server and its workers) and .next/ (the pages).

import { resolve } from "node:path";
import { bundle } from "./lib/bundle.mjs";
import { boardFirstLoadBytes } from "./lib/first-load.mjs";
import { ROOT } from "./lib/paths.mjs";
import { bin, run } from "./lib/run.mjs";
import { isBuilt, markBuilt } from "./lib/stamp.mjs";

/** The browser tests fail above it. */
const SCRIPT_BUDGET_KB = 250;

if (await isBuilt()) {
  console.log("carveout: built already, nothing has changed.");
} else {
  await bundle(
    {
      "server/main": "server/main.ts",
      "server/import-worker": "server/imports/import-worker.ts",
      "server/run-worker": "server/runs/run-worker.ts",
      "server/sight-worker": "server/sights/sight-worker.ts",
      "server/sqlite-worker": "server/store/sqlite-worker.ts",
    },
    resolve(ROOT, "dist"),
  );
  await run(bin("next"), ["build"], { NEXT_TELEMETRY_DISABLED: "1" });
  const kb = Math.ceil((await boardFirstLoadBytes()) / 1000);
  console.log(`carveout: board page, ${kb} kB gzip of script on first load (limit ${SCRIPT_BUDGET_KB})`);
  await markBuilt();
}
