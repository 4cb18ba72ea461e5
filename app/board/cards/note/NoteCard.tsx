import { type ItemId, MAX_NOTE_LENGTH, type NoteJson } from "@carveout/model";
import { useSignal } from "../../session";
import { CardMenu } from "../CardMenu";
import { itemName } from "../item-name";
import { opened } from "../opened";
import { WrittenText } from "../WrittenText";
import s from "./note.module.css";

export function NoteCard({ id, item }: { id: ItemId; item: NoteJson }) {
  const isOpen = useSignal(opened)?.item === id;
  return (
    <article className={s.note} aria-label="Note">
      {!isOpen && (
        <span className={s.menu}>
          <CardMenu id={id} item={item} name={itemName(item)} />
        </span>
      )}
      <WrittenText id={id} text={item.text} label="Note" maxLength={MAX_NOTE_LENGTH} />
    </article>
  );
}
