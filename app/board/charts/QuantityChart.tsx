import { formatNumber } from "@carveout/model";
import { useMemo } from "react";
import { secondsText } from "../cards/figures";
import type { ChartLine } from "./lines";
import { lowest } from "./lines";
import { type Quantity, scaleOf } from "./quantity-scale";
import { TimeChart, type TimeChartProps } from "./TimeChart";

/** A quantity over simulated time, all variants, in the unit that suits its largest value. */
export function QuantityChart(props: {
  title: string;
  unit: Quantity;
  lines: readonly ChartLine[];
  pageSizeBytes: number;
  durationMs: number;
  clock: TimeChartProps["clock"];
}) {
  const { title, unit, lines, pageSizeBytes, durationMs, clock } = props;
  const scale = useMemo(() => {
    const most = Math.max(0, ...lines.map(({ values }) => values.reduce((a, b) => Math.max(a, b), 0)));
    return scaleOf(unit, most, pageSizeBytes);
  }, [lines, unit, pageSizeBytes]);
  const scaled = useMemo(
    () => lines.map((line) => ({ ...line, values: line.values.map((value) => value / scale.divisor) })),
    [lines, scale],
  );
  const words = (value: number) => `${scale.formatEnd(value)} ${scale.name}`.trim();
  const summary = scaled
    .map((line) => {
      const least = lowest(line);
      return least === null
        ? `${line.look.letter} has no sample`
        : `${line.look.letter} lowest ${words(least.value)} at ${secondsText(least.tMs)}, last ${words(line.values.at(-1) ?? 0)}`;
    })
    .join("; ");
  const inUnit = scale.name === "" ? "" : ` in ${scale.name}`;
  return (
    <TimeChart
      title={title}
      subtitle={`${scale.name} over time`.trim()}
      summary={`${title}${inUnit} over ${formatNumber(durationMs / 1000)} s. ${summary}.`}
      lines={scaled}
      durationMs={durationMs}
      max={scale.max}
      clock={clock}
      formatTick={formatNumber}
      formatEnd={scale.formatEnd}
      formatExact={scale.formatExact}
      formatCell={scale.formatCell}
      cellUnit={scale.cellUnit}
    />
  );
}
