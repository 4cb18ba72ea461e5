import { describe, expect, test } from "vitest";
import type { ActionInput, RunInput } from "../../input";
import { catalogue } from "../../run/catalogue";
import { diagnose } from "../../run/diagnose";
import { createRun } from "../../run/run";
import { MIB, machineInput, mix, runInput, strategyInput, workloadInput } from "../../testing/inputs";

/** Changes of every kind, while pages come and go. */
const ACTIONS: ActionInput[] = [
  { kind: "set-memory-np", startMs: 20, times: 1, everyMs: 0, pages: 512 },
  { kind: "secretmem", startMs: 50, times: 5, everyMs: 20, pages: 3 },
  { kind: "vmalloc-ro", startMs: 60, times: 3, everyMs: 20, pages: 9 },
  { kind: "map-back", startMs: 140, times: 3, everyMs: 1, pages: 2 },
];

const strategies = catalogue();
const own = strategies.filter(({ family }) => family === "directmap").map(({ type }) => type);
/** Tag storage is arm64's, and has a machine of its own to be tried on. */
const others = strategies.filter(({ family }) => family !== "directmap" && family !== "mte");

function input(type: string, other: { family: string; type: string }, debugPagealloc: boolean): RunInput {
  return runInput({
    machine: machineInput(96 * MIB, { debugPagealloc }),
    strategies: [strategyInput("directmap", type), strategyInput(other.family, other.type)],
    workload: workloadInput({
      durationMs: 150,
      allocationsPerSecond: 20_000,
      lifetimeMeanMs: 20,
      slabPercent: 30,
      orderWeights: [80, 10, 5, 2],
      classes: mix({ user: { weight: 1 }, kernel: { weight: 1 } }),
      actions: ACTIONS,
    }),
  });
}

describe("beside the other families' designs, each law is kept and both contend for the same pages", () => {
  test.each(others.map((other, i) => [`${other.family}/${other.type}`, other, i] as const))(
    "%s",
    (_, other, i) => {
      for (const debugPagealloc of [false, true]) {
        const type = own[(i + (debugPagealloc ? 1 : 0)) % own.length] ?? "stock";
        const both = input(type, other, debugPagealloc);
        expect(diagnose(both).filter(({ severity }) => severity === "error")).toEqual([]);
        const run = createRun(both, { check: true });
        while (run.step(100_000));
        const { memory, figures } = run.result();
        const { presentPages, usable: _usable, ...parts } = memory;
        expect(Object.values(parts).reduce((sum, pages) => sum + pages, 0)).toBe(presentPages);
        expect(figures.map(({ family }) => family)).toContain("directmap");
      }
    },
  );
});
