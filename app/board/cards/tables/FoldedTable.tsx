import { Suspense } from "react";
import { late } from "../../../ui/late";
import { Fold } from "../Fold";
import type { RowTableProps } from "./RowTable";
import s from "./tables.module.css";

const RowTable = late(() => import("./RowTable").then((loaded) => ({ default: loaded.RowTable })));

/** A table that is folded away: its title with the count of its rows, and what they come to. */
export function FoldedTable({ total, ...table }: RowTableProps & { total?: string }) {
  const count = Object.keys(table.rows).length;
  return (
    <Fold
      summary={
        <>
          {table.look.title} <small>{count > 0 && count}</small>
          {count === 0 ? (
            <span className={s.state}>none</span>
          ) : (
            total !== undefined && <span className={s.total}>{total}</span>
          )}
        </>
      }
    >
      <Suspense>
        <RowTable {...table} />
      </Suspense>
    </Fold>
  );
}
