import { type ExperimentJson, type ItemId, type Measures, measure, seedsOf } from "@carveout/model";
import type { RunProgress, RunResult } from "@carveout/sim";
import { useMemo } from "react";
import type { ShownVariant } from "../../cards/experiment/use-experiment";
import { useExperiment } from "../../cards/experiment/use-experiment";
import type { VariantLook } from "../../cards/variant-look";

/** What a variant's pictures show: the run at hand, or the last result where there is none yet. */
export interface ShownRun {
  variant: ShownVariant;
  look: VariantLook;
  live: RunProgress | RunResult;
  /** null while it runs. */
  result: RunResult | null;
  /** SHA-256 of what is shown. */
  run: string;
  /** The input is another one by now: what for, in a sentence; null where it is not. */
  stale: string | null;
}

export interface ShownInView {
  variants: readonly ShownVariant[];
  /** Those that have something to show, in the order of their columns. */
  runs: readonly ShownRun[];
  baseline: string;
  seeds: readonly number[];
  pageSizeBytes: number;
  durationMs: number;
}

export function useShown(id: ItemId, item: ExperimentJson): ShownInView {
  const { variants, pageSizeBytes, durationMs } = useExperiment(id);
  return useMemo(() => {
    const runs = variants.flatMap((variant) => shownRun(variant) ?? []);
    const wanted = item.fields.baseline ?? "";
    const has = variants.some(({ head }) => head.variant === wanted);
    return {
      variants,
      runs,
      baseline: has ? wanted : (variants[0]?.head.variant ?? ""),
      seeds: seedsOf(item),
      pageSizeBytes,
      durationMs: runs.reduce((most, { live }) => Math.max(most, endOf(live)), durationMs),
    };
  }, [variants, item, pageSizeBytes, durationMs]);
}

function shownRun(variant: ShownVariant): ShownRun | null {
  const { frame, look, stale } = variant;
  const status = frame?.status;
  if (frame && status?.state === "result") {
    const { result } = status;
    return { variant, look, live: result, result, run: frame.run, stale: null };
  }
  if (frame && (status?.state === "running" || status?.state === "ended early") && status.progress !== null)
    return { variant, look, live: status.progress, result: null, run: frame.run, stale: null };
  if (stale === null) return null;
  return { variant, look, live: stale.result, result: stale.result, run: stale.run, stale: stale.why };
}

const endOf = (live: RunProgress | RunResult) =>
  "durationMs" in live ? live.durationMs : (live.series.tMs.at(-1) ?? 0);

/** What the shown results measure, by id of the variant. */
export function useMeasures(runs: readonly ShownRun[]): ReadonlyMap<string, Measures> {
  return useMemo(
    () =>
      new Map(
        runs.flatMap(({ variant, result, stale }) =>
          result === null || stale !== null ? [] : [[variant.head.variant, measure(result)] as const],
        ),
      ),
    [runs],
  );
}
