import Copy from "lucide-react/icons/copy";
import Maximize2 from "lucide-react/icons/maximize-2";
import Scan from "lucide-react/icons/scan";
import StickyNote from "lucide-react/icons/sticky-note";
import Trash2 from "lucide-react/icons/trash-2";
import { Menu, type MenuItem } from "../../ui/Menu";
import { useCanEdit, useSignal } from "../session";
import { useWhiteboard } from "./context";
import { newNote } from "./drafts";
import type { MenuRequest, Whiteboard } from "./whiteboard";

/** What can be done with the thing under the pointer. */
export function BoardMenu() {
  const whiteboard = useWhiteboard();
  const request = useSignal(whiteboard.menu);
  const canEdit = useCanEdit();
  if (request === null) return null;
  return (
    <Menu
      label="Actions"
      at={request.client}
      items={actions(whiteboard, request, canEdit)}
      onClose={() => whiteboard.menu.set(null)}
    />
  );
}

function actions(whiteboard: Whiteboard, { target, at }: MenuRequest, canEdit: boolean): MenuItem[] {
  const { engine } = whiteboard;
  const { items, wires } = engine.selection();
  const remove: MenuItem = {
    label: items.length + wires.length > 1 ? `Delete ${items.length + wires.length}` : "Delete",
    glyph: Trash2,
    hint: "Del",
    disabled: !canEdit,
    onSelect: () => whiteboard.remove({ items, wires }),
  };
  if (target.kind === "wire") return [remove];
  if (target.kind === "board")
    return [
      {
        label: "Note here",
        glyph: StickyNote,
        hint: "N",
        disabled: !canEdit,
        onSelect: () => whiteboard.place(newNote(), at),
      },
      { label: "Everything in view", glyph: Scan, hint: "Shift 1", onSelect: () => engine.fit() },
    ];
  const id = target.kind === "item" ? target.id : target.item;
  return [
    { label: "Open", glyph: Maximize2, hint: "Enter", onSelect: () => whiteboard.open(id) },
    {
      label: "Duplicate",
      glyph: Copy,
      hint: "Ctrl D",
      disabled: !canEdit,
      onSelect: () => whiteboard.duplicate(),
    },
    { label: "Bring into view", glyph: Scan, hint: "Shift 2", onSelect: () => engine.fitSelection() },
    remove,
  ];
}
