import Ellipsis from "lucide-react/icons/ellipsis";
import { useState } from "react";
import type { Glyph } from "./Icon";
import { IconButton } from "./IconButton";
import { Menu, type MenuItem } from "./Menu";

/** Below the button, by this much. */
const GAP_PX = 4;

/** A button, three dots unless it says otherwise, that opens a menu below it. */
export function MenuButton({
  label,
  items,
  glyph = Ellipsis,
}: {
  label: string;
  items: MenuItem[];
  glyph?: Glyph;
}) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  return (
    <>
      <IconButton
        glyph={glyph}
        name={label}
        size={14}
        side="bottom-end"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + GAP_PX });
        }}
      />
      {at !== null && <Menu label={label} at={at} items={items} onClose={() => setAt(null)} />}
    </>
  );
}
