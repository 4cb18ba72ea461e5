import { resolve } from "node:path";
import { canonicalJson, contentHash, planExperiment, TEMPLATES, viewOf } from "@carveout/model";
import { createRun, type RunInput, type RunResult } from "@carveout/sim";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser";

const ROOT = resolve(import.meta.dirname, "../..");

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** The core, bundled for a page, under the name `core`. */
async function coreForPages(): Promise<string> {
  const built = await build({
    entryPoints: [resolve(ROOT, "packages/sim/src/index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "core",
    target: "es2022",
  });
  return built.outputFiles[0]?.text ?? "";
}

function inNode(input: RunInput): RunResult {
  const run = createRun(input);
  while (run.step(10_000));
  return run.result();
}

test("a browser's engine gives the same bytes as Node's, for every variant of every template", async () => {
  const page = await browser.newPage();
  await page.addScriptTag({ content: await coreForPages() });
  let compared = 0;
  for (const { board } of TEMPLATES) {
    const view = viewOf(board().items);
    for (const [id, item] of Object.entries(board().items)) {
      if (item.kind !== "experiment") continue;
      for (const plan of planExperiment(view, id)) {
        if (!("input" in plan.run)) throw new Error(`${id} ${plan.letter} is not complete.`);
        const { input } = plan.run;
        const theirs = await page.evaluate((given) => {
          const { core } = window as unknown as { core: { createRun: typeof createRun } };
          const run = core.createRun(given);
          while (run.step(7_000));
          return JSON.stringify(run.result());
        }, input);
        const ours = inNode(input);
        expect(contentHash(JSON.parse(theirs))).toBe(contentHash(ours));
        expect(canonicalJson(JSON.parse(theirs))).toBe(canonicalJson(ours));
        compared++;
      }
    }
  }
  console.log(
    `${compared} runs, the same bytes in Node ${process.version} and Chromium ${browser.version()}`,
  );
  expect(compared).toBeGreaterThan(0);
}, 60_000);
