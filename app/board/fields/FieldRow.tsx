import type { ReactNode } from "react";
import { FieldNotes, hasNotes } from "./FieldNotes";
import s from "./fields.module.css";
import { PeerTag } from "./PeerTag";
import type { FieldHandle } from "./use-field";

/** Label left, control right, what is said about it below. */
export function FieldRow(props: {
  handle: FieldHandle;
  label: string;
  help?: string;
  /** The control takes a line of its own. */
  isWide?: boolean;
  children: ReactNode;
}) {
  const { handle, label, help, isWide, children } = props;
  return (
    <div className={s.field} data-wide={isWide || undefined}>
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

/** The control as a cell of a table, named for assistive technology; what is said about it takes the row's full width. */
export function FieldCell(props: { handle: FieldHandle; label: string; children: ReactNode }) {
  const { handle, label, children } = props;
  return (
    <span className={s.cell}>
      <span className={s.control}>
        <label className="sr-only" htmlFor={handle.inputId}>
          {label}
        </label>
        {handle.peer !== undefined && <PeerTag person={handle.peer} />}
        {children}
      </span>
      {hasNotes(handle) && <FieldNotes handle={handle} />}
    </span>
  );
}
