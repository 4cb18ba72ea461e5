import { formatNumber } from "@carveout/model";
import type { Series } from "@carveout/sim";
import { useMemo } from "react";
import { bothForms, secondsText } from "../cards/figures";
import type { VariantLook } from "../cards/variant-look";
import { lowest } from "./lines";
import { TimeChart, type TimeChartProps } from "./TimeChart";

export interface ChartRun {
  look: VariantLook;
  series: Series;
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const GIB_FROM_BYTES = 64 * GIB;

/** Free memory over simulated time, all variants. */
export function FreeMemoryChart(props: {
  runs: readonly ChartRun[];
  pageSizeBytes: number;
  durationMs: number;
  clock: TimeChartProps["clock"];
}) {
  const { runs, pageSizeBytes, durationMs, clock } = props;
  const chart = useMemo(() => {
    const maxPages = Math.max(
      0,
      ...runs.map(({ series }) => series.freePages.reduce((a, b) => Math.max(a, b), 0)),
    );
    const isLarge = maxPages * pageSizeBytes >= GIB_FROM_BYTES;
    const pagesPerUnit = (isLarge ? GIB : MIB) / pageSizeBytes;
    const lines = runs.map(({ look, series }) => ({ look, t: series.tMs, values: series.freePages }));
    const unit = isLarge ? "GiB" : "MiB";
    const inUnit = (pages: number) => formatNumber(pages / pagesPerUnit, pages / pagesPerUnit < 10 ? 1 : 0);
    return { lines, maxPages, pagesPerUnit, unit, inUnit };
  }, [runs, pageSizeBytes]);
  const formats = useMemo(
    () => ({
      formatTick: (value: number) => formatNumber(value),
      formatEnd: (value: number) => formatNumber(value, value < 10 ? 1 : 0),
      formatExact: (value: number) => bothForms(Math.round(value * chart.pagesPerUnit), pageSizeBytes),
      formatCell: (value: number) =>
        `${formatNumber(Math.round(value * chart.pagesPerUnit))} (${formatNumber(value, 1)})`,
      cellUnit: `pages (${chart.unit})`,
    }),
    [chart, pageSizeBytes],
  );
  const lines = useMemo(
    () =>
      chart.lines.map((line) => ({
        ...line,
        values: line.values.map((pages) => pages / chart.pagesPerUnit),
      })),
    [chart],
  );
  const summary = chart.lines
    .map((line) => {
      const least = lowest(line);
      return least === null
        ? `${line.look.letter} has no sample`
        : `${line.look.letter} lowest ${chart.inUnit(least.value)} ${chart.unit} at ${secondsText(least.tMs)}, last ${chart.inUnit(line.values.at(-1) ?? 0)} ${chart.unit}`;
    })
    .join("; ");
  return (
    <TimeChart
      title="Free memory"
      subtitle={`${chart.unit} over time`}
      summary={`Free memory in ${chart.unit} over ${durationMs / 1000} s. ${summary}.`}
      lines={lines}
      durationMs={durationMs}
      max={chart.maxPages / chart.pagesPerUnit}
      clock={clock}
      {...formats}
    />
  );
}
