"use client";
import Table2 from "lucide-react/icons/table-2";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { IconButton } from "../../ui/IconButton";
import { ahead } from "../../ui/late";
import { secondsText } from "../cards/figures";
import s from "./charts.module.css";
import { alignLines, type ChartLine, valueAt } from "./lines";
import { MARGIN } from "./margins";
import type { Plot } from "./plot";
import { SeriesTable } from "./SeriesTable";

export interface TimeChartProps {
  title: string;
  /** Unit and scope, behind the title. */
  subtitle: ReactNode;
  /** What the picture shows, in one sentence. */
  summary: string;
  lines: readonly ChartLine[];
  durationMs: number;
  max: number;
  formatTick(value: number): string;
  formatEnd(value: number): string;
  /** A value with all its units. */
  formatExact(value: number): string;
  /** A value as a cell of the table, whose head says `cellUnit`. */
  formatCell(value: number): string;
  cellUnit: string;
  /** The one clock of all pictures of an experiment. */
  clock: { tMs: number | null; set(tMs: number | null): void };
}

/** Lines over simulated time, with the exact values under the time cursor and all of them as a table. */
export function TimeChart(props: TimeChartProps) {
  const { title, subtitle, summary, lines, durationMs, clock } = props;
  const [isTable, setTable] = useState(false);
  const titleId = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLSelectElement;
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    event.stopPropagation();
    setTable(!isTable);
  };
  return (
    <section className={s.chart} aria-labelledby={titleId} onKeyDown={onKeyDown}>
      <header className={s.head}>
        <h2 id={titleId}>{title}</h2>
        <span className={s.subtitle}>{subtitle}</span>
        <IconButton
          glyph={Table2}
          size={14}
          name={isTable ? "Show as a chart" : "Show as a table"}
          hint="T"
          side="left"
          aria-pressed={isTable}
          className={s.toggle}
          disabled={lines.length === 0}
          onClick={() => setTable(!isTable)}
        />
      </header>
      <div className={s.well}>
        {lines.length === 0 ? (
          <p className={s.nothing}>No samples yet. The curve starts with the run.</p>
        ) : isTable ? (
          <SeriesTable
            caption={summary}
            lines={lines}
            formatCell={props.formatCell}
            cellUnit={props.cellUnit}
          />
        ) : (
          <>
            <Picture {...props} />
            <TimeCursor lines={lines} durationMs={durationMs} clock={clock} formatExact={props.formatExact} />
          </>
        )}
      </div>
    </section>
  );
}

const loadPlot = ahead(() => import("./plot"));

/** The canvas. uPlot arrives with the first chart that is looked at, not with the board. */
function Picture({ summary, lines, durationMs, max, formatTick, formatEnd }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const input = useMemo(
    () => ({ lines, durationMs, max, formatTick, formatEnd }),
    [lines, durationMs, max, formatTick, formatEnd],
  );
  const latest = useRef(input);
  latest.current = input;
  useEffect(() => {
    let isGone = false;
    loadPlot().then(({ Plot }) => {
      if (!isGone && host.current !== null) plot.current = new Plot(host.current, latest.current);
    });
    return () => {
      isGone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.update(input), [input]);
  return <div ref={host} className={s.picture} role="img" aria-label={summary} />;
}

/** Where the pointer or the arrow keys are on the clock, and what every line says there. */
function TimeCursor(props: Pick<TimeChartProps, "lines" | "durationMs" | "clock" | "formatExact">) {
  const { lines, durationMs, clock, formatExact } = props;
  const times = useMemo(() => alignLines(lines)[0], [lines]);
  const last = times.at(-1) ?? 0;
  const at = clock.tMs === null ? null : Math.min(clock.tMs, last);
  const index = at === null ? times.length - 1 : times.findLastIndex((t) => t <= at);
  const readings = lines.map((line) => {
    const value = at === null ? null : valueAt(line, at);
    return { look: line.look, text: value === null ? "not reached" : formatExact(value) };
  });
  const share = (at ?? 0) / durationMs;
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    clock.set(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * durationMs);
  };
  return (
    <div
      className={s.plotArea}
      style={{ inset: `${MARGIN.top}px ${MARGIN.right}px ${MARGIN.bottom}px ${MARGIN.left}px` }}
      data-interactive
      onPointerMove={point}
      onPointerLeave={() => clock.set(null)}
    >
      <input
        type="range"
        className={s.range}
        aria-label="Simulated time"
        min={0}
        max={times.length - 1}
        value={index}
        aria-valuetext={
          at === null
            ? "not set"
            : `${secondsText(at)}: ${readings.map(({ look, text }) => `${look.letter} ${text}`).join(", ")}`
        }
        onChange={(event) => clock.set(times[Number(event.target.value)] ?? 0)}
        onBlur={() => clock.set(null)}
      />
      {at !== null && (
        <>
          <span className={s.cursor} style={{ left: `${share * 100}%` }} />
          <div className={s.reading} data-side={share > 0.5 ? "left" : "right"} aria-hidden>
            <strong>{secondsText(at)}</strong>
            {readings.map(({ look, text }) => (
              <span key={look.letter}>
                <b style={{ color: `var(--${look.token})` }}>{look.letter}</b> {text}
              </span>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
