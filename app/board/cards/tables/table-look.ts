import type { FieldSpec, FieldValue } from "@carveout/model";

/** How a table of an item is shown: its words, and what the line of a row says. */
export interface TableLook {
  /** Its key below the item's fields. */
  table: string;
  title: string;
  specs: readonly FieldSpec[];
  maxRows: number;
  /** The field by which its rows are ordered. */
  orderedBy: string;
  add: string;
  remove: string;
  /** In the place of rows where there is none: what that means. */
  none: string;
  line(values: Readonly<Record<string, FieldValue>>): RowLine;
}

/** A closed row: where or when, what, how much. */
export interface RowLine {
  start: string;
  name: string;
  end: string;
}
