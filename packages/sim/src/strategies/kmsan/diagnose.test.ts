import { describe, expect, test } from "vitest";
import type { MachineInput, RunInput, StrategyInput } from "../../input";
import { EarlyMachine } from "../../machine/early";
import { structPageBytes } from "../../run/plan";
import { GIB, machineInput, runInput, strategyInput } from "../../testing/inputs";
import { bootCarveOut } from "./boot-carve-out";
import { lazy } from "./lazy";
import { pageExt } from "./page-ext";

/** What a strategy says, told with others' strategies beside it, as [severity, sentence]. */
function said(strategy: typeof lazy, over: Partial<MachineInput>, others: StrategyInput[] = []) {
  const machine = machineInput(GIB, over);
  const input: RunInput = runInput({ machine, strategies: others });
  const early = new EarlyMachine(
    machine,
    structPageBytes({ machine, strategies: [strategyInput("kmsan", strategy.description.type)] }),
  );
  return strategy
    .diagnose(input, early, {})
    .filter(({ severity }) => severity !== "info")
    .map(({ severity, sentence }) => [severity, sentence]);
}

const ALL = [bootCarveOut, lazy, pageExt];

describe("section I rule 2: what KMSAN excludes", () => {
  test.each(ALL)("KASAN beside $description.type", (strategy) => {
    expect(said(strategy, {}, [strategyInput("kasan", "generic")])).toEqual([
      [
        "error",
        "KMSAN and KASAN (generic) cannot be built into one kernel: each instruments every access in its own way. Take one of them out.",
      ],
    ]);
    expect(said(strategy, {}, [strategyInput("directmap", "range-split")])).toEqual([]);
  });

  test.each(ALL)("deferred struct pages beside $description.type, since 2024", (strategy) => {
    expect(said(strategy, { deferredInit: true, kernel: "6.6" }).map(([severity]) => severity)).toEqual([
      "error",
    ]);
    expect(said(strategy, { deferredInit: true, kernel: "6.1" }).map(([severity]) => severity)).toEqual([
      "warning",
    ]);
    expect(said(strategy, { deferredInit: false, kernel: "6.6" })).toEqual([]);
  });
});
