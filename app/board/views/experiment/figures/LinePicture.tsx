import { formatNumber } from "@carveout/model";
import type { ReactNode } from "react";
import { useMemo } from "react";
import { secondsText } from "../../../cards/figures";
import { alignLines, type ChartLine, gridSteps, lowest, valueAt } from "../../../charts/lines";
import { useTime } from "../../../charts/picture/clock";
import { LineMarks } from "../../../charts/picture/marks";
import { Picture } from "../../../charts/picture/Picture";
import { type Scale, TimeSvg } from "../../../charts/picture/TimeSvg";
import { type Quantity, scaleOf } from "../../../charts/quantity-scale";
import type { ShownInView } from "../use-shown";
import s from "../view.module.css";

/** A quantity of all variants over time, in the unit that suits its largest value; exact values at the time cursor. */
export function LinePicture(props: {
  title: string;
  subtitle?: ReactNode;
  unit: Quantity;
  lines: readonly ChartLine[];
  shown: ShownInView;
  /** Levels and the like, in the values' own unit divided by `divisor`. */
  extra?: (scale: Scale, divisor: number) => ReactNode;
  height?: number;
}) {
  const { title, subtitle, unit, lines, shown, extra, height = 150 } = props;
  const { pageSizeBytes, durationMs } = shown;
  const quantity = useMemo(() => {
    const most = Math.max(0, ...lines.map(({ values }) => values.reduce((a, b) => Math.max(a, b), 0)));
    return scaleOf(unit, most, pageSizeBytes);
  }, [lines, unit, pageSizeBytes]);
  const scaled = useMemo(
    () => lines.map((line) => ({ ...line, values: line.values.map((value) => value / quantity.divisor) })),
    [lines, quantity],
  );
  const table = () => {
    const [times, ...columns] = alignLines(lines);
    return {
      columns: [
        { name: "Time", unit: "s" },
        ...lines.map(({ look }) => ({ name: look.letter, unit: unit === "count" ? "" : unit })),
      ],
      rows: times.map((tMs, row) => [
        secondsText(tMs).replace(" s", ""),
        ...columns.map((column) => column[row] ?? null),
      ]),
    };
  };
  return (
    <Picture
      title={title}
      subtitle={
        <>
          {quantity.name} over time{subtitle && <>, {subtitle}</>}
        </>
      }
      aside={<Reading lines={scaled} text={(value) => quantity.formatExact(value)} />}
      table={table}
    >
      <TimeSvg
        label={summaryOf(title, scaled, quantity.name, quantity.formatEnd)}
        height={height}
        durationMs={durationMs}
        range={[0, quantity.max || 1]}
        ticks={gridSteps(quantity.max).map((value) => ({ value, text: formatNumber(value) }))}
        right={62}
      >
        {(scale) => (
          <>
            {extra?.(scale, quantity.divisor)}
            <LineMarks lines={scaled} scale={scale} end={quantity.formatEnd} />
          </>
        )}
      </TimeSvg>
    </Picture>
  );
}

/** What every line says at the time cursor, in its exact units. */
export function Reading({ lines, text }: { lines: readonly ChartLine[]; text: (value: number) => string }) {
  const tMs = useTime();
  return (
    <span className={s.reading}>
      {lines.map((line) => {
        const value = valueAt(line, tMs);
        return (
          <span key={line.look.letter}>
            <b style={{ color: `var(--${line.look.token})` }}>{line.look.letter}</b>{" "}
            {value === null ? "not reached" : text(value)}
          </span>
        );
      })}
    </span>
  );
}

function summaryOf(
  title: string,
  lines: readonly ChartLine[],
  unit: string,
  text: (value: number) => string,
): string {
  const words = (value: number) => `${text(value)} ${unit}`.trim();
  const each = lines.map((line) => {
    const least = lowest(line);
    return least === null
      ? `${line.look.letter} has no sample`
      : `${line.look.letter} lowest ${words(least.value)} at ${secondsText(least.tMs)}, last ${words(line.values.at(-1) ?? 0)}`;
  });
  return `${title} over time. ${each.join("; ")}.`;
}
