import type { FieldSpec, Fields, ItemId } from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Icon } from "../../../ui/Icon";
import { TextButton } from "../../../ui/TextButton";
import { asStep, Field } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import { sortedRows, type TableRow } from "./sorted-rows";
import type { TableLook } from "./table-look";
import s from "./tables.module.css";

export interface RowTableProps {
  id: ItemId;
  look: TableLook;
  rows: Readonly<Record<string, Fields>>;
  /** What a new row is. */
  fresh(last: TableRow | undefined): Fields;
  /** The fields that a row shows; all, where it is left out. */
  shown?(row: TableRow): readonly FieldSpec[];
  /** What "pages" means here. */
  pageSizeBytes?: number;
}

/** Rows that fit without scrolling; over fewer the wheel moves the board. */
const FITTING = 8;

/** The rows of an item's table in their order, each a line; one opens to be edited. */
export function RowTable({ id, look, rows, fresh, shown, pageSizeBytes }: RowTableProps) {
  const session = useSession();
  const canEdit = useCanEdit();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const sorted = sortedRows(look, rows);
  const add = () =>
    asStep(session, () => setOpenKey(session.edits.addRow(id, [look.table], fresh(sorted.at(-1)))));
  const remove = (key: string) => {
    asStep(session, () => session.edits.removeRow(id, [look.table], key));
    setOpenKey(null);
  };
  return (
    <>
      {sorted.length === 0 && <p className={s.none}>{look.none}</p>}
      <div className={s.rows} data-scroll={sorted.length > FITTING || openKey !== null || undefined}>
        {sorted.map((row) => {
          const { key, values, written } = row;
          const isOpen = openKey === key;
          const line = look.line(values);
          return (
            <div key={key}>
              <button
                type="button"
                className={s.row}
                aria-expanded={isOpen}
                onClick={() => setOpenKey(isOpen ? null : key)}
              >
                <span className={s.start}>{line.start}</span>
                <span className={s.name}>{line.name}</span>
                <span className={s.end}>{line.end}</span>
              </button>
              {isOpen && (
                <div className={s.form}>
                  {(shown?.(row) ?? look.specs).map((spec) => (
                    <Field
                      key={spec.key}
                      item={id}
                      field={`${look.table}.${key}.${spec.key}`}
                      spec={spec}
                      written={written[spec.key]}
                      pageSizeBytes={pageSizeBytes}
                    />
                  ))}
                  {canEdit && (
                    <TextButton className="t-small" onClick={() => remove(key)}>
                      {look.remove}
                    </TextButton>
                  )}
                </div>
              )}
            </div>
          );
        })}
      </div>
      {canEdit && sorted.length < look.maxRows && (
        <button type="button" className={s.add} onClick={add}>
          <Icon glyph={Plus} size={12} /> {look.add}
        </button>
      )}
    </>
  );
}
