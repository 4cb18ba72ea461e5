import type { FieldSpec, FieldValue } from "../field-spec";
import type { ItemId } from "../ids";
import { type ExperimentJson, type ItemJson, resolveFields } from "../item";
import { itemShape, SWEEP_FIELDS } from "../kinds";
import type { Shape } from "../shape";

/** A parameter that is swept, as the experiment says it. */
export interface Axis {
  /** Key of its row. */
  key: string;
  item: ItemId;
  /** Below the item's fields, joined by dots. */
  field: string;
  from: number;
  to: number;
  steps: number;
  scale: "linear" | "log";
}

/** The axes of an experiment's sweep, in their order. */
export function axesOf(experiment: ExperimentJson): Axis[] {
  const rows = Object.entries(experiment.fields.sweep ?? {});
  const place = ([key, row]: (typeof rows)[number]) => [String(row.order ?? ""), key] as const;
  return rows
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map(([key, row]) => ({ key, ...resolveFields(SWEEP_FIELDS, row) }) as unknown as Axis);
}

/** The field that a path below an item's fields names; null where there is none, or none that is a number. */
export function numberAt(item: ItemJson, field: string): FieldSpec | null {
  let shape: Shape | undefined = (itemShape(item) ?? undefined)?.keys.fields;
  let written: unknown = "fields" in item ? item.fields : undefined;
  for (const key of field.split(".")) {
    const hasRow = typeof written === "object" && written !== null && Object.hasOwn(written, key);
    if (shape?.shape === "group") shape = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    else if (shape?.shape === "table" && hasRow) shape = shape.row;
    else return null;
    written = hasRow ? (written as Record<string, unknown>)[key] : undefined;
  }
  const spec = shape?.shape === "value" ? shape.spec : undefined;
  return spec !== undefined && ["int", "bytes", "number"].includes(spec.type) ? spec : null;
}

/** The values of an axis, rising or falling, each one once: a whole number where the field takes no other, and a multiple of its step. */
export function axisValues({ from, to, steps, scale }: Axis, spec: FieldSpec): number[] {
  const values = Array.from({ length: steps }, (_, i) => {
    const share = i / (steps - 1);
    if (i === 0 || i === steps - 1) return i === 0 ? from : to;
    return scale === "log" && from > 0 && to > 0 ? from * (to / from) ** share : from + (to - from) * share;
  });
  const grid = spec.step ?? (spec.type === "number" ? 0 : 1);
  return [...new Set(grid === 0 ? values : values.map((value) => Math.round(value / grid) * grid))];
}

/** The item with another value in one of its fields. */
export function withField(item: ItemJson, field: string, value: FieldValue): ItemJson {
  if (!("fields" in item)) return item;
  return { ...item, fields: replaced(item.fields, field.split("."), value) } as ItemJson;
}

function replaced(group: unknown, [key = "", ...rest]: readonly string[], value: FieldValue): object {
  const entries = (typeof group === "object" && group !== null ? group : {}) as Record<string, unknown>;
  return { ...entries, [key]: rest.length === 0 ? value : replaced(entries[key], rest, value) };
}
