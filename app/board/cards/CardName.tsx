import type { ItemId } from "@carveout/model";
import { asStep } from "../fields";
import { placeKey, useCanEdit, useSession, useSignal } from "../session";
import s from "./cards.module.css";
import { MAX_NAME_LENGTH } from "./limits";
import { closePart, opened, openPart } from "./opened";

/** An item's name. Not a control by itself, so that the head can be dragged by it; double click, F2 or Enter on it renames. */
export function CardName({ id, name }: { id: ItemId; name: string }) {
  const canEdit = useCanEdit();
  const open = useSignal(opened);
  if (open?.item === id && open.part === "name" && canEdit) return <NameInput id={id} name={name} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a button would swallow the drag; the menu holds Rename for everybody else
    <span
      className={s.name}
      data-place={placeKey(id, "name")}
      tabIndex={canEdit ? 0 : undefined}
      title={name}
      onDoubleClick={() => openPart(id, "name")}
      onKeyDown={(event) => {
        if (event.key !== "F2" && event.key !== "Enter") return;
        event.preventDefault();
        event.stopPropagation();
        openPart(id, "name");
      }}
    >
      {name}
    </span>
  );
}

function NameInput({ id, name }: { id: ItemId; name: string }) {
  const session = useSession();
  const finish = (text: string) => {
    closePart();
    session.setField(null);
    const next = text.trim();
    if (next !== "" && next !== name) asStep(session, () => session.edits.setName(id, next));
  };
  return (
    <input
      className={s.nameInput}
      aria-label="Name"
      defaultValue={name}
      maxLength={MAX_NAME_LENGTH}
      ref={(input) => {
        if (input !== null && document.activeElement !== input) {
          input.focus();
          input.select();
        }
      }}
      onFocus={() => session.setField({ item: id, field: "name" })}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        // The key has done its work: without the focus here it would be the board's.
        event.preventDefault();
        if (event.key === "Escape") event.currentTarget.value = name;
        event.currentTarget.blur();
      }}
    />
  );
}
