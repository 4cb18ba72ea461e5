import type { PickerGroup } from "../../ui/Picker";
import type { FoundGroup } from "./find";

export function pickerGroups(groups: readonly FoundGroup[]): PickerGroup[] {
  return groups.map(({ title, found }) => ({
    title,
    options: found.map(({ id, label, detail, glyph }) => ({ id, label, detail, glyph })),
  }));
}
