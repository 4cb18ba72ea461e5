export { asStep } from "./as-step";
export { Field } from "./Field";
export { FieldList } from "./FieldList";
export { FindingNote } from "./FieldNotes";
export { FieldRow } from "./FieldRow";
export { useField } from "./use-field";
