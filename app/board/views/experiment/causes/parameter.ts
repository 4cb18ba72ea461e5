import { type ItemId, ORDER_FIELDS, PROFILE_FIELDS } from "@carveout/model";
import type { CauseStep } from "@carveout/sim";

/** A field on the board that a step of a chain is about. */
export interface Parameter {
  item: ItemId;
  field: string;
  label: string;
}

/** The parameter behind a step, by what the step's facts speak of: the load's orders, the watermarks, the areas of CMA. */
export function parameterOf(
  step: CauseStep,
  wired: { profile: ItemId | null; workload: ItemId | null },
): Parameter | null {
  const { code, facts } = step;
  if (code === "request" && typeof facts.order === "number" && wired.workload !== null) {
    const key = String(facts.order);
    return ORDER_FIELDS.some((spec) => spec.key === key)
      ? { item: wired.workload, field: `orders.${key}`, label: `share of order ${key}` }
      : null;
  }
  if (typeof facts.minPages !== "number" || wired.profile === null) return null;
  const spec = PROFILE_FIELDS.find(({ key }) => key === "minFreeKbytes");
  return spec === undefined ? null : { item: wired.profile, field: spec.key, label: spec.label };
}
