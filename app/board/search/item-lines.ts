import {
  type FieldValue,
  formatValue,
  itemShape,
  type PlacedJson,
  type Shape,
  strategyOf,
} from "@carveout/model";

/** One thing that an item says: where (a field's path, "" for the item itself) and in which words. */
export interface Line {
  field: string;
  text: string;
}

const known = new WeakMap<PlacedJson, readonly Line[]>();

/** Everything an item says in words: its texts, and the fields that somebody has written. Worked out once for each state of the item. */
export function linesOf(item: PlacedJson): readonly Line[] {
  let lines = known.get(item);
  if (lines === undefined) {
    lines = [...readLines(item)];
    known.set(item, lines);
  }
  return lines;
}

function* readLines(item: PlacedJson): Generator<Line> {
  if ("text" in item) yield { field: "text", text: item.text };
  if (item.kind === "strategy") {
    const strategy = strategyOf(item.family, item.type);
    yield { field: "", text: [strategy?.title, item.family, strategy?.summary].filter(Boolean).join(", ") };
  }
  const shape = itemShape(item)?.keys.fields;
  if ("fields" in item && shape !== undefined) yield* fieldLines(shape, item.fields, [], "");
}

function* fieldLines(shape: Shape, value: unknown, path: readonly string[], label: string): Generator<Line> {
  if (value === undefined || value === null) return;
  if (shape.shape === "value") {
    if (shape.spec !== undefined)
      yield {
        field: path.join("."),
        text: `${label}${shape.label} ${formatValue(shape.spec, value as FieldValue)}`,
      };
  } else if (shape.shape === "group") {
    for (const [key, inner] of Object.entries(shape.keys))
      yield* fieldLines(inner, (value as Record<string, unknown>)[key], [...path, key], label);
  } else if (shape.shape === "table") {
    for (const [key, row] of Object.entries(value as Record<string, unknown>))
      yield* fieldLines(shape.row, row, [...path, key], shape.row.label ? `${shape.row.label}, ` : label);
  }
}
