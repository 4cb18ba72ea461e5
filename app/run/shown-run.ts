import { formatNumber, roundBytes, strategyOf } from "@carveout/model";
import type { RunInput } from "@carveout/sim";
import type { KeptRun } from "../api";
import { readColumn } from "../board/cards/experiment/column";
import { variantLook } from "../board/cards/variant-look";
import type { ShownInView } from "../board/views/experiment/use-shown";

/** A kept run as the one variant of a view. */
export function shownRun({ run, input, result, resultHash, wallMs }: KeptRun): ShownInView {
  const status = {
    state: "result",
    result,
    resultHash,
    wallMs,
    warnings: result.warnings.length,
  } as const;
  const frame = {
    type: "run",
    experiment: "",
    variant: "",
    run,
    seed: input.seed,
    serial: 1,
    changed: "",
    status,
  } as const;
  const families = input.strategies.map(({ family }) => family);
  const head = { variant: "", letter: "A", name: strategiesText(input), strategies: [], families };
  const look = variantLook(0, "A");
  const variant = { head, look, column: readColumn(frame), frame, stale: null };
  return {
    variants: [variant],
    runs: [{ variant, look, live: result, result, run, stale: null }],
    baseline: "",
    seeds: [input.seed],
    pageSizeBytes: input.machine.pageSizeBytes,
    durationMs: input.workload.durationMs,
  };
}

/** The strategies by their titles, or that there is none. */
export function strategiesText({ strategies }: RunInput): string {
  const titles = strategies.map(({ family, type }) => strategyOf(family, type)?.title ?? `${family}/${type}`);
  return titles.join(" + ") || "The kernel without a strategy";
}

/** What was simulated, in a line. */
export function inputText({ machine, workload }: RunInput): string {
  const bytes = machine.banks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return [
    `${machine.arch}, kernel ${machine.kernel}, ${roundBytes(bytes)} of RAM`,
    `${formatNumber(machine.cpus)} cpus`,
    `struct page ${formatNumber(machine.structPageBytes)} B`,
    `${formatNumber(workload.allocationsPerSecond)} requests/s for ${formatNumber(workload.durationMs / 1000)} s`,
  ].join(", ");
}
