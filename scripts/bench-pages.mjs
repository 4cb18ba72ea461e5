// `npm run bench:pages`: looking at a machine of 1 TiB in a browser. Nothing here passes or fails.
import { cpus } from "node:os";
import { resolve } from "node:path";
import { load } from "./lib/bundle.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { ROOT } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

process.env.CARVEOUT_CHROMIUM = await findChromium();
await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}\n`);
const { main } = await load("test/bench/pages.ts");
await main();
process.exit(0);
