import { formatNumber } from "@carveout/model";
import { useMemo } from "react";
import { counted, secondsText } from "../../../cards/figures";
import { gridSteps } from "../../../charts/lines";
import { useTime } from "../../../charts/picture/clock";
import { BarMarks } from "../../../charts/picture/marks";
import { Picture } from "../../../charts/picture/Picture";
import { TimeSvg } from "../../../charts/picture/TimeSvg";
import type { ShownInView, ShownRun } from "../use-shown";
import { failuresOverTime } from "./failures-over-time";
import { SmallMultiples } from "./SmallMultiples";

/** When it failed: how many failures each stretch between two samples has, of all causes together. */
export function FailuresPicture({ shown }: { shown: ShownInView }) {
  const { runs, durationMs } = shown;
  const bars = useMemo(
    () => new Map(runs.map((run) => [run.look.letter, failuresOverTime(run.live)])),
    [runs],
  );
  const most = Math.max(1, ...[...bars.values()].flat().map(({ value }) => value));
  if ([...bars.values()].every((one) => one.length === 0)) return null;
  const table = () => ({
    columns: [
      { name: "Variant", unit: "" },
      { name: "From", unit: "s" },
      { name: "To", unit: "s" },
      { name: "Failures", unit: "" },
    ],
    rows: runs.flatMap(({ look }) =>
      (bars.get(look.letter) ?? []).map(({ fromMs, toMs, value }) => [
        `${look.letter} ${(toMs / 1000).toFixed(3)}`,
        fromMs / 1000,
        toMs / 1000,
        value,
      ]),
    ),
  });
  return (
    <Picture title="Failures" subtitle="how many in each stretch of time, all causes" table={table}>
      <SmallMultiples shown={shown} reading={(run) => <FailuresNow run={run} />}>
        {(run) => (
          <TimeSvg
            label={`Failures of variant ${run.look.letter} over time, at most ${formatNumber(most)} in a stretch.`}
            height={84}
            durationMs={durationMs}
            range={[0, most]}
            ticks={gridSteps(most, 2).map((value) => ({ value, text: formatNumber(value) }))}
          >
            {(scale) => <BarMarks bars={bars.get(run.look.letter) ?? []} look={run.look} scale={scale} />}
          </TimeSvg>
        )}
      </SmallMultiples>
    </Picture>
  );
}

function FailuresNow({ run: { live } }: { run: ShownRun }) {
  const tMs = useTime();
  const past = live.failures.reduce(
    (sum, { overTime }) =>
      sum +
      overTime.reduce((n, { sample, count }) => ((live.series.tMs[sample] ?? 0) <= tMs ? n + count : n), 0),
    0,
  );
  return `${counted(past, "failure")} until ${secondsText(tMs)}`;
}
