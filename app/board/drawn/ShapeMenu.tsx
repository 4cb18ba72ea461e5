import { FORMS, type Form } from "@carveout/model";
import Circle from "lucide-react/icons/circle";
import Diamond from "lucide-react/icons/diamond";
import Minus from "lucide-react/icons/minus";
import MoveUpRight from "lucide-react/icons/move-up-right";
import Square from "lucide-react/icons/square";
import type { Glyph } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { useWhiteboard } from "../canvas/context";
import { startShape } from "./tools";

const LOOKS: Readonly<Record<Form, { label: string; glyph: Glyph }>> = {
  rectangle: { label: "Rectangle", glyph: Square },
  ellipse: { label: "Ellipse", glyph: Circle },
  diamond: { label: "Diamond", glyph: Diamond },
  line: { label: "Line", glyph: Minus },
  arrow: { label: "Arrow", glyph: MoveUpRight },
};

/** Which shape; a drag on the board then spans it. */
export function ShapeMenu({ at, onClose }: { at: { x: number; y: number }; onClose: () => void }) {
  const whiteboard = useWhiteboard();
  const items = FORMS.map((form) => ({ ...LOOKS[form], onSelect: () => startShape(whiteboard, form) }));
  return <Menu label="Shape" at={at} items={items} onClose={onClose} />;
}
