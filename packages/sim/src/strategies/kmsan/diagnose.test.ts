import { describe, expect, test } from "vitest";
import type { MachineInput, RunInput, StrategyInput } from "../../input";
import { EarlyMachine } from "../../machine/early";
import { structPageBytes } from "../../run/plan";
import { GIB, MIB, machineInput, runInput, strategyInput } from "../../testing/inputs";
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

describe("section I rule 4: struct page above 64 B and a memmap on persistent memory", () => {
  const namespace = (map: "dev" | "mem"): MachineInput["pmem"][number] => ({
    baseBytes: 4 * GIB,
    sizeBytes: GIB,
    mode: "fsdax",
    map,
    alignBytes: 2 * MIB,
  });

  test("FD-3 is refused by 6.1, and does not build with 5.18", () => {
    expect(said(bootCarveOut, { pmem: [namespace("dev")] })).toEqual([
      [
        "error",
        "struct page has 80 B; 1 namespace with the memmap on persistent memory reserve 64 B for each, and the kernel refuses them: " +
          '"Memory debug options prevent using pmem for the page map". CONFIG_NVDIMM_KMSAN reserves more.',
      ],
    ]);
    expect(said(lazy, { pmem: [namespace("dev")], kernel: "5.18" })[0]?.[1]).toContain("does not build");
  });

  test("is no matter with the memmap in memory, with pointers in page_ext, or with the override", () => {
    expect(said(bootCarveOut, { pmem: [namespace("mem")] })).toEqual([]);
    expect(said(pageExt, { pmem: [namespace("dev")] })).toEqual([]);
    const override = { ...strategyInput("device", "online-only"), params: { structPageOverride: true } };
    expect(said(bootCarveOut, { pmem: [namespace("dev")] }, [override])).toEqual([]);
  });
});
