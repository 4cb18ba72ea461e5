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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: no control of its own, it asks who wrote the value */}
      <span className={s.control} onPointerEnter={handle.askWho} onFocus={handle.askWho}>
        <Who handle={handle} />
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: no control of its own, it asks who wrote the value */}
      <span className={s.control} onPointerEnter={handle.askWho} onFocus={handle.askWho}>
        <Who handle={handle} />
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

/** For assistive technology; the pointer finds it as the box's title. */
function Who({ handle: { who, notesId } }: { handle: FieldHandle }) {
  return who === undefined ? null : (
    <span id={`${notesId}-who`} className="sr-only">
      Set by {who}
    </span>
  );
}
