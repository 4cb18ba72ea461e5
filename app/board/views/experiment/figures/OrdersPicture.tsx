import { formatNumber } from "@carveout/model";
import { useMemo } from "react";
import { bothForms, secondsText } from "../../../cards/figures";
import { gridSteps } from "../../../charts/lines";
import { useTime } from "../../../charts/picture/clock";
import { AreaMarks } from "../../../charts/picture/marks";
import { Picture } from "../../../charts/picture/Picture";
import { TimeSvg } from "../../../charts/picture/TimeSvg";
import { scaleOf } from "../../../charts/quantity-scale";
import type { ShownInView, ShownRun } from "../use-shown";
import { bandsOf } from "./orders";
import { SmallMultiples } from "./SmallMultiples";

const HEIGHT = 128;

/** /proc/buddyinfo over time: free memory, stacked by the order of its blocks. */
export function OrdersPicture({ shown }: { shown: ShownInView }) {
  const { runs, durationMs, pageSizeBytes } = shown;
  const most = Math.max(
    0,
    ...runs.map(({ live }) => live.series.freePages.reduce((a, b) => Math.max(a, b), 0)),
  );
  const quantity = scaleOf("pages", most, pageSizeBytes);
  const table = () => {
    const orders = Math.max(...runs.map(({ live }) => live.series.freeBlocks.length));
    const columns = runs.flatMap(({ look }) =>
      Array.from({ length: orders }, (_, order) => ({
        name: `${look.letter} order ${order}`,
        unit: "blocks",
      })),
    );
    const [longest] = [...runs].sort((a, b) => b.live.series.tMs.length - a.live.series.tMs.length);
    return {
      columns: [{ name: "Time", unit: "s" }, ...columns],
      rows: (longest?.live.series.tMs ?? []).map((tMs, sample) => [
        secondsText(tMs).replace(" s", ""),
        ...runs.flatMap(({ live }) =>
          Array.from({ length: orders }, (_, order) => live.series.freeBlocks[order]?.[sample] ?? null),
        ),
      ]),
    };
  };
  return (
    <Picture
      title="Free memory by order"
      subtitle={`${quantity.name} over simulated time; the number in an area is its order`}
      table={table}
    >
      <SmallMultiples shown={shown} reading={(run) => <FreeNow run={run} pageSizeBytes={pageSizeBytes} />}>
        {(run) => <Areas run={run} divisor={quantity.divisor} max={quantity.max} durationMs={durationMs} />}
      </SmallMultiples>
    </Picture>
  );
}

function Areas(props: { run: ShownRun; divisor: number; max: number; durationMs: number }) {
  const { run, divisor, max, durationMs } = props;
  const { series } = run.live;
  const bands = useMemo(() => bandsOf(series, divisor), [series, divisor]);
  return (
    <TimeSvg
      label={`Free memory by order of variant ${run.look.letter}, from ${bands[0]?.name} at the bottom to single pages at the top.`}
      height={HEIGHT}
      durationMs={durationMs}
      range={[0, max || 1]}
      ticks={gridSteps(max, 3).map((value) => ({ value, text: formatNumber(value) }))}
    >
      {(scale) => <AreaMarks bands={bands} t={series.tMs} scale={scale} />}
    </TimeSvg>
  );
}

/** Free memory and the largest block at the time cursor. */
function FreeNow({ run: { live }, pageSizeBytes }: { run: ShownRun; pageSizeBytes: number }) {
  const tMs = useTime();
  const { series } = live;
  const sample = series.tMs.findLastIndex((at) => at <= tMs);
  const free = series.freePages[sample];
  if (free === undefined) return "not reached";
  const largest = series.freeBlocks.findLastIndex((blocks) => (blocks[sample] ?? 0) > 0);
  return `${bothForms(free, pageSizeBytes)}, ${largest < 0 ? "no block" : `largest order ${largest}`}`;
}
