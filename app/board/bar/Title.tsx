import { MAX_TITLE_LENGTH } from "@carveout/model";
import { useState } from "react";
import { useCanEdit, useSession, useTitle } from "../session";

/** The board's title; Enter or a double click edits it, Escape leaves it as it was. */
export function Title() {
  const session = useSession();
  const title = useTitle();
  const canEdit = useCanEdit();
  const [isEditing, setEditing] = useState(false);
  if (isEditing)
    return (
      <input
        ref={takeFocus}
        aria-label="Title of the board"
        defaultValue={title}
        maxLength={MAX_TITLE_LENGTH}
        className="h-7 min-w-0 flex-[0_1_420px] rounded-field border border-accent bg-surface px-1.5 t-title"
        onBlur={(event) => {
          const written = event.target.value.trim();
          if (written !== "" && written !== title) session.edits.setTitle(written);
          setEditing(false);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") event.currentTarget.value = title;
          if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
        }}
      />
    );
  return (
    <h1 className="min-w-0 t-title">
      <button
        type="button"
        disabled={!canEdit}
        title={canEdit ? "Double click or Enter to rename" : undefined}
        className="block h-7 w-full truncate rounded-field px-1.5 enabled:hover:bg-hover"
        onDoubleClick={() => setEditing(true)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            setEditing(true);
          }
        }}
      >
        {title || "Untitled board"}
      </button>
    </h1>
  );
}

function takeFocus(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
