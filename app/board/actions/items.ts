import ClipboardCopy from "lucide-react/icons/clipboard-copy";
import Copy from "lucide-react/icons/copy";
import Maximize2 from "lucide-react/icons/maximize-2";
import Spline from "lucide-react/icons/spline";
import Trash2 from "lucide-react/icons/trash-2";
import type { Desk } from "../desk";
import { copySelected } from "../paste/clipboard";
import { duplicate } from "../paste/duplicate";
import type { Action } from "./action";

const hasItems = ({ whiteboard }: Desk) => whiteboard.selection.get().items.length > 0;
const hasOneItem = ({ whiteboard }: Desk) => whiteboard.selection.get().items.length === 1;
const hasAnything = ({ whiteboard }: Desk) => {
  const { items, wires } = whiteboard.selection.get();
  return items.length + wires.length > 0;
};

const canBeWired = ({ whiteboard, session }: Desk) => {
  const item = session.items.item(whiteboard.selection.get().items[0] ?? "");
  return item !== undefined && ["profile", "strategy", "workload", "experiment"].includes(item.kind);
};

export const ITEM_ACTIONS: readonly Action[] = [
  {
    id: "item.open",
    name: "Open the selected item",
    group: "Items",
    keys: ["Enter"],
    isHeardElsewhere: true,
    glyph: Maximize2,
    when: hasOneItem,
    run: ({ whiteboard }) => {
      const [id] = whiteboard.selection.get().items;
      if (id !== undefined) whiteboard.open(id);
    },
  },
  {
    id: "item.select-all",
    name: "Select all",
    group: "Items",
    keys: ["Ctrl A"],
    isHeardElsewhere: true,
    run: ({ whiteboard }) => whiteboard.engine.selectAll(),
  },
  {
    id: "item.duplicate",
    name: "Duplicate",
    group: "Items",
    keys: ["Ctrl D"],
    edits: true,
    glyph: Copy,
    when: hasItems,
    run: ({ session, whiteboard }) =>
      whiteboard.selectSoon(duplicate(session, whiteboard.selection.get().items)),
  },
  {
    id: "item.wire",
    name: "Wire to …",
    group: "Items",
    keys: ["Shift L"],
    edits: true,
    glyph: Spline,
    also: "connect connector",
    when: (desk) => hasOneItem(desk) && canBeWired(desk),
    run: ({ whiteboard }) => whiteboard.wireFrom.set(whiteboard.selection.get().items[0] ?? null),
  },
  {
    id: "item.copy",
    name: "Copy",
    group: "Items",
    keys: ["Ctrl C"],
    isHeardElsewhere: true,
    glyph: ClipboardCopy,
    also: "clipboard",
    when: hasItems,
    run: (desk) => void copySelected(desk),
  },
  {
    id: "item.delete",
    name: "Delete with its wires",
    group: "Items",
    keys: ["Del"],
    isHeardElsewhere: true,
    edits: true,
    glyph: Trash2,
    also: "remove",
    when: hasAnything,
    run: ({ whiteboard }) => whiteboard.remove(),
  },
];
