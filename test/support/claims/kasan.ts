import { diagnose, estimate, type StrategyInput } from "@carveout/sim";
import { perPage } from "../../../packages/sim/src/strategies/kasan/per-page";
import { slabBlocks } from "../../../packages/sim/src/strategies/kasan/slab-blocks";
import {
  GIB,
  MIB,
  machineInput,
  mix,
  runInput,
  strategyInput,
  workloadInput,
} from "../../../packages/sim/src/testing/inputs";
import { KasanBench } from "../../../packages/sim/src/testing/kasan-bench";
import { figureOf, runToEnd } from "../../../packages/sim/src/testing/results";
import type { Claim } from "./claim";

const MAIL =
  "D. Vyukov, Re: [PATCH v1 00/11] mm/kasan: support per-page shadow memory to reduce memory consumption, 30 May 2017";
const KASAN = { mail: MAIL, template: "kasan" };

export const claims: Claim[] = [
  {
    number: 6,
    claim:
      "Blocks of 512 B take less than a whole page of shadow if one of eight neighbouring pages needs it.",
    ...KASAN,
    check: oneOfEight,
  },
  {
    number: 7,
    claim:
      "512-byte blocks work with outline instrumentation only, but need no TLB flush and no hook in the page allocator.",
    ...KASAN,
    check: outlineOnly,
  },
  {
    number: 8,
    claim: "Shadow in page_ext is allocated in advance, whatever is used, and is slower to look up.",
    ...KASAN,
    check: inAdvance,
  },
];

const count = (value: number) => value.toLocaleString("en-US");

const GROUPS = 1000;

/** Bytes of shadow for 1,000 groups of 8 pages of which so many are slab pages: a page for each group, and blocks of 512 B. */
function shadowOf(slabPages: number): { perPage: number; blocks: number } {
  const [shadow, blocks] = [new KasanBench(perPage), new KasanBench(slabBlocks)];
  for (let group = 0; group < GROUPS; group++) {
    for (const bench of [shadow, blocks]) {
      const first = bench.group();
      for (let page = 0; page < slabPages; page++) bench.makeSlab(first + page);
    }
  }
  return { perPage: shadow.figure("dynamic-shadow"), blocks: 512 * blocks.figure("attached-blocks") };
}

function oneOfEight() {
  const one = shadowOf(1);
  const all = shadowOf(8);
  return {
    outcome:
      `For ${count(GROUPS)} groups with one slab page each, pages of shadow take ${count(one.perPage)} B and blocks ${count(one.blocks)} B; ` +
      `with eight each, ${count(all.perPage)} B and ${count(all.blocks)} B.`,
    isConfirmed: one.blocks * 8 === one.perPage && all.blocks === all.perPage,
  };
}

function outlineOnly() {
  const machine = machineInput(256 * MIB, { cpus: 4 });
  const wanted: StrategyInput["params"][] = [{ instrumentation: "inline" }, { stack: true }];
  const refused = wanted.filter((params) =>
    diagnose(runInput({ machine, strategies: [strategyInput("kasan", "slab-blocks", params)] })).some(
      ({ severity, family }) => severity === "error" && family === "kasan",
    ),
  ).length;
  const seen = (type: string) => {
    const workload = workloadInput({
      allocationsPerSecond: 20_000,
      orderWeights: [8, 1, 1, 2],
      lifetimeMeanMs: 100,
      slabPercent: 70,
      classes: mix({ kernel: { weight: 1 } }),
      sameCpuFreePercent: 50,
    });
    const result = runToEnd(runInput({ machine, workload, strategies: [strategyInput("kasan", type)] }));
    const value = (key: string) => Number(figureOf(result, "kasan", key) ?? 0);
    return { rechecks: value("rechecks"), withheld: value("most-withheld") };
  };
  const [pages, blocks] = [seen("per-page"), seen("slab-blocks")];
  return {
    outcome:
      `Inline and stack instrumentation are refused (${refused} of 2). Under one load per-page shadow repeats at most ${count(pages.rechecks)} checks for stale ` +
      `TLB entries and keeps up to ${count(pages.withheld)} free pages off the free lists; blocks repeat ${blocks.rechecks} and keep back ${blocks.withheld}.`,
    isConfirmed:
      refused === 2 &&
      pages.rechecks > 0 &&
      pages.withheld > 0 &&
      blocks.rechecks === 0 &&
      blocks.withheld === 0,
  };
}

function inAdvance() {
  const machine = machineInput(GIB);
  const shadow = (type: string, slabPercent: number) => {
    const strategies = [strategyInput("kasan", type, { quarantine: false })];
    const workload = workloadInput({
      allocationsPerSecond: 1000,
      slabPercent,
      classes: mix({ kernel: { weight: 1 } }),
    });
    const input = runInput({ machine, strategies, workload });
    return {
      atBoot: estimate(input).memory.pageExtPages * 4096,
      atEnd: runToEnd(input).memory.pageExtPages * 4096,
    };
  };
  const [idle, busy] = [shadow("page-ext", 0), shadow("page-ext", 100)];
  return {
    outcome:
      `Of 1 GiB the tables take ${idle.atBoot / MIB} MiB at boot where no page is a slab page, and ${busy.atEnd / MIB} MiB where every kernel page is. ` +
      "For the lookup the mails have no figure, and the simulation has none.",
    isConfirmed: [idle, busy].every(({ atBoot, atEnd }) => atBoot === GIB / 8 && atEnd === atBoot),
  };
}
