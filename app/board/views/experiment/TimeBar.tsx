import type { CSSProperties } from "react";
import { secondsText } from "../../cards/figures";
import { SHAPE_PATHS } from "../../cards/variant-look";
import { gridSteps } from "../../charts/lines";
import { useClock, useTime } from "../../charts/picture/clock";
import type { ShownInView } from "./use-shown";
import s from "./view.module.css";

/** The clock of all pictures: where it stands, when something failed, and the keys that move it. */
export function TimeBar({ shown, events }: { shown: ShownInView; events: readonly number[] }) {
  const clock = useClock();
  const tMs = useTime();
  const { durationMs, runs } = shown;
  const share = durationMs === 0 ? 0 : tMs / durationMs;
  return (
    <div className={s.time}>
      <output className={s.now}>
        <b>{(tMs / 1000).toFixed(3)}</b> of {secondsText(durationMs)}
      </output>
      <div className={s.track}>
        <svg className={s.events} viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden>
          {runs.map(({ look, live }, row) => (
            <path
              key={look.letter}
              d={stretches(live, durationMs, row, runs.length)}
              fill={`var(--${look.token})`}
            />
          ))}
        </svg>
        <input
          type="range"
          data-clock
          className={s.slider}
          style={{ "--share": `${share * 100}%` } as CSSProperties}
          aria-label="Simulated time"
          aria-valuetext={`${secondsText(tMs)}, ${runs.map((run) => readingAt(run, tMs)).join(", ")}`}
          min={0}
          max={durationMs}
          step="any"
          value={tMs}
          onChange={(event) => clock.set(Number(event.target.value))}
        />
        <div className={s.ticks} aria-hidden>
          {gridSteps(durationMs, 11).map((tick) => (
            <span key={tick} style={{ left: `${(tick / durationMs) * 100}%` }}>
              {tick / 1000}
            </span>
          ))}
        </div>
      </div>
      <span className={s.marks} aria-hidden>
        {runs.map(({ look }) => (
          <svg key={look.letter} width={9} height={9} viewBox="0 0 20 20" aria-hidden>
            <path d={SHAPE_PATHS[look.shape]} fill={`var(--${look.token})`} />
          </svg>
        ))}
        failures
      </span>
      <span className={s.keys}>
        <kbd>←</kbd> <kbd>→</kbd> {events.length === 0 ? "no event" : "event"} <kbd>Shift</kbd> 100 ms
      </span>
    </div>
  );
}

/** Where a run failed, as marks in its row. */
function stretches(
  live: ShownInView["runs"][number]["live"],
  durationMs: number,
  row: number,
  rows: number,
): string {
  const h = 14 / rows;
  const samples = new Set(live.failures.flatMap(({ overTime }) => overTime.map(({ sample }) => sample)));
  return [...samples]
    .map((sample) => {
      const tMs = live.series.tMs[sample] ?? durationMs;
      return `M${((tMs / durationMs) * 1000).toFixed(1)} ${(row * h).toFixed(1)}h-3v${(h - 1).toFixed(1)}h3z`;
    })
    .join("");
}

/** What a screen reader hears of a variant at a time. */
function readingAt({ look, live }: ShownInView["runs"][number], tMs: number): string {
  const at = live.series.tMs.findLastIndex((sample) => sample <= tMs);
  const free = live.series.freePages[at];
  return free === undefined
    ? `${look.letter} not reached`
    : `${look.letter} ${free.toLocaleString("en-US")} pages free`;
}
