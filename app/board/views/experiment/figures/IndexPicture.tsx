import { useMemo, useState } from "react";
import { secondsText } from "../../../cards/figures";
import { gridSteps } from "../../../charts/lines";
import { useTime } from "../../../charts/picture/clock";
import { HeatMarks, LineMarks } from "../../../charts/picture/marks";
import { Picture } from "../../../charts/picture/Picture";
import { TimeSvg } from "../../../charts/picture/TimeSvg";
import type { ShownInView, ShownRun } from "../use-shown";
import s from "../view.module.css";
import { Reading } from "./LinePicture";
import { SmallMultiples } from "./SmallMultiples";

const INDICES = {
  unusable: {
    name: "Unusable index",
    help: "0 to 1,000: the share of free memory that a request of the order cannot use",
    floor: 0,
  },
  fragmentation: {
    name: "Fragmentation index",
    help: "−1,000 where a request would be served; towards 0 for lack of memory, towards 1,000 by fragmentation",
    floor: -1000,
  },
} as const;
type Index = keyof typeof INDICES;

/** Transparent huge pages on x86-64: the order people ask about first. */
const DEFAULT_ORDER = 9;
const HEAT_HEIGHT = 128;

/** mm/vmstat.c's two indices: every order over time as a heat map, and one order as lines. */
export function IndexPicture({ shown }: { shown: ShownInView }) {
  const { runs, durationMs } = shown;
  const [index, setIndex] = useState<Index>("unusable");
  const [wanted, setWanted] = useState(DEFAULT_ORDER);
  const orders = Math.max(1, ...runs.map(({ live }) => live.series.unusable.length));
  const order = Math.min(wanted, orders - 1);
  const { name, help, floor } = INDICES[index];
  const lines = useMemo(
    () =>
      runs.map(({ look, live }) => ({
        look,
        t: live.series.tMs,
        values: live.series[index][order] ?? [],
      })),
    [runs, index, order],
  );
  const table = () => {
    const columns = runs.flatMap(({ look }) =>
      Array.from({ length: orders }, (_, at) => ({ name: `${look.letter} order ${at}`, unit: "" })),
    );
    const [longest] = [...runs].sort((a, b) => b.live.series.tMs.length - a.live.series.tMs.length);
    return {
      columns: [{ name: "Time", unit: "s" }, ...columns],
      rows: (longest?.live.series.tMs ?? []).map((tMs, sample) => [
        secondsText(tMs).replace(" s", ""),
        ...runs.flatMap(({ live }) =>
          Array.from({ length: orders }, (_, at) => live.series[index][at]?.[sample] ?? null),
        ),
      ]),
    };
  };
  return (
    <Picture
      title={name}
      subtitle={<span title={help}>{help}</span>}
      aside={
        <>
          <span className={s.ramp} aria-hidden>
            0 <i /> 1000
          </span>
          <select
            className={s.select}
            aria-label="Index"
            value={index}
            onChange={(event) => setIndex(event.target.value as Index)}
          >
            {Object.entries(INDICES).map(([key, one]) => (
              <option key={key} value={key}>
                {one.name}
              </option>
            ))}
          </select>
        </>
      }
      table={table}
    >
      <SmallMultiples shown={shown} reading={(run) => <IndexNow run={run} index={index} order={order} />}>
        {(run) => (
          <TimeSvg
            label={`${name} of variant ${run.look.letter}, order up, time right.`}
            height={HEAT_HEIGHT}
            durationMs={durationMs}
            range={[0, orders]}
            hasGrid={false}
            ticks={gridSteps(orders - 1, 4).map((at) => ({ value: at + 0.5, text: String(at) }))}
          >
            {(scale) => <HeatMarks columns={run.live.series[index]} t={run.live.series.tMs} scale={scale} />}
          </TimeSvg>
        )}
      </SmallMultiples>
      <p className={s.lineHead}>
        <label>
          order{" "}
          <select value={order} onChange={(event) => setWanted(Number(event.target.value))}>
            {Array.from({ length: orders }, (_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the orders are the indices
              <option key={at}>{at}</option>
            ))}
          </select>
        </label>
        <Reading lines={lines} text={(value) => value.toLocaleString("en-US")} />
      </p>
      <TimeSvg
        label={`${name} of order ${order}, all variants.`}
        height={110}
        durationMs={durationMs}
        range={[floor, 1000]}
        ticks={[floor, floor === 0 ? 500 : 0, 1000].map((value) => ({
          value,
          text: value.toLocaleString("en-US"),
        }))}
        right={48}
      >
        {(scale) => <LineMarks lines={lines} scale={scale} end={(value) => value.toFixed(0)} />}
      </TimeSvg>
    </Picture>
  );
}

function IndexNow({ run: { live }, index, order }: { run: ShownRun; index: Index; order: number }) {
  const tMs = useTime();
  const sample = live.series.tMs.findLastIndex((at) => at <= tMs);
  const value = live.series[index][order]?.[sample];
  return value === undefined
    ? "not reached"
    : `order ${order} at ${secondsText(tMs)}: ${value.toLocaleString("en-US")}`;
}
