import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fallbacksAreWithin } from "../packages/cli/src/replay/report";
import { dataFolder } from "./support/boots";
import { missesOf, type Replayed, replayBoth, traceNames, tracesReport } from "./support/traces";

const ROOT = resolve(import.meta.dirname, "..");
const DATA = dataFolder(ROOT);
const NAMES = traceNames(DATA);

/** Share of the allocations for which the model chooses the kernel's very page, at least. */
const SAME_PAGE: Record<string, number> = {
  "V0-trace-c-frag-384M-smp1": 1,
  "deb-trace-c-frag-384M-smp1": 0.999,
  "deb-trace-c-frag-384M": 0.99,
  "deb-trace-a-file-1G": 1,
  "deb-trace-d-pressure-256M": 0.96,
};

/** Figures outside their bounds where the files alone tell the start state: the page says why. */
const MISSES_BY_FILES_ALONE: Record<string, string[]> = {
  "V0-trace-c-frag-384M-smp1": ["huge2 free"],
  "deb-trace-c-frag-384M-smp1": ["compacted unusable", "huge2 free", "huge2 order", "huge2 unusable"],
  "deb-trace-c-frag-384M": [
    "huge1 free",
    "compacted order",
    "compacted unusable",
    "huge2 free",
    "huge2 order",
    "huge2 unusable",
    "after order",
    "after unusable",
  ],
  "deb-trace-a-file-1G": [],
  "deb-trace-d-pressure-256M": [],
};

const replayed: Replayed[] = [];
afterAll(() => {
  if (NAMES.length === 0) console.log(`The traces under ${DATA} are not there: none was replayed.`);
  else console.log(tracesReport(replayed));
});

describe("traces of real kernels, replayed (needs ../shared/data)", () => {
  test.skipIf(NAMES.length === 0).each(NAMES)(
    "%s",
    async (name) => {
      const both = await replayBoth(DATA, name);
      replayed.push(both);
      const { completed, filesAlone } = both;
      expect(missesOf(completed), "figures outside their bounds").toEqual([]);
      expect(MISSES_BY_FILES_ALONE[name]).toEqual(expect.arrayContaining(missesOf(filesAlone)));
      for (const result of [completed, filesAlone]) {
        expect(fallbacksAreWithin(result)).toBe(true);
        expect(result.trace.damaged.count).toBe(0);
      }
      expect(completed.counts.failed).toBe(0);
      expect(completed.counts.samePage / completed.counts.allocations).toBeGreaterThanOrEqual(
        SAME_PAGE[name] ?? 1,
      );
    },
    120_000,
  );

  test.skipIf(NAMES.length === 0)("the page says the same", () => {
    const page = readFileSync(resolve(ROOT, "docs/how-far-to-trust-it.md"), "utf8");
    expect(page, "run npm run generate").toContain(tracesReport(replayed));
  });
});
