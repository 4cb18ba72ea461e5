// `npm test`: everything. Generated files, format and lint, types, unit tests, the build, then the browser tests on the built product.
import { resolve } from "node:path";
import { findChromium } from "./lib/chromium.mjs";
import { ROOT } from "./lib/paths.mjs";
import { bin, run } from "./lib/run.mjs";

const chromium = await findChromium();
await run(process.execPath, [resolve(ROOT, "scripts/generate.mjs"), "--check"]);
await run(bin("biome"), ["check", "."]);
await run(bin("tsc"), ["--noEmit"]);
await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
await run(bin("vitest"), ["run"], { CARVEOUT_CHROMIUM: chromium });
