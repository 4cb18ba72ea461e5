import { formatNumber, type WorkloadFieldsJson } from "@carveout/model";
import { offeredLoad } from "./offered-load";
import s from "./workload.module.css";

const WIDTH = 238;
const HEIGHT = 44;
const TOP = 14;

/** The offered load over time, from the fields alone. */
export function LoadPicture({ fields }: { fields: WorkloadFieldsJson }) {
  const { durationMs, steps } = offeredLoad(fields);
  // A length of nothing stands here until the gate has put a refused one right.
  if (steps.length === 0) return <svg className={s.picture} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden />;
  const highest = Math.max(...steps.map((step) => step.perSecond));
  const x = (ms: number) => (ms / durationMs) * WIDTH;
  const y = (rate: number) => HEIGHT - (rate / highest) * (HEIGHT - TOP);
  const line = steps
    .map((step) => `${x(step.fromMs)} ${y(step.perSecond)}L${x(step.toMs)} ${y(step.perSecond)}`)
    .join("L");
  const peak = steps.find((step) => step.perSecond === highest);
  const peakX = peak === undefined ? 0 : x((peak.fromMs + peak.toMs) / 2);
  const sentence = steps
    .map(
      (step) =>
        `${formatNumber(step.perSecond)} a second from ${step.fromMs / 1000} to ${step.toMs / 1000} s`,
    )
    .join(", ");
  return (
    <svg
      className={s.picture}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Offered load: ${sentence}.`}
      preserveAspectRatio="none"
    >
      <path d={`M0 ${HEIGHT}L${line}L${WIDTH} ${HEIGHT}Z`} fill="var(--hover)" />
      <path
        d={`M${line}`}
        fill="none"
        stroke="var(--ink-2)"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
      <text
        x={Math.min(WIDTH - 2, Math.max(2, peakX))}
        y={TOP - 4}
        textAnchor={peakX > WIDTH - 40 ? "end" : peakX < 40 ? "start" : "middle"}
      >
        {formatNumber(highest)}/s
      </text>
    </svg>
  );
}
