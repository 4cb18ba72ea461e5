import { type FieldSpec, type ItemId, type ItemJson, itemShape, type Shape } from "@carveout/model";
import { itemName } from "../../../cards/item-name";

/** A number of a wired item that can be swept. */
export interface SweptParameter {
  item: ItemId;
  field: string;
  spec: FieldSpec;
  label: string;
  /** As it stands on the board. */
  value: number;
}

/** Every number of these items, in the order of their cards: fields, groups, and the rows of tables that are there. */
export function sweptParameters(
  items: readonly (readonly [ItemId, ItemJson])[],
): { title: string; parameters: SweptParameter[] }[] {
  return items.flatMap(([id, item]) => {
    if (item.kind === "connector" || !("fields" in item)) return [];
    const parameters: SweptParameter[] = [];
    const walk = (shape: Shape, written: unknown, path: readonly string[], names: readonly string[]) => {
      const at = (key: string) => (written as Record<string, unknown> | undefined)?.[key];
      if (shape.shape === "value") {
        const { spec } = shape;
        if (spec === undefined || !["int", "bytes", "number"].includes(spec.type)) return;
        const value = typeof written === "number" ? written : Number(spec.default);
        const label = [...names, spec.label].join(", ");
        parameters.push({ item: id, field: path.join("."), spec, label, value });
      } else if (shape.shape === "group") {
        for (const [key, inner] of Object.entries(shape.keys))
          walk(
            inner,
            at(key),
            [...path, key],
            inner.shape === "value" ? names : [...names, inner.label || key],
          );
      } else if (shape.shape === "table") {
        for (const [i, key] of Object.keys((written as object | undefined) ?? {}).entries())
          walk(shape.row, at(key), [...path, key], [...names.slice(0, -1), `${shape.row.label} ${i + 1}`]);
      }
    };
    const fields = itemShape(item)?.keys.fields;
    if (fields !== undefined) walk(fields, item.fields, [], []);
    return [{ title: itemName(item as never), parameters }];
  });
}

/** A range to begin with: from half to twice the value that stands, within the field's own. */
export function rangeAround({ spec, value }: SweptParameter): { from: number; to: number } {
  const low = value > 0 ? value / 2 : (spec.min ?? 0);
  const high = value > 0 ? value * 2 : (spec.max ?? 10);
  const grid = spec.step ?? (spec.type === "number" ? 0 : 1);
  const round = (number: number) => (grid === 0 ? number : Math.round(number / grid) * grid);
  const from = Math.max(spec.min ?? Number.NEGATIVE_INFINITY, round(low));
  const to = Math.min(spec.max ?? Number.POSITIVE_INFINITY, round(high));
  return { from, to: to > from ? to : from + (grid || 1) };
}
