import { type ItemId, WORKLOAD_PRESETS } from "@carveout/model";
import { Menu } from "../../../ui/Menu";
import { asStep } from "../../fields";
import { useSession } from "../../session";

export function PresetMenu(props: { id: ItemId; at: { x: number; y: number }; onClose: () => void }) {
  const session = useSession();
  return (
    <Menu
      label="Preset"
      at={props.at}
      onClose={props.onClose}
      items={WORKLOAD_PRESETS.map((preset) => ({
        label: preset.title,
        detail: preset.resembles,
        onSelect: () => asStep(session, () => session.edits.setFields(props.id, preset.fields)),
      }))}
    />
  );
}
