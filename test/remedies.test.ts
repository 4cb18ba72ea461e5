/** Each remedy that a strategy offers is tried on a template's experiment: its cause is gone, and what failed of it fails less or not at all. */

import { remediedFields } from "@carveout/model";
import type { CauseStep, FailureGroup, Remedy, RunInput, RunResult, StrategyInput } from "@carveout/sim";
import { describe, expect, test } from "vitest";
import { STRATEGIES } from "../packages/sim/src/strategies";
import { MIB, machineInput, mix, runInput, workloadInput } from "../packages/sim/src/testing/inputs";
import { runToEnd } from "../packages/sim/src/testing/results";
import { templateInput } from "./support/claims/template-input";

interface Trial {
  what: string;
  input: RunInput;
  /** Code of the step whose remedies are tried. */
  cause: string;
  /** Strategies that are offered, with the values that matter. */
  remedies: [type: string, params: Remedy["params"]][];
}

/** The first experiment of a family's template with another strategy. */
function variant(family: string, type: string, params: StrategyInput["params"] = {}): RunInput {
  return { ...templateInput(family), strategies: [{ family, type, params }] };
}

function withAction(input: RunInput, kind: RunInput["workload"]["actions"][number]["kind"]): RunInput {
  const action = { kind, startMs: 500, times: 20, everyMs: 100, pages: 1 };
  return { ...input, workload: { ...input.workload, durationMs: 3000, actions: [action] } };
}

