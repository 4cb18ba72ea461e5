import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { planExperiment, TEMPLATES, viewOf } from "@carveout/model";
import { estimate } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";
import { dataFolder } from "./support/boots";
import { compareKasanBoot, type KasanComparison, kasanPairs, kasanReport } from "./support/kasan-boots";

const ROOT = resolve(import.meta.dirname, "..");
const DATA = dataFolder(ROOT);
const PAIRS = kasanPairs(DATA);

const compared: KasanComparison[] = [];
afterAll(() => {
  if (compared.length === 0) console.log(`The boots under ${DATA} are not there: none was compared.`);
  else console.log(kasanReport(compared));
});

test("the template's machine with linear shadow manages what that kernel built with KASAN measured", () => {
  const board = TEMPLATES.find(({ id }) => id === "kasan")?.board();
  const [plan] = planExperiment(viewOf(board?.items ?? {}), "experiment-1");
  if (plan === undefined || !("input" in plan.run)) throw new Error("The first variant has no input.");
  // V3-kasan-outline-1G: 3,840 and 213,408 pages in its zoneinfo.
  expect(estimate(plan.run.input).memory.usablePages).toBe(217_248);
});

describe("kernels with KASAN, predicted from the boot without (needs ../shared/data)", () => {
  test.skipIf(PAIRS.length === 0).each(PAIRS)("$name from $plain", (pair) => {
    const comparison = compareKasanBoot(DATA, pair);
    compared.push(comparison);
    const { managed, minFreeKbytes, shadow, structPageBytes } = comparison;
    expect(managed.predicted).toEqual(managed.measured);
    // At 1 GiB it is 5 % of what is free before late frees, and of the image's growth the strategy charges only what stays after them.
    expect(Math.abs(minFreeKbytes.predicted / minFreeKbytes.measured - 1)).toBeLessThan(0.002);
    expect(structPageBytes.predicted).toBe(structPageBytes.measured);
    if (pair.name.endsWith("memblock-debug")) expect(shadow.predicted).toBe(shadow.measured);
  });

  test.skipIf(PAIRS.length === 0)("the page says the same", () => {
    const page = readFileSync(resolve(ROOT, "docs/how-far-to-trust-it.md"), "utf8");
    expect(page, "run npm run generate").toContain(kasanReport(compared));
  });
});
