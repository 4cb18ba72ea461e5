import { type ItemId, ORDER_FIELDS, type WorkloadFieldsJson } from "@carveout/model";
import { Field, FindingNote } from "../../fields";
import { useFindings } from "../../session";
import { Fold } from "../Fold";
import { percentText } from "../figures";
import { orderShares } from "./offered-load";
import s from "./workload.module.css";

/** The core names the weights as one list; the board keeps one field an order. */
export function isOrderField(field: string): boolean {
  return field === "orders" || field.startsWith("orders.") || field.startsWith("orderWeights");
}

/** Which orders are asked for, as chips with their share; unfolded, the weight of every order. */
export function OrderWeights({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  const shares = orderShares(fields);
  const findings = useFindings(id).filter(
    (finding) => isOrderField(finding.field) && !/^orders\.\d+$/.test(finding.field),
  );
  return (
    <>
      <Fold
        summary={
          <>
            Orders
            <span className={s.chips}>
              {shares.map(({ order, weight, share }) => (
                <span
                  key={order}
                  className={s.chip}
                  title={`Order ${order}, weight ${weight}: ${percentText(share, 1)}`}
                >
                  <b>{order}</b> {shareText(share)}
                </span>
              ))}
              {shares.length === 0 && <span className={s.chip}>none</span>}
            </span>
          </>
        }
      >
        <div className={s.weights}>
          {ORDER_FIELDS.map((spec) => (
            <Field
              key={spec.key}
              item={id}
              field={`orders.${spec.key}`}
              spec={spec}
              written={fields.orders?.[spec.key]}
              label={spec.key}
            />
          ))}
        </div>
      </Fold>
      {findings.map((finding) => (
        <FindingNote key={finding.sentence} finding={finding} />
      ))}
    </>
  );
}

function shareText(share: number): string {
  const percent = share * 100;
  return percent >= 0.5 ? `${Math.round(percent)} %` : `${Number(percent.toPrecision(1))} %`;
}
