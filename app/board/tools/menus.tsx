import { strategiesByFamily } from "@carveout/model";
import Import from "lucide-react/icons/import";
import MemoryStick from "lucide-react/icons/memory-stick";
import { Menu } from "../../ui/Menu";
import { useWhiteboard } from "../canvas/context";
import { newProfile, newStrategy } from "../canvas/drafts";

interface MenuProps {
  at: { x: number; y: number };
  onClose: () => void;
}

export function ProfileMenu({ at, onImport, onClose }: MenuProps & { onImport: () => void }) {
  const whiteboard = useWhiteboard();
  return (
    <Menu
      label="Profile"
      at={at}
      onClose={onClose}
      items={[
        {
          label: "Empty profile",
          detail: "One bank of 1 GiB; click on the board to place it.",
          glyph: MemoryStick,
          onSelect: () => whiteboard.startPlacing(newProfile()),
        },
        {
          label: "Import a machine",
          detail: "From its iomem, zoneinfo, meminfo and dmesg; any of them.",
          glyph: Import,
          onSelect: onImport,
        },
      ]}
    />
  );
}

/** The catalogue, family by family, as families and strategies describe themselves. */
export function StrategyMenu({ at, onClose }: MenuProps) {
  const whiteboard = useWhiteboard();
  const groups = strategiesByFamily().map(({ family, strategies }) => ({
    title: family.title,
    detail: family.question,
    items: strategies.map(({ type, title, summary }) => ({
      label: title,
      detail: summary,
      onSelect: () => whiteboard.startPlacing(newStrategy(family.name, type)),
    })),
  }));
  return <Menu label="Strategy" at={at} groups={groups} onClose={onClose} />;
}
