/** Each remedy that a strategy offers is tried on a template's experiment: its cause is gone, and what failed of it fails less or not at all. */

import { remediedFields } from "@carveout/model";
import type {
  CauseStep,
  ChoiceRemedy,
  FailureGroup,
  MachineSettings,
  Remedy,
  RunInput,
  RunResult,
  StrategyInput,
} from "@carveout/sim";
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
  remedies: ([type: string, params: ChoiceRemedy["params"]] | ["machine", MachineSettings])[];
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

/** Memory is full of cache that could be moved or dropped, and kernel pages stay wherever they came to lie. */
const MIXED: RunInput = runInput({
  machine: machineInput(128 * MIB),
  strategies: [{ family: "buddy", type: "policy", params: { groupsByMobility: "off" } }],
  workload: workloadInput({
    durationMs: 6000,
    allocationsPerSecond: 5000,
    lifetimeMeanMs: 300,
    orderWeights: [99.9, 0, 0, 0, 0, 0, 0, 0, 0, 0.1],
    classes: mix({
      kernel: { weight: 1, lifetime: "exponential", lifetimeMeanMs: 60_000 },
      cache: { weight: 20, lifetime: "exponential", lifetimeMeanMs: 60_000 },
      user: { weight: 5 },
    }),
  }),
});

const MAP_IN_MEMORY: Trial["remedies"][number] = ["machine", { namespaces: { map: "mem" } }];
const RODATA_FULL: Trial["remedies"][number] = ["machine", { fields: { rodataFull: true } }];

function onArm(...kinds: RunInput["workload"]["actions"][number]["kind"][]): RunInput["workload"] {
  return workloadInput({
    durationMs: 1000,
    allocationsPerSecond: 10,
    actions: kinds.map((kind, index) => ({ kind, startMs: 10 + index, times: 1, everyMs: 0, pages: 1 })),
  });
}

const ARM_IN_BLOCKS: RunInput = runInput({
  machine: { ...machineInput(256 * MIB), arch: "arm64", rodataFull: false, bbml2: false, kfence: false },
  strategies: [{ family: "directmap", type: "stock", params: {} }],
  workload: onArm("set-memory-np"),
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
    remedies: [["online-page", {}], ["initialise-all", {}], MAP_IN_MEMORY],
  },
  {
    what: "pmem, one walker taught",
    input: variant("device", "altmap-check"),
    cause: "reserve",
    remedies: [["altmap-check", { taught: "all" }], ["initialise-all", {}], MAP_IN_MEMORY],
  },
  {
    what: "pmem, the idle bitmap left behind",
    input: variant("device", "online-page", { pageIdle: false }),
    cause: "reserve",
    remedies: [["online-page", { pageIdle: true }], ["initialise-all", {}], MAP_IN_MEMORY],
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
      ["machine", { fields: { debugPagealloc: true } }],
    ],
  },
  {
    what: "direct map, blocks that cannot be split while in use",
    input: ARM_IN_BLOCKS,
    cause: "no-live-split",
    remedies: [["pages-only", {}], RODATA_FULL],
  },
  {
    what: "direct map, a kernel that takes no page out of it and says it has",
    input: {
      ...ARM_IN_BLOCKS,
      machine: { ...ARM_IN_BLOCKS.machine, kernel: "6.6", bbml2: true },
      workload: onArm("set-memory-np", "hibernate"),
    },
    cause: "no-op",
    remedies: [RODATA_FULL],
  },
  {
    what: "direct map, no secret memory where memory is mapped with blocks",
    input: { ...ARM_IN_BLOCKS, workload: onArm("secretmem") },
    cause: "no-set-direct-map",
    remedies: [RODATA_FULL],
  },
  {
    what: "page allocator, pages that stay among pages that move",
    input: MIXED,
    cause: "fragmentation",
    remedies: [["policy", { groupsByMobility: "kernel" }]],
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
  if ("machine" in remedy) {
    const { fields, namespaces } = remedy.machine;
    const pmem = input.machine.pmem.map((namespace) => ({ ...namespace, ...namespaces }));
    return { ...input, machine: { ...input.machine, ...fields, pmem } };
  }
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
      const choices = offered.map((remedy) =>
        "machine" in remedy ? ["machine", remedy.machine] : [remedy.type, remedy.params],
      );
      expect(choices).toEqual(remedies);
      const subjects = new Set(groups.map(({ subject }) => subject));
      for (const remedy of offered) {
        told.add(`${cause}: ${remedy.sentence}`);
        const after = resultOf(remedied(input, remedy));
        expect(after.failures.filter(({ chain }) => has(chain, cause))).toEqual([]);
        expect(countOf(after.failures, subjects)).toBeLessThan(countOf(before.failures, subjects));
        expect(after.panic).toBeNull();
      }
    });

  test("and none is offered that is not tried here", () => {
    const all = STRATEGIES.flatMap(({ remedies = [] }) =>
      remedies.map(({ cause, sentence }) => `${cause}: ${sentence}`),
    );
    expect([...told].sort()).toEqual([...new Set(all)].sort());
  });
});
