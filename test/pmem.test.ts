import { planExperiment, TEMPLATES, viewOf } from "@carveout/model";
import { createRun, type RunResult } from "@carveout/sim";
import { describe, expect, test } from "vitest";

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
