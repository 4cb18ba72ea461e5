import { formatNumber } from "@carveout/model";
import ChevronDown from "lucide-react/icons/chevron-down";
import { useId, useMemo, useState } from "react";
import c from "../../ui/choice.module.css";
import s from "./charts.module.css";
import type { ChartRun } from "./FreeMemoryChart";
import { TimeChart, type TimeChartProps } from "./TimeChart";

/** Transparent huge pages on x86-64: the order people ask about first. */
const DEFAULT_ORDER = 9;
/** unusable_free_index() counts in permille. */
const MAX_INDEX = 1000;

const FORMATS = {
  formatTick: (value: number) => formatNumber(value),
  formatEnd: (value: number) => value.toFixed(0),
  formatExact: (value: number) => `${formatNumber(value, 0)} of 1,000`,
  formatCell: (value: number) => formatNumber(value, 0),
  cellUnit: "0 to 1,000",
};

/** How much of the free memory is of no use to a request of one order, over simulated time. */
export function UnusableChart(props: {
  runs: readonly ChartRun[];
  durationMs: number;
  clock: TimeChartProps["clock"];
}) {
  const { runs, durationMs, clock } = props;
  const [wanted, setWanted] = useState(DEFAULT_ORDER);
  const known = Math.max(0, ...runs.map(({ series }) => series.unusable.length));
  const orders = known > 0 ? known : DEFAULT_ORDER + 2;
  const order = Math.min(wanted, orders - 1);
  const lines = useMemo(
    () =>
      runs.flatMap(({ look, series }) => {
        const values = series.unusable[order];
        return values === undefined ? [] : [{ look, t: series.tMs, values }];
      }),
    [runs, order],
  );
  const summary = lines
    .map(
      (line) =>
        `${line.look.letter} highest ${formatNumber(Math.max(0, ...line.values), 0)}, last ${formatNumber(line.values.at(-1) ?? 0, 0)}`,
    )
    .join("; ");
  return (
    <TimeChart
      title="Unusable index"
      subtitle={<OrderPicker order={order} orders={orders} onPick={setWanted} />}
      summary={`Unusable free index of order ${order}, 0 to 1,000, over ${durationMs / 1000} s. ${summary}.`}
      lines={lines}
      durationMs={durationMs}
      max={MAX_INDEX}
      clock={clock}
      {...FORMATS}
    />
  );
}

function OrderPicker(props: { order: number; orders: number; onPick: (order: number) => void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>order </label>
      <span className={`${c.choice} ${s.order}`}>
        <span className={c.chosen} aria-hidden>
          {props.order}
        </span>
        <ChevronDown size={12} aria-hidden />
        <select id={id} value={props.order} onChange={(event) => props.onPick(Number(event.target.value))}>
          {Array.from({ length: props.orders }, (_, order) => order).map((order) => (
            <option key={order}>{order}</option>
          ))}
        </select>
      </span>
    </>
  );
}