/** Single pages that stay leave few whole blocks of order 9: one is found where two more are not. */
const FRAGMENTED: RunInput = runInput({
  machine: machineInput(128 * MIB),
  strategies: [{ family: "kmsan", type: "lazy", params: {} }],
  workload: workloadInput({
    durationMs: 3000,
    allocationsPerSecond: 1000,
    lifetimeMeanMs: 1500,
    orderWeights: [98, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    classes: mix({ kernel: { weight: 1 } }),
  }),
});

const ARM_IN_BLOCKS: RunInput = runInput({
  machine: { ...machineInput(256 * MIB), arch: "arm64", rodataFull: false, bbml2: false, kfence: false },
  strategies: [{ family: "directmap", type: "stock", params: {} }],
  workload: workloadInput({
    durationMs: 1000,
    allocationsPerSecond: 10,
    actions: [{ kind: "set-memory-np", startMs: 10, times: 1, everyMs: 0, pages: 1 }],
  }),
});

const TRIALS: Trial[] = [
  {
    what: "KMSAN, a carve-out of which little is in use",
    input: variant("kmsan", "boot-carve-out"),
    cause: "carved-out",
    remedies: [["lazy", {}]],
  },
  {
    what: "KMSAN, a carve-out with its pointers in page_ext",
    input: variant("kmsan", "page-ext"),
    cause: "carved-out",
    remedies: [["lazy", {}]],
  },
  {
    what: "KMSAN, an access across a page border, metadata page by page",
    input: withAction(variant("kmsan", "lazy", { contiguity: "page" }), "unaligned-access"),
    cause: "not-adjacent",
    remedies: [["lazy", { contiguity: "block" }]],
  },
  {
    what: "KMSAN, three blocks where memory is fragmented",
    input: FRAGMENTED,
    cause: "metadata-in-blocks",
    remedies: [["lazy", { contiguity: "page" }]],
  },
  {
    what: "KASAN, linear shadow",
    input: variant("kasan", "linear"),
    cause: "shadow-at-boot",
    remedies: [["per-page", {}]],
  },
  {
    what: "KASAN, linear shadow and the quarantine",
    input: variant("kasan", "linear"),
    cause: "quarantined",
    remedies: [["linear", { quarantine: false }]],
  },
  {
    what: "KASAN, shadow in page_ext",
    input: variant("kasan", "page-ext"),
    cause: "shadow-at-boot",
    remedies: [["per-page", {}]],
  },
  {
    what: "KASAN, per-page shadow and the quarantine",
    input: variant("kasan", "per-page"),
    cause: "quarantined",
    remedies: [["per-page", { quarantine: false }]],
  },
  {
    what: "KASAN, per-page shadow with a slow worker",
    input: variant("kasan", "per-page", { workerDelayMs: 3000 }),
    cause: "withheld",
    remedies: [["per-page", { workerDelayMs: 1 }]],
  },
  {
    what: "KASAN, blocks and the quarantine",
    input: variant("kasan", "slab-blocks"),
    cause: "quarantined",
    remedies: [["slab-blocks", { quarantine: false }]],
  },
  {
    what: "MTE, an atomic request for a tagged page",
    input: variant("mte", "cma"),
    cause: "atomic",
    remedies: [["cleancache", {}]],
  },
  {
    what: "MTE, tag storage that is pinned",
    input: variant("mte", "cma"),
    cause: "no-progress",
    remedies: [["cleancache", {}]],
  },
  {
    what: "pmem, walkers of Linux 5.3",
    input: variant("device", "pfn-valid"),
    cause: "reserve",
    remedies: [
      ["online-page", {}],
      ["initialise-all", {}],
    ],
  },
  {
    what: "pmem, one walker taught",
    input: variant("device", "altmap-check"),
    cause: "reserve",
    remedies: [
      ["altmap-check", { taught: "all" }],
      ["initialise-all", {}],
    ],
  },
  {
    what: "pmem, the idle bitmap left behind",
    input: variant("device", "online-page", { pageIdle: false }),
    cause: "reserve",
    remedies: [
      ["online-page", { pageIdle: true }],
      ["initialise-all", {}],
    ],
  },
  {
    what: "direct map, changes that nobody looks at",
    input: variant("directmap", "stock", { interface: "void" }),
    cause: "hidden",
    remedies: [["checked", {}]],
  },
  {
    what: "direct map, splits without a page for a table",
    input: variant("directmap", "checked"),
    cause: "no-table",
    remedies: [
      ["reserved-tables", {}],
      ["pages-only", {}],
    ],
  },
  {
    what: "direct map, blocks that cannot be split while in use",
    input: ARM_IN_BLOCKS,
    cause: "no-live-split",
    remedies: [["pages-only", {}]],
  },
];

/** Runs that several trials compare with each other are run once. */
const runs = new Map<string, RunResult>();
function resultOf(input: RunInput): RunResult {
  const key = JSON.stringify(input);
  const known = runs.get(key);
  if (known !== undefined) return known;
  const result = runToEnd(input);
  runs.set(key, result);
  return result;
}

const has = (chain: readonly CauseStep[], cause: string) => chain.some(({ code }) => code === cause);

/** The input with a remedy's strategy in the place of the present one. */
function remedied(input: RunInput, remedy: Remedy): RunInput {
  const strategies = input.strategies.map(({ family, type, params }) =>
    family === remedy.family
      ? { family, type: remedy.type, params: remediedFields(params, remedy) as StrategyInput["params"] }
      : { family, type, params },
  );
  return { ...input, strategies };
}

/** How often that failed. */
function countOf(failures: readonly FailureGroup[], subjects: ReadonlySet<string>): number {
  return failures.reduce((sum, { subject, count }) => sum + (subjects.has(subject) ? count : 0), 0);
}

const told = new Set<string>();

describe("a remedy removes the failure it is offered for", () => {
  for (const { what, input, cause, remedies } of TRIALS)
    test(`${what}: ${cause}`, () => {
      const before = resultOf(input);
      const groups = before.failures.filter(({ chain }) => has(chain, cause));
      const offered = groups[0]?.chain.find(({ code }) => code === cause)?.remedies ?? [];
      expect(offered.map(({ type, params }) => [type, params])).toEqual(remedies);
      const subjects = new Set(groups.map(({ subject }) => subject));
      for (const remedy of offered) {
        told.add(`${remedy.family} ${cause} ${remedy.sentence}`);
        const after = resultOf(remedied(input, remedy));
        expect(after.failures.filter(({ chain }) => has(chain, cause))).toEqual([]);
        expect(countOf(after.failures, subjects)).toBeLessThan(countOf(before.failures, subjects));
        expect(after.panic).toBeNull();
      }
    });

  test("and none is offered that is not tried here", () => {
    const all = STRATEGIES.flatMap(({ description: { family }, remedies = [] }) =>
      remedies.map(({ cause, sentence }) => `${family} ${cause} ${sentence}`),
    );
    expect([...told].sort()).toEqual([...new Set(all)].sort());
  });
});
