import { fieldProblem } from "./field";
import type { FieldSpec } from "./field-spec";
import { formatValue } from "./quantity";

/**
 * The form of everything that is edited together, as a tree that the gate, the accessors and the JSON Schema walk alike.
 * - value: a plain JSON value under a key; last writer wins.
 * - group: a Y.Map with these keys and no others; different people edit different keys at once. An absent key means its default.
 * - table: a Y.Map of rows under free keys, each row a group.
 * - text: a Y.Text, plain characters only.
 */
export type Shape = ValueShape | GroupShape | TableShape | TextShape;

export interface ValueShape {
  shape: "value";
  label: string;
  /** End of a sentence why it is not a value of this shape, or null. */
  problem(value: unknown): string | null;
  /** The value as a person reads it. */
  show(value: unknown): string;
  /** Must be there for as long as its group is. */
  required: boolean;
  /** Can't be changed once written. */
  fixed: boolean;
  spec?: FieldSpec;
}

export interface GroupShape {
  shape: "group";
  label: string;
  keys: Readonly<Record<string, Shape>>;
}

export interface TableShape {
  shape: "table";
  label: string;
  row: GroupShape;
  maxRows: number;
}

export interface TextShape {
  shape: "text";
  label: string;
  /** Characters. */
  maxLength: number;
}

export function fieldShape(spec: FieldSpec): ValueShape {
  return {
    shape: "value",
    label: spec.label,
    problem: (value) => fieldProblem(spec, value),
    show: (value) =>
      typeof value === "number" || typeof value === "string" || typeof value === "boolean"
        ? formatValue(spec, value)
        : (JSON.stringify(value) ?? "nothing"),
    required: false,
    fixed: false,
    spec,
  };
}

export function plainShape(
  label: string,
  problem: (value: unknown) => string | null,
  rules: { required?: boolean; fixed?: boolean } = {},
): ValueShape {
  return {
    shape: "value",
    label,
    problem,
    show: (value) => JSON.stringify(value) ?? "nothing",
    required: rules.required ?? false,
    fixed: rules.fixed ?? false,
  };
}

/** A group whose keys are all fields. */
export function fieldsShape(
  label: string,
  specs: readonly FieldSpec[],
  more: Record<string, Shape> = {},
): GroupShape {
  return {
    shape: "group",
    label,
    keys: { ...Object.fromEntries(specs.map((s) => [s.key, fieldShape(s)])), ...more },
  };
}

/** Keys of rows and items: short, printable, and never a name that means something to an object's prototype. */
export const ROW_KEY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export function isRowKey(key: string): boolean {
  return ROW_KEY.test(key) && !(key in Object.prototype);
}
