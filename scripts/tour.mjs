// `npm run tour`: the pictures of README.md's tour, taken by the browser test that tells the same story.
import { copyFile, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { findChromium } from "./lib/chromium.mjs";
import { ROOT } from "./lib/paths.mjs";
import { bin, run } from "./lib/run.mjs";

const PICTURES = ["1-proposal", "2-board", "3-experiment", "4-reply"];

await run(process.execPath, [resolve(ROOT, "scripts/build.mjs")]);
await run(bin("vitest"), ["run", "test/browser/story.test.ts"], { CARVEOUT_CHROMIUM: await findChromium() });
await mkdir(resolve(ROOT, "docs/tour"), { recursive: true });
for (const name of PICTURES)
  await copyFile(resolve(ROOT, `test/screenshots/tour-${name}.png`), resolve(ROOT, `docs/tour/${name}.png`));
