import { resolve } from "node:path";
import { planExperiment, TEMPLATES, viewOf } from "@carveout/model";
import { createRun, type RunResult } from "@carveout/sim";
import { afterAll, describe, expect, test } from "vitest";
import { dataFolder } from "./support/boots";
import {
  compareNamespace,
  type NamespaceComparison,
  NDCTL_NOISE_PAGES,
  namespaceNames,
  namespacesReport,
} from "./support/pmem";

const DATA = dataFolder(resolve(import.meta.dirname, ".."));
const NAMES = namespaceNames(DATA);

describe("the template", () => {
  const board = TEMPLATES.find(({ id }) => id === "device")?.board();
  const results = planExperiment(viewOf(board?.items ?? {}), "experiment-1").map(({ run }): RunResult => {
    if (!("input" in run)) throw new Error(run.missing);
    const simulation = createRun(run.input);
    while (simulation.step(100_000));
    return simulation.result();
  });

  test("A stops at kpageflags, B at kpagecount, C and D see the end", () =>
    expect(results.map(({ panic, failures }) => [panic?.tMs ?? null, failures[0]?.subject ?? null])).toEqual([
      [1000, "Read of /proc/kpageflags"],
      [2000, "Read of /proc/kpagecount"],
      [null, null],
      [null, null],
    ]));
});

const compared: NamespaceComparison[] = [];
afterAll(() => {
  if (NAMES.length === 0) console.log(`The namespaces under ${DATA} are not there: none was compared.`);
  else console.log(namespacesReport(compared));
});

describe("namespaces of a real kernel, 6.1.192 (needs ../shared/data)", () => {
  test.skipIf(NAMES.length === 0).each(NAMES)("%s", (name) => {
    const comparison = compareNamespace(DATA, name);
    compared.push(comparison);
    const { dramPages: predicted, ...layout } = comparison.predicted;
    const { dramPages: measured, ...told } = comparison.measured;
    expect(layout).toEqual(told);
    expect(Math.abs(predicted - measured)).toBeLessThan(NDCTL_NOISE_PAGES);
  });
});
