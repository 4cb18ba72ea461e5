import { valueParts } from "@carveout/model";
import Lock from "lucide-react/icons/lock";
import Undo2 from "lucide-react/icons/undo-2";
import { type KeyboardEvent, useState } from "react";
import { boxState } from "./box-state";
import type { ControlProps } from "./control";
import { entryText, previewOf, readEntry, shortRange, stepped } from "./entry";
import { hasNotes } from "./FieldNotes";
import s from "./fields.module.css";

/** Longest range that stands in the box itself; a longer one is shown below it while the box has the focus. */
const IN_BOX_CHARACTERS = 9;

/** A number or text: typed freely, committed by Enter or by leaving, put back by Escape. */
export function EntryControl(props: ControlProps & { pageSizeBytes: number }) {
  const { handle, spec, value, isDefault, pageSizeBytes } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const parts = valueParts(spec, value);
  const isFocused = draft !== null;
  const text = draft ?? parts.value;

  const commit = () => {
    if (draft === null || draft === entryText(spec, value)) return;
    const entry = readEntry(spec, draft, value, pageSizeBytes);
    if ("problem" in entry) return setProblem(entry.problem);
    if (entry.value !== value || isDefault) handle.write(entry.value);
  };
  const edit = (next: string) => {
    setProblem(null);
    setDraft(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") event.currentTarget.blur();
    else if (event.key === "Escape") {
      if (draft === entryText(spec, value)) return;
      // One level out: first the typing, then the field.
      event.stopPropagation();
      edit(entryText(spec, value));
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && spec.type !== "text") {
      event.preventDefault();
      const entry = readEntry(spec, text, value, pageSizeBytes);
      const from = "value" in entry && typeof entry.value === "number" ? entry.value : Number(value);
      edit(entryText(spec, stepped(spec, from, event.key === "ArrowUp" ? 1 : -1, event.shiftKey ? 10 : 1)));
    }
  };

  const range = shortRange(spec);
  const isRangeInBox = range !== null && range.length <= IN_BOX_CHARACTERS;
  const preview = isFocused ? previewOf(spec, draft, value, pageSizeBytes) : null;
  const unit = isDefault ? [parts.unit, "default"].filter(Boolean).join(", ") : parts.unit;
  return (
    <>
      <span className={s.box} {...boxState(handle, isDefault)}>
        {handle.refusal !== undefined && <Undo2 className={s.boxIcon} data-tone="err" aria-hidden />}
        {!handle.canEdit && <Lock className={s.boxIcon} aria-hidden />}
        <input
          id={handle.inputId}
          data-place={handle.place}
          className={s.input}
          style={{ width: `${Math.max(2, text.length) + 0.5}ch` }}
          value={text}
          readOnly={!handle.canEdit}
          inputMode={spec.type === "text" ? "text" : undefined}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={handle.severity === "error" || problem !== null || undefined}
          aria-describedby={`${handle.notesId} ${handle.notesId}-hint ${handle.notesId}-who`}
          onFocus={(event) => {
            if (!handle.canEdit) return;
            setDraft(entryText(spec, value));
            handle.hold();
            event.currentTarget.select();
          }}
          onBlur={() => {
            commit();
            setDraft(null);
            handle.release();
          }}
          onChange={(event) => edit(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span className={s.unit} id={`${handle.notesId}-hint`}>
          {isFocused && isRangeInBox ? range : isFocused && spec.type === "bytes" ? "" : unit}
        </span>
      </span>
      {isFocused && (preview !== null || (range !== null && !isRangeInBox)) && (
        <span className={s.plate} data-above={hasNotes(handle) || undefined}>
          {preview === null ? range : `= ${preview}`}
        </span>
      )}
      {problem !== null && (
        <span className={s.plate} data-tone="err" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
