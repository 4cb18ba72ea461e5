import { fieldValue, WORKLOAD_FIELDS, type WorkloadFieldsJson } from "@carveout/model";

/** A plain number of a workload, its default where nothing is written. */
export function workloadNumber(fields: WorkloadFieldsJson, key: string): number {
  const spec = WORKLOAD_FIELDS.find((s) => s.key === key);
  return spec === undefined ? 0 : Number(fieldValue(spec, fields as Record<string, unknown>));
}
