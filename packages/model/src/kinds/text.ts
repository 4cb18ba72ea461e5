import type { FieldSpec } from "../field-spec";
import { fieldsShape } from "../shape";
import { COLOUR_FIELD, wordField } from "./looks";

/** Longest text of a text item, characters: a long mail. */
export const MAX_TEXT_LENGTH = 20_000;

export const TEXT_SIZES = ["small", "medium", "large", "huge"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

export const TEXT_FIELDS: readonly FieldSpec[] = [
  wordField("size", "Size", TEXT_SIZES, "Size of the letters.", "medium"),
  COLOUR_FIELD,
];

export const textFields = fieldsShape("Text", TEXT_FIELDS);
