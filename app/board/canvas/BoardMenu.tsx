import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import StickyNote from "lucide-react/icons/sticky-note";
import { Menu, type MenuItem } from "../../ui/Menu";
import { ACTIONS } from "../actions";
import { isPossible } from "../actions/action";
import { type Desk, useDesk } from "../desk";
import { useSignal } from "../session";
import { newNote } from "./drafts";
import type { MenuRequest } from "./whiteboard";

/** What the menu of each thing offers, by the ids of actions; what can't be done now is left out. */
const OFFERED: Readonly<Record<MenuRequest["target"]["kind"], readonly string[]>> = {
  item: [
    "item.open",
    "item.wire",
    "item.copy",
    "item.duplicate",
    "arrange.group",
    "arrange.ungroup",
    "arrange.lock",
    "arrange.front",
    "arrange.back",
    "link.item",
    "view.selection",
    "item.delete",
  ],
  pin: [],
  port: ["item.open", "item.duplicate", "view.selection", "item.delete"],
  wire: ["item.delete"],
  board: ["item.select-all", "view.all", "link.view"],
};

/** What can be done with the thing under the pointer. */
export default function BoardMenu() {
  const desk = useDesk();
  const { menu } = desk.whiteboard;
  const request = useSignal(menu);
  if (request === null) return null;
  return (
    <Menu
      label="Actions"
      at={request.client}
      items={menuItems(desk, request)}
      onClose={() => menu.set(null)}
    />
  );
}

function menuItems(desk: Desk, { target, at }: MenuRequest): MenuItem[] {
  const offered: MenuItem[] = OFFERED[target.kind].flatMap((id) => {
    const action = ACTIONS.find((one) => one.id === id);
    if (action === undefined || !isPossible(action, desk)) return [];
    const { name, glyph, keys } = action;
    return [{ label: name, glyph, hint: keys?.[0], onSelect: () => action.run(desk) }];
  });
  const { whiteboard } = desk;
  if (desk.session.can.get().comment)
    offered.push({
      label: target.kind === "board" ? "Comment here" : "Comment",
      glyph: MessageCirclePlus,
      hint: "C",
      onSelect: () => whiteboard.onComment?.(target, at),
    });
  if (target.kind !== "board" || !desk.session.can.get().edit) return offered;
  const note = {
    label: "Note here",
    glyph: StickyNote,
    onSelect: () => void whiteboard.place(newNote(), at),
  };
  return [note, ...offered];
}
