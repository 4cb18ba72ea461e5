import { isOverlaid, isTyping } from "../../ui/key";
import type { Desk } from "../desk";
import { copied } from "./copied";
import { PASTE_HANDLERS } from "./handlers";

/** Board pixels. */
const BESIDE = 24;

/** Copy, cut and paste of items by the browser's own keys and menus. Text that somebody has selected or types is left to the browser. */
export function listenToClipboard(desk: Desk): () => void {
  const { session, whiteboard } = desk;
  let last = { x: Number.NaN, y: Number.NaN };
  let times = 0;
  /** Under the pointer, else in the middle; pasted there again, each a little beside the last. */
  const place = () => {
    const at = whiteboard.pointer ?? whiteboard.viewCentre();
    times = at.x === last.x && at.y === last.y ? times + 1 : 0;
    last = at;
    return { x: at.x + times * BESIDE, y: at.y + times * BESIDE };
  };
  const onCopy = (event: ClipboardEvent) => {
    if (!isForBoard(event, desk) || hasSelectedText()) return;
    const text = copiedText(desk);
    if (text === null) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    if (event.type === "cut") whiteboard.remove();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!isForBoard(event, desk) || !session.can.get().edit || event.clipboardData === null) return;
    const { clipboardData } = event;
    const pasted = {
      text: clipboardData.getData("text/plain"),
      files: [...clipboardData.files],
      at: place(),
    };
    const handler = PASTE_HANDLERS.find((one) => one.takes(pasted));
    if (handler === undefined) return;
    event.preventDefault();
    void handler.paste(pasted, desk);
  };
  addEventListener("copy", onCopy);
  addEventListener("cut", onCopy);
  addEventListener("paste", onPaste);
  return () => {
    removeEventListener("copy", onCopy);
    removeEventListener("cut", onCopy);
    removeEventListener("paste", onPaste);
  };
}

/** For the menus, which have no event of the clipboard. */
export async function copySelected(desk: Desk): Promise<void> {
  const text = copiedText(desk);
  if (text !== null) await navigator.clipboard.writeText(text);
}

function copiedText({ session, whiteboard }: Desk): string | null {
  const { items } = whiteboard.selection.get();
  return items.length === 0 ? null : JSON.stringify(copied(session.items, items));
}

function isForBoard(event: ClipboardEvent, { whiteboard }: Desk): boolean {
  const isCovered = whiteboard.container.closest("[inert]") !== null;
  return !event.defaultPrevented && !isCovered && !isOverlaid(event.target) && !isTyping(event.target);
}

function hasSelectedText(): boolean {
  return (getSelection()?.toString() ?? "") !== "";
}
