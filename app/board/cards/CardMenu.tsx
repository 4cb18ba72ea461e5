import type { CardJson, ItemId } from "@carveout/model";
import CopyPlus from "lucide-react/icons/copy-plus";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";
import { useContext } from "react";
import type { MenuItem } from "../../ui/Menu";
import { MenuButton } from "../../ui/MenuButton";
import { WhiteboardContext } from "../canvas/context";
import { asStep } from "../fields";
import { duplicate } from "../paste/duplicate";
import { useCanComment, useCanEdit, useCanEditBoard, useSession } from "../session";
import { startThread } from "../threads/open";
import { openPart } from "./opened";

interface CardMenuProps {
  id: ItemId;
  item: CardJson;
  name: string;
  /** What only this kind of card can do; shown first. */
  more?: readonly MenuItem[];
}

export function CardMenu({ id, item, name, more = [] }: CardMenuProps) {
  const session = useSession();
  const whiteboard = useContext(WhiteboardContext);
  const canEdit = useCanEdit();
  const canEditBoard = useCanEditBoard();
  const canComment = useCanComment();
  const common: MenuItem[] = [
    item.kind === "note"
      ? {
          label: "Edit text",
          glyph: Pencil,
          hint: "Enter",
          disabled: !canEdit,
          onSelect: () => openPart(id, "text"),
        }
      : {
          label: "Rename",
          glyph: Pencil,
          hint: "F2",
          disabled: !canEdit,
          onSelect: () => openPart(id, "name"),
        },
    {
      label: "Duplicate",
      glyph: CopyPlus,
      hint: "Ctrl D",
      disabled: !canEditBoard,
      onSelect: () => duplicate(session, [id]),
    },
    ...(item.locked === true
      ? [
          {
            label: "Unlock",
            hint: "Ctrl Shift L",
            disabled: !canEditBoard,
            onSelect: () => asStep(session, () => session.edits.setLocked([id], false)),
          },
        ]
      : []),
    {
      label: "Comment",
      glyph: MessageCirclePlus,
      hint: "C",
      disabled: !canComment,
      onSelect: () => startThread(session, { at: "item", item: id }),
    },
    {
      label: "Delete",
      glyph: Trash2,
      hint: "Del",
      disabled: !canEdit,
      onSelect: () => whiteboard?.remove({ items: [id], wires: [] }),
    },
  ];
  return <MenuButton label={`Menu of ${name}`} items={[...more, ...common]} />;
}
