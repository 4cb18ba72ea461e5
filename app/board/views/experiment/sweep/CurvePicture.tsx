import {
  formatNumber,
  formatValue,
  type MetricUnit,
  measureText,
  NEVER,
  type Spread,
  type sweepAxes,
} from "@carveout/model";
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import { gridSteps, spreadLabels } from "../../../charts/lines";
import { Marker } from "../../../charts/picture/marks";
import { Picture } from "../../../charts/picture/Picture";
import p from "../../../charts/picture/picture.module.css";
import s from "../study/study.module.css";
import type { ShownInView } from "../use-shown";
import v from "../view.module.css";

export type SweptAxis = Exclude<ReturnType<typeof sweepAxes>, { problem: string }>[number];

export interface SweepPictureProps {
  title: string;
  unit: MetricUnit;
  variants: ShownInView["variants"];
  valueAt: (variant: string, at: readonly number[]) => Spread | null;
  pageSizeBytes: number;
  isStale: boolean;
}

const HEIGHT = 280;
const LEFT = 60;
const RIGHT = 40;
const TOP = 10;
const BOTTOM = 22;

/** A metric over the values of one parameter: the middle of the seeds as a line, their ends as a band. */
export function CurvePicture(props: SweepPictureProps & { x: SweptAxis; seeds: number }) {
  const { title, unit, variants, valueAt, pageSizeBytes, isStale, x: axis, seeds } = props;
  const { values, spec } = axis;
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState<number | null>(null);
  useLayoutEffect(() => {
    const { current } = host;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const isLog = axis.axis.scale === "log";
  const along = (value: number) => (isLog ? Math.log(value) : value);
  const [first = 0, last = 1] = [values[0], values.at(-1)];
  const low = Math.min(along(first), along(last));
  const high = Math.max(along(first), along(last));
  const xOf = (value: number) => LEFT + ((along(value) - low) / (high - low || 1)) * (width - LEFT - RIGHT);
  const curves = variants.map(({ head, look }) => ({
    head,
    look,
    points: values.map((value) => ({ value, spread: valueAt(head.variant, [value]) })),
  }));
  const number = (value: Spread["median"] | undefined) =>
    value === undefined || value === NEVER ? null : value;
  const most = Math.max(
    1e-9,
    ...curves.flatMap(({ points }) =>
      points.map(({ spread }) => number(spread?.max) ?? number(spread?.median) ?? 0),
    ),
  );
  const yOf = (value: number) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP);
  const measured = curves.some(({ points }) => points.some(({ spread }) => spread !== null));
  const table = () => ({
    columns: [
      { name: spec.label, unit: spec.type === "bytes" ? "B" : (spec.unit ?? "") },
      ...curves.flatMap(({ head }) =>
        (seeds > 1 ? ["min", "median", "max"] : ["median"]).map((end) => ({
          name: `${head.letter} ${end}`,
          unit,
        })),
      ),
    ],
    rows: values.map((value, i) => [
      value,
      ...curves.flatMap(({ points }) => {
        const spread = points[i]?.spread ?? null;
        return seeds > 1
          ? [spread?.min ?? null, spread?.median ?? null, spread?.max ?? null]
          : [spread?.median ?? null];
      }),
    ]),
  });
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const distance = (value: number) => Math.abs(xOf(value) - (event.clientX - left));
    setAt(values.reduce((best, value, i) => (distance(value) < distance(values[best] ?? 0) ? i : best), 0));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(values.length - 1, (at ?? (step > 0 ? -1 : values.length)) + step)));
  };
  const ends = curves.flatMap(({ look, points }) => {
    const end = points.findLast(({ spread }) => number(spread?.median) !== null);
    const value = number(end?.spread?.median);
    return end === undefined || value === null ? [] : [{ look, x: xOf(end.value), y: yOf(value) }];
  });
  const labels = spreadLabels(
    ends.map(({ y }) => y),
    12,
    TOP,
    HEIGHT - BOTTOM,
  );
  const every = Math.max(1, Math.ceil(values.length / Math.max(2, Math.floor(width / 110))));
  const reading = at === null ? null : values[at];
  return (
    <Picture
      title={title}
      subtitle={`over ${spec.label}${seeds > 1 ? `, middle and range of ${seeds} seeds` : ""}`}
      table={table}
    >
      <p className={s.readout} aria-live="polite">
        {reading === null || reading === undefined
          ? measured
            ? "Point at a value, or use the arrows, for what was measured there."
            : "Fills as the runs finish."
          : `${formatValue(spec, reading)}: ${curves
              .map(({ head, points }) => {
                const spread = points[at ?? 0]?.spread;
                return `${head.letter} ${spread ? measureText(spread.median, unit, pageSizeBytes) : "not run"}`;
              })
              .join(", ")}`}
      </p>
      <section
        ref={host}
        className={v.stalePicture}
        data-stale={isStale || undefined}
        data-keys
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows read its values
        tabIndex={0}
        aria-label={`${title} over ${spec.label}, arrows read its values`}
        onKeyDown={onKeyDown}
      >
        {width > 0 && (
          <svg
            data-picture
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={`${title} over ${spec.label}, ${variants.length} variants.`}
            onPointerMove={point}
            onPointerLeave={() => setAt(null)}
          >
            {gridSteps(most, 4).map((value) => (
              <g key={value}>
                <path d={`M${LEFT} ${yOf(value)}H${width - RIGHT}`} className={p.grid} />
                <text x={LEFT - 6} y={yOf(value) + 4} textAnchor="end" className={p.number}>
                  {unit === "ms" ? `${value / 1000} s` : formatNumber(value)}
                </text>
              </g>
            ))}
            {values.map((value, i) =>
              i % every === 0 ? (
                <text key={value} x={xOf(value)} y={HEIGHT - 4} textAnchor="middle" className={p.number}>
                  {formatValue(spec, value)}
                </text>
              ) : null,
            )}
            {curves.map(({ look, points }) => {
              const there = points.flatMap(({ value, spread }) => {
                const [min, median, max] = [number(spread?.min), number(spread?.median), number(spread?.max)];
                return median === null
                  ? []
                  : [{ x: xOf(value), min: min ?? median, median, max: max ?? most }];
              });
              const line = there
                .map(({ x, median }, i) => `${i === 0 ? "M" : "L"}${x} ${yOf(median)}`)
                .join("");
              const band = [
                ...there.map(({ x, max }) => `${x} ${yOf(max)}`),
                ...there.toReversed().map(({ x, min }) => `${x} ${yOf(min)}`),
              ].join("L");
              return (
                <g key={look.letter}>
                  {seeds > 1 && there.length > 1 && (
                    <path d={`M${band}Z`} fill={`var(--${look.token})`} opacity={0.14} />
                  )}
                  <path
                    d={line}
                    className={p.line}
                    stroke={`var(--${look.token})`}
                    strokeDasharray={look.dash.join(" ") || undefined}
                  />
                  {there.map(({ x, median }) => (
                    <Marker key={x} look={look} x={x} y={yOf(median)} size={7} />
                  ))}
                </g>
              );
            })}
            {ends.map(({ look, x }, i) => (
              <text
                key={look.letter}
                x={x + 9}
                y={(labels[i] ?? 0) + 4}
                className={p.letter}
                fill={`var(--${look.token})`}
              >
                {look.letter}
              </text>
            ))}
            {reading !== null && reading !== undefined && (
              <path d={`M${xOf(reading)} ${TOP}V${HEIGHT - BOTTOM}`} className={p.cursor} data-screen-only />
            )}
          </svg>
        )}
      </section>
    </Picture>
  );
}
