import { BANK_FIELDS, type ItemId, MAX_BANKS, type Rows } from "@carveout/model";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { Icon } from "../../../ui/Icon";
import { IconButton } from "../../../ui/IconButton";
import { Field } from "../../fields";
import { useCanEdit, useSession } from "../../session";
import s from "./profile.module.css";

/** The banks as rows: base, size, node. */
export function BankTable({ id, banks, pageSizeBytes }: { id: ItemId; banks: Rows; pageSizeBytes: number }) {
  const { edits } = useSession();
  const canEdit = useCanEdit();
  const rows = Object.entries(banks).sort(
    ([, a], [, b]) => Number(a.baseBytes ?? 0) - Number(b.baseBytes ?? 0),
  );
  const last = rows.at(-1)?.[1];
  const addBank = () =>
    edits.addRow(id, ["banks"], {
      baseBytes:
        Number(last?.baseBytes ?? 0) + (last === undefined ? 0 : Number(last.sizeBytes ?? 1024 ** 3)),
      sizeBytes: 1024 ** 3,
      nid: Number(last?.nid ?? 0),
    });
  return (
    <fieldset className={s.table}>
      <legend className="sr-only">Banks</legend>
      {rows.map(([key, row], index) => (
        <div key={key} className={s.row}>
          {BANK_FIELDS.map((spec) => (
            <Field
              key={spec.key}
              item={id}
              field={`banks.${key}.${spec.key}`}
              spec={spec}
              written={row[spec.key]}
              pageSizeBytes={pageSizeBytes}
              label={SHORT[spec.key]?.replace("#", String(index)) ?? spec.label}
            />
          ))}
          {canEdit && (
            <span className={s.remove}>
              <IconButton
                glyph={X}
                size={12}
                name={`Remove bank ${index}`}
                side="left"
                onClick={() => edits.removeRow(id, ["banks"], key)}
              />
            </span>
          )}
        </div>
      ))}
      {canEdit && rows.length < MAX_BANKS && (
        <button type="button" className={s.add} onClick={addBank}>
          <Icon glyph={Plus} size={12} /> Add a bank
        </button>
      )}
    </fieldset>
  );
}

const SHORT: Readonly<Record<string, string>> = { baseBytes: "Bank # from", sizeBytes: "size", nid: "node" };
