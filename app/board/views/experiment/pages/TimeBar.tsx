import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { type KeyboardEvent, useEffect } from "react";
import { IconButton } from "../../../../ui/IconButton";
import { SELECT_BOX } from "../../../../ui/select-box";
import { secondsText } from "../../../cards/figures";
import { useSignal } from "../../../session";
import { type PagesModel, SPEEDS } from "./pages-model";
import s from "./time-bar.module.css";

/** Something that happened, as a mark above the bar. */
export interface TimeMark {
  tMs: number;
  /** Token of the variant's colour. */
  token: string;
  label: string;
}

const STEP_MS = 100;

/** The moment that all pictures show: dragged, stepped by keys, or played. */
export function TimeBar({ model, marks }: { model: PagesModel; marks: readonly TimeMark[] }) {
  const tMs = useSignal(model.tMs);
  const durationMs = useSignal(model.durationMs);
  const isPlaying = useSignal(model.isPlaying);
  const speed = useSignal(model.speed);
  useEffect(() => () => model.play(false), [model]);
  const step = (event: KeyboardEvent) => {
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = { Home: 0, End: durationMs }[event.key];
    if (side === undefined && to === undefined) return;
    event.preventDefault();
    if (to !== undefined) model.seek(to);
    else if (side !== undefined)
      model.seek(event.shiftKey ? tMs + side * STEP_MS : nextMark(marks, tMs, side, durationMs));
  };
  const share = (time: number) => (durationMs === 0 ? 0 : (time / durationMs) * 100);
  return (
    <div className={s.timeBar}>
      <IconButton
        glyph={isPlaying ? Pause : Play}
        name={isPlaying ? "Pause" : "Play the run"}
        hint="Space"
        side="top"
        onClick={() => model.play(!isPlaying)}
      />
      <output className={s.time}>
        <b className={s.now}>{secondsText(tMs).replace(" s", "")}</b> of {secondsText(durationMs)}
      </output>
      <div className={s.track}>
        <div className={s.marks} aria-hidden>
          {marks.map(({ tMs: at, token, label }) => (
            <i
              key={`${label} ${at}`}
              title={label}
              style={{ left: `${share(at)}%`, background: `var(--${token})` }}
            />
          ))}
        </div>
        <input
          type="range"
          aria-label="Moment of the run"
          min={0}
          max={Math.max(1, durationMs)}
          step={1}
          value={tMs}
          aria-valuetext={`${secondsText(tMs)} of ${secondsText(durationMs)}`}
          onChange={(event) => model.seek(Number(event.target.value))}
          onKeyDown={step}
        />
      </div>
      <label>
        <span className="sr-only">Simulated seconds in a second</span>
        <select
          className={SELECT_BOX}
          value={speed}
          onChange={(event) => model.speed.set(Number(event.target.value))}
        >
          {SPEEDS.map((value) => (
            <option key={value} value={value}>
              {value} ×
            </option>
          ))}
        </select>
      </label>
      <span className={s.keysHint} aria-hidden>
        <kbd>←</kbd>
        <kbd>→</kbd> event <kbd>Shift</kbd> 100 ms
      </span>
    </div>
  );
}

/** The next thing that happened, or the run's end. */
function nextMark(marks: readonly TimeMark[], tMs: number, side: number, durationMs: number): number {
  const times = marks.map((mark) => mark.tMs).sort((a, b) => a - b);
  if (side > 0) return times.find((time) => time > tMs) ?? durationMs;
  return times.findLast((time) => time < tMs) ?? 0;
}
