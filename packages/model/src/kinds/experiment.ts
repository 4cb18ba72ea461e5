import type { FieldSpec } from "../field-spec";
import { fieldsShape } from "../shape";
import { orderShape } from "./geometry";

/** More seeds than this say nothing new about a spread. */
export const MAX_SEEDS = 20;

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
  {
    key: "seeds",
    label: "Seeds",
    type: "int",
    min: 1,
    max: MAX_SEEDS,
    default: 1,
    help: "How many seeds a comparison, a sweep and an expectation run: the seed itself and those that follow it.",
  },
];

/** Of the experiment as a whole, and no field of its card. */
const BASELINE: FieldSpec = {
  key: "baseline",
  label: "Baseline",
  type: "text",
  maxLength: 40,
  default: "",
  help: "The variant that the others are compared with. Empty: the first one.",
};

/** Most variants of an experiment: more columns than that are a sweep, not a comparison. */
export const MAX_VARIANTS = 12;
/** Profiles, and workloads, of one experiment: the matrix of a comparison has their product. */
export const MAX_INPUTS = 6;

/** What a run measures, as the model's METRICS names it: a key, or "family/figure". */
const metric: FieldSpec = {
  key: "metric",
  label: "Metric",
  type: "text",
  maxLength: 80,
  default: "failed",
  help: "What is measured in each run.",
};

/** -1 stands for all orders together. */
export const ANY_ORDER = -1;

/** One sentence about what the runs have to show. */
export const EXPECTATION_FIELDS: readonly FieldSpec[] = [
  {
    key: "variant",
    label: "Variant",
    type: "text",
    maxLength: 40,
    default: "",
    help: "The variant it is about. Empty: each of them.",
  },
  metric,
  {
    key: "blockOrder",
    label: "Order (−1: all)",
    type: "int",
    min: ANY_ORDER,
    max: 13,
    default: ANY_ORDER,
    help: "Of the requests that are counted.",
  },
  {
    key: "comparison",
    label: "Comparison",
    type: "enum",
    default: "at most",
    options: [
      { value: "at most", label: "at most" },
      { value: "at least", label: "at least" },
    ],
    help: "Which side of the value is as expected; the value itself is.",
  },
  {
    key: "value",
    label: "Value",
    type: "number",
    min: -1e15,
    max: 1e15,
    default: 0,
    help: "In the unit of the metric.",
  },
  {
    key: "seeds",
    label: "On",
    type: "enum",
    default: "all",
    options: [
      { value: "all", label: "all seeds" },
      { value: "any", label: "any seed" },
    ],
    help: "Whether every seed has to show it, or one is enough.",
  },
];

/** Most points of one axis. */
export const MAX_SWEEP_STEPS = 40;

/** One parameter of a sweep: a number of an item that is wired to the experiment, and the values it takes. */
export const SWEEP_FIELDS: readonly FieldSpec[] = [
  {
    key: "item",
    label: "Item",
    type: "text",
    maxLength: 40,
    default: "",
    help: "The profile, workload or strategy whose field is swept.",
  },
  {
    key: "field",
    label: "Field",
    type: "text",
    maxLength: 120,
    default: "",
    help: "Path of the field below the item's fields, joined by dots.",
  },
  { key: "from", label: "From", type: "number", min: -1e15, max: 1e15, default: 0, help: "First value." },
  { key: "to", label: "To", type: "number", min: -1e15, max: 1e15, default: 0, help: "Last value." },
  {
    key: "steps",
    label: "Points",
    type: "int",
    min: 2,
    max: MAX_SWEEP_STEPS,
    default: 8,
    help: "How many values, the first and the last among them.",
  },
  {
    key: "scale",
    label: "Steps",
    type: "enum",
    default: "linear",
    options: [
      { value: "linear", label: "equal" },
      { value: "log", label: "by a factor" },
    ],
    help: "Equal steps, or each value the same multiple of the one before.",
  },
];

const rows = (label: string, specs: readonly FieldSpec[], maxRows: number) =>
  ({ shape: "table", label, row: fieldsShape(label, specs, { order: orderShape }), maxRows }) as const;

export const MAX_EXPECTATIONS = 20;
/** A curve or a heat map; nobody reads more dimensions. */
export const MAX_AXES = 2;

export const experimentFields = fieldsShape("Experiment", [...EXPERIMENT_FIELDS, BASELINE], {
  variants: {
    shape: "table",
    label: "Variants",
    row: { shape: "group", label: "Variant", keys: { order: orderShape } },
    maxRows: MAX_VARIANTS,
  },
  expectations: rows("Expectation", EXPECTATION_FIELDS, MAX_EXPECTATIONS),
  sweep: rows("Swept parameter", SWEEP_FIELDS, MAX_AXES),
});
