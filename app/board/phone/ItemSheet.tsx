import { isLocked } from "@carveout/model";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import X from "lucide-react/icons/x";
import { useEffect, useId, useLayoutEffect, useRef } from "react";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { itemName } from "../cards/item-name";
import { LockedContext, placeKey, useCanComment, useItem, useSession } from "../session";
import { startThread } from "../threads/open";
import { ItemForm } from "./ItemForm";
import type { OpenItem } from "./open-item";
import s from "./phone.module.css";

/** An item's fields, from the bottom edge up; the field that led here has the focus. */
export function ItemSheet({ open, onClose }: { open: OpenItem; onClose: () => void }) {
  const session = useSession();
  const item = useItem(open.item);
  const canComment = useCanComment();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const isGone = item === undefined || item.kind === "connector";
  // Before the effects of what is in it: a note takes the focus once its sheet is open.
  useLayoutEffect(() => {
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
            <h2 id={titleId}>{item.kind === "note" ? "Note" : itemName(item)}</h2>
            {item.kind !== "note" && (
              <small>{item.kind === "strategy" ? `strategy, ${item.family}` : item.kind}</small>
            )}
          </div>
          {canComment && (
            <IconButton
              glyph={MessageCirclePlus}
              size={20}
              name="Comment"
              onClick={() =>
                startThread(
                  session,
                  open.field === ""
                    ? { at: "item", item: open.item }
                    : { at: "field", item: open.item, field: open.field },
                )
              }
            />
          )}
          <IconButton glyph={X} size={20} name="Close" onClick={onClose} />
        </header>
        <div className={s.sheetForm}>
          <LockedContext value={isLocked(item)}>
            <ItemForm id={open.item} item={item} />
          </LockedContext>
        </div>
        <Button look="primary" className={s.done} onClick={onClose}>
          Done
        </Button>
      </div>
    </dialog>
  );
}
