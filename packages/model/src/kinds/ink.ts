import type { FieldSpec } from "../field-spec";
import { fieldsShape, plainShape } from "../shape";
import { MAX_STROKE_LENGTH, readStroke } from "../stroke";
import { COLOUR_FIELD, STROKE_FIELD } from "./looks";

export const INK_FIELDS: readonly FieldSpec[] = [COLOUR_FIELD, STROKE_FIELD];

export const inkFields = fieldsShape("Ink", INK_FIELDS);

/** One stroke of a pen, written once. */
export const strokeShape = plainShape(
  "Stroke",
  (value) => {
    if (typeof value !== "string") return "is not a stroke";
    if (value.length > MAX_STROKE_LENGTH)
      return `is longer than ${MAX_STROKE_LENGTH.toLocaleString("en-US")} characters`;
    return readStroke(value) === null ? "is not a stroke" : null;
  },
  { required: true, fixed: true },
);
