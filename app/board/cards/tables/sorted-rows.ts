import { type Fields, type FieldValue, resolveFields } from "@carveout/model";
import type { TableLook } from "./table-look";

export interface TableRow {
  key: string;
  written: Fields;
  /** Defaults filled in. */
  values: Readonly<Record<string, FieldValue>>;
}

/** The rows as the core takes them: by the number that orders them, then by key. */
export function sortedRows(
  { specs, orderedBy }: Pick<TableLook, "specs" | "orderedBy">,
  rows: Readonly<Record<string, Fields>>,
): TableRow[] {
  return Object.entries(rows)
    .map(([key, written]) => ({ key, written, values: resolveFields(specs, written) }))
    .sort((a, b) => Number(a.values[orderedBy]) - Number(b.values[orderedBy]) || (a.key < b.key ? -1 : 1));
}
