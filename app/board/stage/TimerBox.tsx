import { MAX_TIMER_MS, type TimerJson } from "@carveout/model";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import Plus from "lucide-react/icons/plus";
import Square from "lucide-react/icons/square";
import { useState } from "react";
import { Button } from "../../ui/Button";
import { useCanEdit, useSession } from "../session";
import { timerText } from "./timer-text";
import { useTimeLeft } from "./use-time-left";

const MINUTE_MS = 60_000;
const USUAL_MINUTES = [5, 10, 15];

/** The one timer of the board. Everybody sees the same time; who may edit sets it. */
export function TimerBox({ timer }: { timer: TimerJson | undefined }) {
  const canEdit = useCanEdit();
  return (
    <section aria-labelledby="stage-timer" className="border-line border-b p-4">
      <h3 id="stage-timer" className="mb-2 t-title">
        Timer
      </h3>
      {timer !== undefined ? (
        <Running timer={timer} />
      ) : canEdit ? (
        <StartForm />
      ) : (
        <p className="text-ink-2">No timer runs. Editors and owners start one.</p>
      )}
    </section>
  );
}

function Running({ timer }: { timer: TimerJson }) {
  const { commands } = useSession();
  const canEdit = useCanEdit();
  const left = useTimeLeft(timer);
  const isPaused = timer.endsAt === null;
  const gone = Math.min(1, Math.max(0, 1 - left / timer.lengthMs));
  return (
    <>
      <p className="flex items-baseline gap-2">
        <span className={`t-big ${left <= 0 ? "text-err" : ""}`} role="timer">
          {timerText(left)}
        </span>
        <span className="t-small text-ink-2">
          {left <= 0 ? "over" : isPaused ? "paused" : "left"} of {timerText(timer.lengthMs)}
        </span>
      </p>
      <div className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden>
        <div className={`h-full ${left <= 0 ? "bg-err" : "bg-accent"}`} style={{ width: `${gone * 100}%` }} />
      </div>
      {canEdit && (
        <div className="mt-3 flex flex-wrap gap-2">
          {isPaused ? (
            <Button glyph={Play} onClick={() => commands.send("timer.resume", {})}>
              Go on
            </Button>
          ) : (
            <Button glyph={Pause} disabled={left <= 0} onClick={() => commands.send("timer.pause", {})}>
              Pause
            </Button>
          )}
          <Button glyph={Plus} onClick={() => commands.send("timer.extend", { byMs: MINUTE_MS })}>
            1 minute
          </Button>
          <Button glyph={Square} onClick={() => commands.send("timer.end", {})}>
            End
          </Button>
        </div>
      )}
    </>
  );
}

function StartForm() {
  const { commands } = useSession();
  const [minutes, setMinutes] = useState(5);
  const start = (count: number) => commands.send("timer.start", { lengthMs: Math.round(count * MINUTE_MS) });
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        start(minutes);
      }}
    >
      {USUAL_MINUTES.map((count) => (
        <Button key={count} onClick={() => start(count)}>
          {count} min
        </Button>
      ))}
      <label className="flex items-center gap-1.5 t-small text-ink-2">
        <input
          type="number"
          aria-label="Minutes"
          min={1}
          max={MAX_TIMER_MS / MINUTE_MS}
          required
          value={minutes}
          onChange={(event) => setMinutes(event.target.valueAsNumber)}
          className="h-7 w-16 rounded-field border border-line-strong bg-surface px-2 text-right t-num pointer-coarse:h-11"
        />
        min
      </label>
      <Button look="primary" type="submit" glyph={Play}>
        Start
      </Button>
    </form>
  );
}
