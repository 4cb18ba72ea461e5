import type { ItemId } from "@carveout/model";

/** What a sheet shows: an item, and the field that led there ("" = none). */
export interface OpenItem {
  item: ItemId;
  field: string;
}
