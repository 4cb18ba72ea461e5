import type { FieldSpec, ItemId } from "@carveout/model";
import { Field } from "./Field";

/** Fields of an item one below the other. Tables and groups among `written` are shown by their own parts. */
export function FieldList(props: {
  item: ItemId;
  specs: readonly FieldSpec[];
  written: Readonly<Record<string, unknown>>;
  /** What "pages" means here. */
  pageSizeBytes?: number;
}) {
  const { item, specs, written, pageSizeBytes } = props;
  return specs.map((spec) => {
    const value = written[spec.key];
    const isPlain = typeof value === "number" || typeof value === "string" || typeof value === "boolean";
    return (
      <Field
        key={spec.key}
        item={item}
        field={spec.key}
        spec={spec}
        written={isPlain ? value : undefined}
        pageSizeBytes={pageSizeBytes}
      />
    );
  });
}
