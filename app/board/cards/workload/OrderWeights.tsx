import { type ItemId, ORDER_FIELDS, type WorkloadFieldsJson } from "@carveout/model";
import { Field, FindingNote } from "../../fields";
import { useFindings } from "../../session";
import { Fold } from "../Fold";
import { percentText } from "../figures";
import { Chips } from "./Chips";
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
            <Chips
              chips={shares.map(({ order, weight, share }) => ({
                key: String(order),
                name: String(order),
                share,
                title: `Order ${order}, weight ${weight}: ${percentText(share, 1)}`,
              }))}
            />
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
