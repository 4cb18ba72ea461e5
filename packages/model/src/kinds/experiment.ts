import type { FieldSpec } from "../field-spec";
import { fieldsShape } from "../shape";
import { orderShape } from "./geometry";

export const EXPERIMENT_FIELDS: readonly FieldSpec[] = [
  {
    key: "seed",
    label: "Seed",
    type: "int",
    min: 0,
    max: 2 ** 32 - 1,
    default: 42,
    help: "Start of the random numbers: the same seed gives the same run.",
  },
];

/** Most variants of an experiment: more columns than that are a sweep, not a comparison. */
export const MAX_VARIANTS = 12;

export const experimentFields = fieldsShape("Experiment", EXPERIMENT_FIELDS, {
  variants: {
    shape: "table",
    label: "Variants",
    row: { shape: "group", label: "Variant", keys: { order: orderShape } },
    maxRows: MAX_VARIANTS,
  },
});
