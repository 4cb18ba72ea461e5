import {
  ATOMIC_BURST_FIELDS,
  CACHE_FIELDS,
  CPU_FIELDS,
  type ItemId,
  PIN_FIELDS,
  SLAB_FIELDS,
  type WorkloadFieldsJson,
} from "@carveout/model";
import { FieldList } from "../../fields";
import s from "./workload.module.css";

const GROUPS = [
  { name: "Atomic bursts", specs: ATOMIC_BURST_FIELDS },
  { name: "User pages", specs: PIN_FIELDS },
  { name: "Kernel pages", specs: SLAB_FIELDS },
  { name: "Page cache", specs: CACHE_FIELDS },
  { name: "Cpus", specs: CPU_FIELDS },
];

export function MoreForm({ id, fields }: { id: ItemId; fields: WorkloadFieldsJson }) {
  return GROUPS.map(({ name, specs }) => (
    <fieldset key={name} className={s.group}>
      <legend>{name}</legend>
      <FieldList item={id} specs={specs} written={fields} />
    </fieldset>
  ));
}
