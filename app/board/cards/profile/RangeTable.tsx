import {
  CMA_FIELDS,
  type FieldSpec,
  type Fields,
  type ItemId,
  MAX_CMA,
  MAX_RESERVED,
  RESERVED_FIELDS,
  type Rows,
  resolveFields,
  roundBytes,
} from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Icon } from "../../../ui/Icon";
import { TextButton } from "../../../ui/TextButton";
import { asStep, Field } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import { Fold } from "../Fold";
import { hexAddress, sizeText } from "../figures";
import s from "./profile.module.css";

interface TableLook {
  title: string;
  specs: readonly FieldSpec[];
  maxRows: number;
  /** What a new row is. */
  fresh: Fields;
  add: string;
  remove: string;
}

const TABLES: Record<"reserved" | "cma", TableLook> = {
  reserved: {
    title: "Reserved ranges",
    specs: RESERVED_FIELDS,
    maxRows: MAX_RESERVED,
    fresh: { baseBytes: 0, sizeBytes: 4096, label: "reserved" },
    add: "Add a range",
    remove: "Remove this range",
  },
  cma: {
    title: "CMA areas",
    specs: CMA_FIELDS,
    maxRows: MAX_CMA,
    fresh: { baseBytes: 0, sizeBytes: 64 * 1024 ** 2, label: "reserved" },
    add: "Add an area",
    remove: "Remove this area",
  },
};

/** What is set aside before the hand-over: folded, with count and total; a row opens to be edited. */
export function RangeTable({ id, table, ranges }: { id: ItemId; table: keyof typeof TABLES; ranges: Rows }) {
  const look = TABLES[table];
  const session = useSession();
  const canEdit = useCanEdit();
  const [openRow, setOpenRow] = useState<string | null>(null);
  const rows = Object.entries(ranges)
    .map(([key, written]) => ({ key, written, values: resolveFields(look.specs, written) }))
    .sort((a, b) => Number(a.values.baseBytes) - Number(b.values.baseBytes));
  const total = rows.reduce((sum, { values }) => sum + Number(values.sizeBytes), 0);
  const add = () => asStep(session, () => setOpenRow(session.edits.addRow(id, [table], look.fresh)));
  return (
    <Fold
      summary={
        <>
          {look.title} <small>{rows.length}</small>
          <span className={s.total}>{sizeText(total)}</span>
        </>
      }
    >
      <div className={s.ranges} data-scroll>
        {rows.map(({ key, values, written }) => (
          <div key={key}>
            <button
              type="button"
              className={s.range}
              aria-expanded={openRow === key}
              onClick={() => setOpenRow(openRow === key ? null : key)}
            >
              <span className={s.rangeBase}>{hexAddress(Number(values.baseBytes))}</span>
              <span className={s.rangeName}>{String(values.label)}</span>
              <span className={s.rangeSize}>{roundBytes(Number(values.sizeBytes))}</span>
            </button>
            {openRow === key && (
              <RangeForm
                id={id}
                table={table}
                range={key}
                written={written}
                onRemove={canEdit ? () => setOpenRow(null) : null}
              />
            )}
          </div>
        ))}
      </div>
      {canEdit && rows.length < look.maxRows && (
        <button type="button" className={s.add} onClick={add}>
          <Icon glyph={Plus} size={12} /> {look.add}
        </button>
      )}
    </Fold>
  );
}

function RangeForm(props: {
  id: ItemId;
  table: keyof typeof TABLES;
  range: string;
  written: Fields;
  onRemove: (() => void) | null;
}) {
  const { id, table, range, written, onRemove } = props;
  const session = useSession();
  const look = TABLES[table];
  return (
    <div className={s.rangeForm}>
      {look.specs.map((spec) => (
        <Field
          key={spec.key}
          item={id}
          field={`${table}.${range}.${spec.key}`}
          spec={spec}
          written={written[spec.key]}
        />
      ))}
      {onRemove !== null && (
        <TextButton
          className="t-small"
          onClick={() => {
            asStep(session, () => session.edits.removeRow(id, [table], range));
            onRemove();
          }}
        >
          {look.remove}
        </TextButton>
      )}
    </div>
  );
}
