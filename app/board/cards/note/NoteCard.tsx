import type { ItemId, NoteJson } from "@carveout/model";
import { placeKey, useCanEdit, useFieldPeer, useSignal } from "../../session";
import { CardMenu } from "../CardMenu";
import { itemName } from "../item-name";
import { opened, openPart } from "../opened";
import { NoteText } from "./NoteText";
import s from "./note.module.css";

export function NoteCard({ id, item }: { id: ItemId; item: NoteJson }) {
  const canEdit = useCanEdit();
  const open = useSignal(opened);
  const peer = useFieldPeer(id, "text");
  const isEditing = canEdit && open?.item === id && open.part === "text";
  return (
    <article className={s.note} aria-label="Note">
      {peer !== undefined && (
        <span className={s.peer} style={{ background: `var(--p-${peer.colour})` }}>
          {peer.name}
        </span>
      )}
      {!isEditing && (
        <span className={s.menu}>
          <CardMenu id={id} item={item} name={itemName(item)} />
        </span>
      )}
      {isEditing ? (
        <NoteText id={id} text={item.text} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a button would swallow the drag; the menu holds "Edit text" too
        <div
          className={s.text}
          data-place={placeKey(id, "text")}
          tabIndex={canEdit ? 0 : undefined}
          onDoubleClick={() => openPart(id, "text")}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            event.stopPropagation();
            openPart(id, "text");
          }}
        >
          {item.text || (
            <span className={s.empty}>{canEdit ? "Empty note. Double click to write." : "Empty note."}</span>
          )}
        </div>
      )}
    </article>
  );
}
