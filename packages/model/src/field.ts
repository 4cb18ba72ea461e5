import { CONTROL } from "./control";
import type { FieldSpec } from "./field-spec";
import { formatValue } from "./quantity";

/**
 * Why `value` is not one of the field's values, as the end of a sentence ("is below the range 4 KiB to 16 TiB"), or null if it is one.
 */
export function fieldProblem(spec: FieldSpec, value: unknown): string | null {
  switch (spec.type) {
    case "bool":
      return typeof value === "boolean" ? null : "is not yes or no";
    case "enum":
      return typeof value === "string" && spec.options?.some((o) => o.value === value)
        ? null
        : `is not one of ${(spec.options ?? []).map((o) => o.label).join(", ")}`;
    case "text":
      return textProblem(spec, value);
    default:
      return numberProblem(spec, value);
  }
}

function textProblem(spec: FieldSpec, value: unknown): string | null {
  if (typeof value !== "string") return "is not text";
  if (value.length > (spec.maxLength ?? 200)) return `is longer than ${spec.maxLength ?? 200} characters`;
  return CONTROL.test(value) ? "holds control characters" : null;
}

function numberProblem(spec: FieldSpec, value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "is not a number";
  const { min, max } = spec;
  if (min !== undefined && value < min) return `is below ${rangeName(spec)}`;
  if (max !== undefined && value > max) return `is above ${rangeName(spec)}`;
  if (spec.type !== "number" && !Number.isSafeInteger(value)) return "is not a whole number";
  if (spec.step !== undefined && value % spec.step !== 0)
    return `is not a multiple of ${formatValue(spec, spec.step)}`;
  return null;
}

function rangeName(spec: FieldSpec): string {
  const range = rangeText(spec);
  return range === null ? "the range" : `the range ${range}`;
}

/** The range in words, e.g. "4 KiB to 16 TiB", or null where there is none. */
export function rangeText(spec: FieldSpec): string | null {
  if (spec.min === undefined || spec.max === undefined) return null;
  return `${formatValue(spec, spec.min)} to ${formatValue(spec, spec.max)}`;
}
