import type { ItemId, StudyKind } from "@carveout/model";
import ClockAlert from "lucide-react/icons/clock-alert";
import Loader from "lucide-react/icons/loader";
import Play from "lucide-react/icons/play";
import Square from "lucide-react/icons/square";
import { Button } from "../../../../ui/Button";
import { Chip } from "../../../../ui/Chip";
import { counted, ordinal } from "../../../cards/figures";
import { useSession, useStudy, useStudyRefusal } from "../../../session";
import s from "./study.module.css";

/** Starts and stops a study, and says where it stands. The same for everybody on the board. */
export function StudyControls(props: { id: ItemId; kind: StudyKind; runs: number; problem: string | null }) {
  const { id, kind, runs, problem } = props;
  const session = useSession();
  const study = useStudy(id, kind);
  const refusal = useStudyRefusal(id, kind);
  const isRunning = study?.state === "running";
  return (
    <div className={s.controls}>
      {isRunning ? (
        <Button glyph={Square} onClick={() => session.requestStudy(id, kind, "cancel")}>
          Cancel
        </Button>
      ) : (
        <Button
          look="accent"
          glyph={Play}
          disabled={problem !== null}
          onClick={() => session.requestStudy(id, kind, "run")}
        >
          Run {counted(runs, "run")}
        </Button>
      )}
      {study !== undefined && (
        <>
          {isRunning && (
            <progress value={study.done} max={study.total} aria-label={`${kind}, runs that are over`} />
          )}
          <span role="status">
            {isRunning ? (
              <Chip tone="accent" glyph={Loader}>
                {study.done} of {counted(study.total, "run")}
                {study.ahead > 0 && `, ${ordinal(study.ahead + 1)} in queue`}
              </Chip>
            ) : study.state === "stale" ? (
              <span className={s.staleChip}>
                <Chip tone="outline" glyph={ClockAlert}>
                  stale: for an earlier state
                </Chip>
              </span>
            ) : (
              <Chip tone={study.state === "done" ? "ok" : "outline"}>
                {study.state === "done"
                  ? counted(study.total, "run")
                  : `cancelled at ${study.done} of ${study.total}`}
              </Chip>
            )}
          </span>
        </>
      )}
      {(problem ?? refusal) && (
        <p className={s.problem} role="status">
          {problem ?? refusal}
        </p>
      )}
    </div>
  );
}
