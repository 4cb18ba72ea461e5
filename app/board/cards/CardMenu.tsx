import type { CardJson, ItemId } from "@carveout/model";
import CopyPlus from "lucide-react/icons/copy-plus";
import Ellipsis from "lucide-react/icons/ellipsis";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";
import { useState } from "react";
import { IconButton } from "../../ui/IconButton";
import { Menu, type MenuItem } from "../../ui/Menu";
import { duplicate } from "../canvas/duplicate";
import { asStep } from "../fields";
import { useCanEdit, useSession } from "../session";
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
  const canEdit = useCanEdit();
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
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
      disabled: !canEdit,
      onSelect: () => duplicate(session, [id]),
    },
    {
      label: "Delete",
      glyph: Trash2,
      hint: "Del",
      disabled: !canEdit,
      onSelect: () => asStep(session, () => session.edits.remove([id])),
    },
  ];
  return (
    <>
      <IconButton
        glyph={Ellipsis}
        name={`Menu of ${name}`}
        size={14}
        side="bottom-end"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 4 });
        }}
      />
      {at !== null && (
        <Menu label={`Menu of ${name}`} at={at} items={[...more, ...common]} onClose={() => setAt(null)} />
      )}
    </>
  );
}
