import CircleX from "lucide-react/icons/circle-x";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Undo2 from "lucide-react/icons/undo-2";
import { Suspense } from "react";
import { late } from "../../ui/late";
import type { Finding } from "../session";
import s from "./fields.module.css";
import type { FieldHandle } from "./use-field";

// With the messages that come after the board.
const RefusalRest = late(() => import("../messages/RefusalRest"));

export function hasNotes(handle: FieldHandle): boolean {
  return handle.findings.length > 0 || handle.refusal !== undefined;
}

/** What is said about a field: the refusal that only this participant sees, and the findings that everyone does. */
export function FieldNotes({ handle }: { handle: FieldHandle }) {
  return (
    <div className={s.notes} id={handle.notesId}>
      {handle.refusal !== undefined && (
        <p className={s.note} data-tone="err">
          <Undo2 className={s.noteIcon} aria-hidden />
          <span>
            {handle.refusal.headline}{" "}
            <Suspense>
              <RefusalRest refusal={handle.refusal} />
            </Suspense>
          </span>
        </p>
      )}
      {handle.findings.map((finding) => (
        <FindingNote key={`${finding.field} ${finding.sentence}`} finding={finding} />
      ))}
    </div>
  );
}

const LOOK = {
  error: { Icon: CircleX, tone: "err", word: "Infeasible: " },
  warning: { Icon: TriangleAlert, tone: "warn", word: "Doubtful: " },
  info: { Icon: Info, tone: "info", word: "" },
} as const;

export function FindingNote({ finding }: { finding: Finding }) {
  const { Icon, tone, word } = LOOK[finding.severity];
  return (
    <p className={s.note} data-tone={tone}>
      <Icon className={s.noteIcon} aria-hidden />
      <span>
        {word !== "" && <span className={s.unseen}>{word}</span>}
        {finding.sentence}
        {finding.source !== undefined && <cite className={s.source}> {finding.source}</cite>}
      </span>
    </p>
  );
}
