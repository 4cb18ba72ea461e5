import type { ItemId } from "@carveout/model";
import { sourceLines } from "../cards/source-lines";
import { useItem } from "../session";
import s from "./phone.module.css";

export function NoteSection({ id, onOpen }: { id: ItemId; onOpen: (id: ItemId) => void }) {
  const item = useItem(id);
  if (item?.kind !== "note") return null;
  return (
    <button type="button" className={s.note} onClick={() => onOpen(id)}>
      {sourceLines(item.text)
        .map(({ text }) => text)
        .join("\n") || "Empty note"}
    </button>
  );
}
