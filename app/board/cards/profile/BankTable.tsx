import {
  BANK_FIELDS,
  type BoardEdits,
  type Fields,
  type ItemId,
  MAX_BANKS,
  type Rows,
} from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { Icon } from "../../../ui/Icon";
import { IconButton } from "../../../ui/IconButton";
import { asStep, Field } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import s from "./profile.module.css";

/** The banks as rows: base, size, node. */
export function BankTable({ id, banks, pageSizeBytes }: { id: ItemId; banks: Rows; pageSizeBytes: number }) {
  const session = useSession();
  const canEdit = useCanEdit();
  const rows = Object.entries(banks).sort(
    ([, a], [, b]) => Number(a.baseBytes ?? 0) - Number(b.baseBytes ?? 0),
  );
  const edit = (change: (edits: BoardEdits) => void) => asStep(session, () => change(session.edits));
  return (
    <fieldset className={s.banks}>
      <legend className="sr-only">Banks</legend>
      <div className={s.bankHead} aria-hidden>
        <span>Bank</span>
        <span>from</span>
        <span>size</span>
        <span>node</span>
      </div>
      {rows.map(([key, row], index) => (
        <div key={key} className={s.bank}>
          <span className={s.bankNumber}>{index}</span>
          {BANK_FIELDS.map((spec) => (
            <Field
              key={spec.key}
              item={id}
              field={`banks.${key}.${spec.key}`}
              spec={spec}
              written={row[spec.key]}
              pageSizeBytes={pageSizeBytes}
              label={`Bank ${index}, ${spec.label}`}
              isCell
            />
          ))}
          {canEdit && (
            <IconButton
              glyph={X}
              size={12}
              name={`Remove bank ${index}`}
              side="left"
              onClick={() => edit((edits) => edits.removeRow(id, ["banks"], key))}
            />
          )}
        </div>
      ))}
      {canEdit && rows.length < MAX_BANKS && (
        <button
          type="button"
          className={s.add}
          onClick={() => edit((edits) => edits.addRow(id, ["banks"], bankAfter(rows.at(-1)?.[1])))}
        >
          <Icon glyph={Plus} size={12} /> Add a bank
        </button>
      )}
    </fieldset>
  );
}

const GIB = 1024 ** 3;

/** A bank of 1 GiB right above the last one. */
function bankAfter(last: Fields | undefined): Fields {
  if (last === undefined) return { baseBytes: 0, sizeBytes: GIB, nid: 0 };
  const end = Number(last.baseBytes ?? 0) + Number(last.sizeBytes ?? GIB);
  return { baseBytes: end, sizeBytes: GIB, nid: Number(last.nid ?? 0) };
}
