import {
  COLOUR_FIELD,
  type FieldSpec,
  type FieldValue,
  fieldValue,
  IMAGE_FIELDS,
  INK_FIELDS,
  type ItemId,
  type ItemJson,
  SHAPE_FIELDS,
  STROKE_FIELD,
  TEXT_FIELDS,
} from "@carveout/model";

/** One thing that the selected items have in common: what it is now, null where they differ, and who has it. */
export interface Look {
  spec: FieldSpec;
  value: FieldValue | null;
  ids: readonly ItemId[];
}

const SPECS: Readonly<Record<string, readonly FieldSpec[]>> = {
  text: TEXT_FIELDS,
  shape: SHAPE_FIELDS,
  ink: INK_FIELDS,
  image: IMAGE_FIELDS,
};

/** From the most chosen to the least. */
const ORDER = ["colour", "fill", "stroke", "dashed", "size", "alt"];

/** What can be set for these items together: each field that at least one of them has. A line has nothing to fill. */
export function looksOf(items: readonly { id: ItemId; item: ItemJson }[]): Look[] {
  return ORDER.flatMap((key) => {
    const having = items.flatMap(({ id, item }) => {
      const spec = SPECS[item.kind]?.find((one) => one.key === key);
      const { fields } = item as { fields?: Readonly<Record<string, unknown>> };
      const isLine = fields?.form === "line" || fields?.form === "arrow";
      return spec === undefined || (key === "fill" && isLine)
        ? []
        : [{ id, spec, value: fieldValue(spec, fields) }];
    });
    const [first] = having;
    // A description is of one picture.
    if (first === undefined || (key === "alt" && having.length > 1)) return [];
    const isSame = having.every(({ value }) => value === first.value);
    return [{ spec: first.spec, value: isSame ? first.value : null, ids: having.map(({ id }) => id) }];
  });
}

/** What a pen has: the same as its ink. */
export function looksOfPen(pen: { colour: FieldValue; stroke: FieldValue }): Look[] {
  return [
    { spec: COLOUR_FIELD, value: pen.colour, ids: [] },
    { spec: STROKE_FIELD, value: pen.stroke, ids: [] },
  ];
}
