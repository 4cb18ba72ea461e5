import type { FieldSpec, FieldValue, ItemId } from "@carveout/model";
import { ChoiceControl } from "./ChoiceControl";
import { EntryControl } from "./EntryControl";
import { FieldRow } from "./FieldRow";
import { SwitchControl } from "./SwitchControl";
import { useField } from "./use-field";

export interface FieldProps {
  item: ItemId;
  /** Path below the item's fields, joined by ".". */
  field: string;
  spec: FieldSpec;
  /** As written; undefined = the default counts. */
  written: FieldValue | undefined;
  /** What "pages" means here. */
  pageSizeBytes?: number;
  /** Instead of the spec's. */
  label?: string;
}

/** One value of an item with its label, its box and everything that is said about it. */
export function Field({ item, field, spec, written, pageSizeBytes = 4096, label = spec.label }: FieldProps) {
  const handle = useField(item, field);
  const value = written ?? spec.default;
  const control = { handle, spec, value, isDefault: written === undefined };
  return (
    <FieldRow handle={handle} label={label} help={spec.help}>
      {spec.type === "enum" ? (
        <ChoiceControl {...control} />
      ) : spec.type === "bool" ? (
        <SwitchControl {...control} />
      ) : (
        <EntryControl {...control} pageSizeBytes={pageSizeBytes} />
      )}
    </FieldRow>
  );
}

export interface ControlProps {
  handle: ReturnType<typeof useField>;
  spec: FieldSpec;
  value: FieldValue;
  isDefault: boolean;
}
