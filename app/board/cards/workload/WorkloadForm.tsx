import { type ItemId, LOAD_FIELDS, type WorkloadJson } from "@carveout/model";
import { FieldList } from "../../fields";
import { Mix } from "./Mix";
import { MoreFields } from "./MoreFields";
import { isOrderField, OrderWeights } from "./OrderWeights";
import { PresetPicker } from "./PresetPicker";
import { WorkloadTables } from "./WorkloadTables";

/** A workload's fields: the plain ones, and folded away orders, mix, phases, actions and the rest. */
export function WorkloadForm({ id, item }: { id: ItemId; item: WorkloadJson }) {
  return (
    <>
      <PresetPicker id={id} />
      <FieldList item={id} specs={LOAD_FIELDS} written={item.fields} />
      <OrderWeights id={id} fields={item.fields} />
      <Mix id={id} fields={item.fields} />
      <WorkloadTables id={id} fields={item.fields} />
      <MoreFields id={id} fields={item.fields} />
    </>
  );
}

/** Whether the form tells findings about a field where the field stands; those of folded fields are told below it. */
export function isTold(field: string): boolean {
  return LOAD_FIELDS.some((spec) => spec.key === field) || isOrderField(field);
}
