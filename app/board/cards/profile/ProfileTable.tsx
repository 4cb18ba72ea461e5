import { type ItemId, type ProfileJson, roundBytes } from "@carveout/model";
import { FoldedTable } from "../tables/FoldedTable";
import { sortedRows } from "../tables/sorted-rows";
import { freshRow } from "./fresh-rows";
import { pageSizeOf } from "./page-size";
import { isShown } from "./profile-parts";
import { PROFILE_TABLES, type ProfileTableKey } from "./profile-tables";

/** A table of a profile, folded; nothing where its architecture has no such thing. */
export function ProfileTable(props: { id: ItemId; item: ProfileJson; table: ProfileTableKey }) {
  const { id, item, table } = props;
  const look = PROFILE_TABLES[table];
  if (!isShown(table, item.fields)) return null;
  const rows = item.fields[table] ?? {};
  return (
    <FoldedTable
      id={id}
      look={look}
      rows={rows}
      total={totalText(table, rows)}
      fresh={(last) => freshRow(table, item.fields, last)}
      pageSizeBytes={pageSizeOf(item)}
    />
  );
}

/** The sum of the sizes; a TLB has none. */
function totalText(table: ProfileTableKey, rows: Parameters<typeof sortedRows>[1]): string | undefined {
  if (table === "tlb") return undefined;
  const sizes = sortedRows(PROFILE_TABLES[table], rows).map(({ values }) => Number(values.sizeBytes));
  return roundBytes(sizes.reduce((sum, size) => sum + size, 0));
}
