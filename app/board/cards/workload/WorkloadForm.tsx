import { type ItemId, WORKLOAD_FIELDS, type WorkloadJson } from "@carveout/model";
import { FieldList } from "../../fields";
import { OrderWeights } from "./OrderWeights";

/** A workload's fields, and the weights of its orders. */
export function WorkloadForm({ id, item }: { id: ItemId; item: WorkloadJson }) {
  return (
    <>
      <FieldList item={id} specs={WORKLOAD_FIELDS} written={item.fields} />
      <OrderWeights id={id} fields={item.fields} />
    </>
  );
}
