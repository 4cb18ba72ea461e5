import type { RunInput, RunResult } from "@carveout/sim";
import { figureOf, runToEnd } from "../../../packages/sim/src/testing/results";
import type { Claim } from "./claim";
import { templateInput } from "./template-input";

const MAIL = "A. Elisei, arm64 MTE tag storage reuse - alternatives to MIGRATE_CMA, 20 Feb 2024";

/** The template's board with one strategy and another load. */
function input(type: string, load: Partial<RunInput["workload"]>): RunInput {
  const { workload, ...rest } = templateInput("mte");
  return {
    ...rest,
    strategies: [{ family: "mte", type, params: {} }],
    workload: { ...workload, ...load },
  };
}

/** One class of requests, and nothing else. */
function only(workload: RunInput["workload"], name: keyof RunInput["workload"]["classes"]) {
  const off = { weight: 0, lifetime: "never" as const, lifetimeMeanMs: 1 };
  const classes = { user: off, kernel: off, reclaimable: off, cache: off, atomic: off, nowait: off };
  return { ...workload.classes, ...classes, [name]: { ...off, weight: 1 } };
}

const figure = (result: RunResult, key: string) => Number(figureOf(result, "mte", key) ?? 0);

const failed = ({ orders }: RunResult) => orders.reduce((sum, { failed: some }) => sum + some, 0);

const has = ({ failures }: RunResult, code: string) =>
  failures.filter(({ chain }) => chain.some((step) => step.code === code));

const count = (value: number) => value.toLocaleString("en-US");

export const claims: Claim[] = [
  {
    number: 9,
    claim:
      "Tag storage that is in use for data cannot be had in atomic context, because its data cannot be migrated there.",
    mail: MAIL,
    template: "mte",
    check() {
      const refused = runToEnd(input("cma", {}));
      const kept = runToEnd(input("cleancache", {}));
      const inUse = has(refused, "atomic")
        .filter(({ chain }) => chain.some(({ sentence }) => sentence.includes("holds movable data")))
        .reduce((sum, group) => sum + group.count, 0);
      return {
        outcome:
          `As CMA, tag storage is refused to all ${count(figure(refused, "atomicRefusals"))} atomic tagged requests, ${count(inUse)} of them because it holds data and ` +
          `the others because the reservation sleeps; with cleancache ${count(failed(kept))} fail, and ${count(figure(kept, "droppedForTags"))} pages of copies are dropped for tags.`,
        isConfirmed:
          inUse > 0 && failed(refused) >= inUse && failed(kept) === 0 && figure(kept, "droppedForTags") > 0,
      };
    },
  },
  {
    number: 10,
    claim: "No CMA page can be used for tagged allocations, not even CMA that is no tag storage.",
    mail: MAIL,
    template: "mte",
    check() {
      const { machine, workload } = input("cma", {});
      const load = (taggedPercent: number) => ({
        classes: only(workload, "user"),
        taggedPercent,
        pinnedPercent: 0,
        lifetime: "never" as const,
        orderWeights: [0, 0, 0, 0, 1],
        allocationsPerSecond: 1500,
      });
      const served = ({ orders }: RunResult) =>
        orders.reduce((sum, { order, requested, failed: some }) => sum + 2 ** order * (requested - some), 0);
      const tagged = runToEnd(input("cma", load(100)));
      const untagged = runToEnd(input("cma", load(0)));
      const barred = has(tagged, "cma-barred").reduce((sum, group) => sum + group.count, 0);
      const pages = (ranges: { sizeBytes: number }[]) =>
        ranges.reduce((sum, { sizeBytes }) => sum + sizeBytes / machine.pageSizeBytes, 0);
      const cma = pages(machine.cma) + pages(machine.tagStorage);
      const less = served(untagged) - served(tagged);
      return {
        outcome:
          `Untagged movable requests get ${count(served(untagged))} pages, tagged ones ${count(served(tagged))}: ${count(less)} less, where ${count(cma)} are CMA, ` +
          `${count(pages(machine.cma))} of them no tag storage; ${count(barred)} requests fail with CMA free.`,
        isConfirmed: Math.abs(less - cma) < cma / 100 && barred > 0,
      };
    },
  },
  {
    number: 11,
    claim:
      "A process can use tag storage so that it cannot be migrated, and keep others from progress for ever.",
    mail: MAIL,
    template: "mte",
    check() {
      const load = { pinnedPercent: 100, durationMs: 3000, lifetime: "never" as const };
      const blocked = runToEnd(input("cma", load));
      const dropped = runToEnd(input("cleancache", load));
      const waiting = figure(blocked, "waiting");
      return {
        outcome:
          `With user pages pinned by vmsplice ${count(figure(blocked, "failed-pinned"))} reservations meet a pinned page, and after ${count(figure(blocked, "stuck"))} accesses without ` +
          `progress ${count(waiting)} pages still wait at the end; with cleancache all ${count(figure(dropped, "taggedPages"))} tagged pages have their tags stored.`,
        isConfirmed:
          waiting > 0 && has(blocked, "no-progress").length > 0 && has(dropped, "no-progress").length === 0,
      };
    },
  },
];
