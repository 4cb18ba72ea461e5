import Ellipsis from "lucide-react/icons/ellipsis";
import { useState } from "react";
import { IconButton } from "./IconButton";
import { Menu, type MenuItem } from "./Menu";

/** Below the button, by this much. */
const GAP_PX = 4;

/** Three dots that open a menu below them. */
export function MenuButton({ label, items }: { label: string; items: MenuItem[] }) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  return (
    <>
      <IconButton
        glyph={Ellipsis}
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
