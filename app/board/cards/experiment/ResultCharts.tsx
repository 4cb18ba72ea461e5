import { useMemo, useState } from "react";
import { type ChartRun, FreeMemoryChart } from "../../charts/FreeMemoryChart";
import { UnusableChart } from "../../charts/UnusableChart";
import s from "./experiment.module.css";
import type { ShownExperiment, ShownVariant } from "./use-experiment";

/** Both pictures over time, on one clock. */
export function ResultCharts({ experiment }: { experiment: ShownExperiment }) {
  const { variants, pageSizeBytes, durationMs } = experiment;
  const [tMs, set] = useState<number | null>(null);
  const clock = useMemo(() => ({ tMs, set }), [tMs]);
  const runs = useMemo(() => chartRuns(variants), [variants]);
  return (
    <div className={s.charts} data-stale={variants.some(({ stale }) => stale !== null) || undefined}>
      <FreeMemoryChart runs={runs} pageSizeBytes={pageSizeBytes} durationMs={durationMs} clock={clock} />
      <UnusableChart runs={runs} durationMs={durationMs} clock={clock} />
    </div>
  );
}

/** The variants that have samples; those of an earlier input until newer ones come. */
export function chartRuns(variants: readonly ShownVariant[]): ChartRun[] {
  return variants.flatMap(({ look, column, stale }) => {
    const shown = column.live ?? stale?.result;
    return shown === undefined ? [] : [{ look, series: shown.series }];
  });
}
