import X from "lucide-react/icons/x";
import { useEffect, useId, useRef } from "react";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { itemName } from "../cards/item-name";
import { placeKey, useItem } from "../session";
import { ItemForm } from "./ItemForm";
import type { OpenItem } from "./open-item";
import s from "./phone.module.css";

/** An item's fields, from the bottom edge up; the field that led here has the focus. */
export function ItemSheet({ open, onClose }: { open: OpenItem; onClose: () => void }) {
  const item = useItem(open.item);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const isGone = item === undefined || item.kind === "connector";
  useEffect(() => {
    const sheet = dialog.current;
    sheet?.showModal();
    return () => sheet?.close();
  }, []);
  useEffect(() => {
    if (open.field === "") return;
    const place = CSS.escape(placeKey(open.item, open.field));
    dialog.current?.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus();
  }, [open]);
  // Somebody else may delete what is open here.
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  if (isGone) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for it, and the element brings that along
    <dialog
      ref={dialog}
      className={s.sheet}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={s.sheetBody}>
        <header className={s.sheetHead}>
          <div>
            <h2 id={titleId}>{itemName(item)}</h2>
            <small>{item.kind === "strategy" ? `strategy, ${item.family}` : item.kind}</small>
          </div>
          <IconButton glyph={X} size={20} name="Close" onClick={onClose} />
        </header>
        <div className={s.sheetForm}>
          <ItemForm id={open.item} item={item} />
        </div>
        <Button look="primary" className={s.done} onClick={onClose}>
          Done
        </Button>
      </div>
    </dialog>
  );
}
