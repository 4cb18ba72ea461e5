import type { RunInput } from "@carveout/sim";
import { expect, test } from "vitest";
import { inputChanges } from "./input-changes";
import { planExperiment } from "./plan";
import { viewOf } from "./references";
import { TEMPLATES } from "./templates";

function inputOf(): RunInput {
  const { items } = (TEMPLATES.find(({ id }) => id === "kmsan") ?? TEMPLATES[0])?.board() ?? { items: {} };
  const [plan] = planExperiment(viewOf(items), "experiment-1");
  if (plan === undefined || !("input" in plan.run)) throw new Error("The template is incomplete.");
  return plan.run.input;
}

test("what has changed is named with both values and their units", () => {
  const was = inputOf();
  const now = { ...was, machine: { ...was.machine, structPageBytes: 80 } };
  expect(inputChanges(now, was)).toMatch(/^For .*80 B; now 64 B\.$/);
  expect(inputChanges(was, was)).toBe("");
});

test("a table, the seed and a strategy are named too; of many the rest is counted", () => {
  const was = inputOf();
  expect(inputChanges(was, { ...was, seed: 43 })).toBe("For seed 42; now 43.");
  expect(inputChanges(was, { ...was, strategies: [] })).toBe("For kmsan Boot carve-out; now none.");
  const now: RunInput = {
    ...was,
    seed: 43,
    strategies: [],
    machine: { ...was.machine, banks: [], cpus: was.machine.cpus + 1 },
  };
  expect(inputChanges(was, now)).toMatch(
    /^For .*; now .*\. For the memory map as it was; it has changed, and 2 more\.$/,
  );
});
