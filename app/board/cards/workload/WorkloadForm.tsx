import { type ItemId, WORKLOAD_FIELDS, type WorkloadJson } from "@carveout/model";
import { Field } from "../../fields";
import { OrderWeights } from "./OrderWeights";

/** A workload's fields, and the weights of its orders. */
export function WorkloadForm({ id, item }: { id: ItemId; item: WorkloadJson }) {
  return (
    <>
      {WORKLOAD_FIELDS.map((spec) => {
        const written = item.fields[spec.key];
        return (
          <Field
            key={spec.key}
            item={id}
            field={spec.key}
            spec={spec}
            written={typeof written === "object" ? undefined : written}
          />
        );
      })}
      <OrderWeights id={id} fields={item.fields} />
    </>
  );
}
