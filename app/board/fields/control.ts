import type { FieldSpec, FieldValue } from "@carveout/model";
import type { FieldHandle } from "./use-field";

/** What every kind of control is given. */
export interface ControlProps {
  handle: FieldHandle;
  spec: FieldSpec;
  value: FieldValue;
  isDefault: boolean;
}
