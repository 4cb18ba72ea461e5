import FlaskConical from "lucide-react/icons/flask-conical";
import { useEffect, useMemo, useState } from "react";
import { type KeptRun, runInputAddress } from "../api";
import { FailureLine } from "../board/cards/experiment/FailureLine";
import { ClockContext } from "../board/charts/picture/clock";
import { PictureContext } from "../board/charts/picture/Picture";
import { Rows } from "../board/views/experiment/figures/Rows";
import { TimeBar } from "../board/views/experiment/TimeBar";
import { useViewClock } from "../board/views/experiment/use-view-clock";
import s from "../board/views/experiment/view.module.css";
import v from "../board/views/views.module.css";
import { DownloadLink } from "../ui/DownloadLink";
import { Icon } from "../ui/Icon";
import { Mark } from "../ui/Mark";
import { ThemeButton } from "../ui/ThemeButton";
import { inputText, shownRun, strategiesText } from "./shown-run";

/** One run at full size, from the store alone: the numbers that its permalink promised. */
export function RunView({ kept }: { kept: KeptRun }) {
  const { run, input, result } = kept;
  const shown = useMemo(() => shownRun(kept), [kept]);
  const params = useMemo(() => new URLSearchParams(location.hash.slice(1)), []);
  const [areTables, setTables] = useState(false);
  const { clock, events } = useViewClock(shown, params, () => setTables((are) => !are));
  const file = `run-${run.slice(0, 8)}.json`;
  const command = `carveout run ${file}`;
  const setting = useMemo(
    () => ({
      areTables,
      provenance: [
        `A ${run}, seed ${input.seed}, core ${result.core}: ${command}, ${location.origin}/r/${run}`,
      ],
    }),
    [areTables, run, input, result, command],
  );
  const { variants, pageSizeBytes, durationMs } = shown;
  useEffect(() => {
    document.title = `Run ${run.slice(0, 8)} · Carveout`;
  }, [run]);
  return (
    <ClockContext value={clock}>
      <PictureContext value={setting}>
        <main className={v.host}>
          <header className={v.head}>
            <a href="/" aria-label="All boards" title="All boards" className="rounded-field">
              <Mark />
            </a>
            <h1 className={v.name}>
              <Icon glyph={FlaskConical} />
              <span>
                {strategiesText(input)}, run {run.slice(0, 8)}
              </span>
            </h1>
            <span className={v.space} />
            <ThemeButton />
          </header>
          <p className={s.bar}>
            {inputText(input)}. As it was computed by core {result.core}; later edits of a board change
            nothing here.
          </p>
          <div className={s.body}>
            <div className={s.rows}>
              <Rows shown={shown} />
            </div>
            <aside className={s.aside} aria-label="Causes">
              <section className={s.panel}>
                <FailureLine
                  experiment={{ variants: [...variants], pageSizeBytes, durationMs, orders: [] }}
                />
              </section>
            </aside>
          </div>
          <TimeBar shown={shown} events={events} />
          <footer className={s.foot}>
            <span className={s.names}>
              <b>{run}</b>
              <span>seed {input.seed}</span>
              <span>core {result.core}</span>
            </span>
            <code className={s.command}>{command}</code>
            <DownloadLink href={runInputAddress(run)} file={file} size={14} side="left" />
          </footer>
        </main>
      </PictureContext>
    </ClockContext>
  );
}
