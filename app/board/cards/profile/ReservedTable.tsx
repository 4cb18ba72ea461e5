import {
  type Fields,
  type ItemId,
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

/** What is reserved before the hand-over: folded, with count and total; a row opens to be edited. */
export function ReservedTable({ id, reserved }: { id: ItemId; reserved: Rows }) {
  const session = useSession();
  const canEdit = useCanEdit();
  const [openRow, setOpenRow] = useState<string | null>(null);
  const rows = Object.entries(reserved)
    .map(([key, written]) => ({ key, written, values: resolveFields(RESERVED_FIELDS, written) }))
    .sort((a, b) => Number(a.values.baseBytes) - Number(b.values.baseBytes));
  const total = rows.reduce((sum, { values }) => sum + Number(values.sizeBytes), 0);
  const add = () =>
    asStep(session, () => {
      const row = { baseBytes: 0, sizeBytes: 4096, label: "reserved" };
      setOpenRow(session.edits.addRow(id, ["reserved"], row));
    });
  return (
    <Fold
      summary={
        <>
          Reserved ranges <small>{rows.length}</small>
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
                range={key}
                written={written}
                onRemove={canEdit ? () => setOpenRow(null) : null}
              />
            )}
          </div>
        ))}
      </div>
      {canEdit && rows.length < MAX_RESERVED && (
        <button type="button" className={s.add} onClick={add}>
          <Icon glyph={Plus} size={12} /> Add a range
        </button>
      )}
    </Fold>
  );
}

function RangeForm(props: { id: ItemId; range: string; written: Fields; onRemove: (() => void) | null }) {
  const { id, range, written, onRemove } = props;
  const session = useSession();
  return (
    <div className={s.rangeForm}>
      {RESERVED_FIELDS.map((spec) => (
        <Field
          key={spec.key}
          item={id}
          field={`reserved.${range}.${spec.key}`}
          spec={spec}
          written={written[spec.key]}
        />
      ))}
      {onRemove !== null && (
        <TextButton
          className="t-small"
          onClick={() => {
            asStep(session, () => session.edits.removeRow(id, ["reserved"], range));
            onRemove();
          }}
        >
          Remove this range
        </TextButton>
      )}
    </div>
  );
}
