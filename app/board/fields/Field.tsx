import { type FieldSpec, type FieldValue, type ItemId, wordsOf } from "@carveout/model";
import { memo } from "react";
import { ChoiceControl } from "./ChoiceControl";
import { EntryControl } from "./EntryControl";
import { FieldCell, FieldRow } from "./FieldRow";
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
  /** In a table: without its own label row. */
  isCell?: boolean;
}

/** A longer choice than this does not fit beside its label. */
const WIDE_FROM_CHARACTERS = 14;

/** One value of an item with its label, its box and everything that is said about it. */
export const Field = memo(function Field(props: FieldProps) {
  const { item, field, spec, written, pageSizeBytes = 4096, label = spec.label, isCell = false } = props;
  const handle = useField(item, field);
  const value = written ?? spec.default;
  const control = { handle, spec, value, isDefault: written === undefined };
  const box =
    spec.type === "enum" ? (
      <ChoiceControl {...control} />
    ) : spec.type === "bool" ? (
      <SwitchControl {...control} />
    ) : (
      <EntryControl {...control} pageSizeBytes={pageSizeBytes} />
    );
  if (isCell)
    return (
      <FieldCell handle={handle} label={label}>
        {box}
      </FieldCell>
    );
  const isWide = spec.options?.some((option) => option.label.length > WIDE_FROM_CHARACTERS);
  return (
    <FieldRow handle={handle} label={label} help={wordsOf(spec).help} isWide={isWide}>
      {box}
    </FieldRow>
  );
});
