import type { ReactNode } from "react";
import { FieldNotes, hasNotes } from "./FieldNotes";
import s from "./fields.module.css";
import { PeerTag } from "./PeerTag";
import type { FieldHandle } from "./use-field";

/** Label left, control right, what is said about it below. */
export function FieldRow(props: { handle: FieldHandle; label: string; help?: string; children: ReactNode }) {
  const { handle, label, help, children } = props;
  return (
    <div className={s.field} data-severity={handle.severity ?? undefined}>
      <label className={s.label} htmlFor={handle.inputId} title={help}>
        {label}
      </label>
      <span className={s.control}>
        {handle.peer !== undefined && <PeerTag person={handle.peer} />}
        {children}
      </span>
      {hasNotes(handle) && <FieldNotes handle={handle} />}
    </div>
  );
}
