import type { Series } from "@carveout/sim";
import { useMemo } from "react";
import type { VariantLook } from "../cards/variant-look";
import { QuantityChart } from "./QuantityChart";
import type { TimeChartProps } from "./TimeChart";

export interface ChartRun {
  look: VariantLook;
  series: Series;
}

/** Free memory over simulated time, all variants. */
export function FreeMemoryChart(props: {
  runs: readonly ChartRun[];
  pageSizeBytes: number;
  durationMs: number;
  clock: TimeChartProps["clock"];
}) {
  const { runs, ...rest } = props;
  const lines = useMemo(
    () => runs.map(({ look, series }) => ({ look, t: series.tMs, values: series.freePages })),
    [runs],
  );
  return <QuantityChart title="Free memory" unit="pages" lines={lines} {...rest} />;
}
