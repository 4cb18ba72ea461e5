import { fieldValue, WORKLOAD_FIELDS, type WorkloadFieldsJson } from "@carveout/model";
import { orderShares } from "./offered-load";

/**
 * Pages the load holds on average once it is steady, without the burst and without what is never freed: arrivals times mean lifetime times
 * mean block (Little's law), for any distribution of lifetimes.
 */
export function steadyPages(fields: WorkloadFieldsJson): number {
  const value = (key: string) => {
    const spec = WORKLOAD_FIELDS.find((s) => s.key === key);
    return spec === undefined ? 0 : Number(fieldValue(spec, fields as Record<string, unknown>));
  };
  const meanBlock = orderShares(fields).reduce((sum, { order, share }) => sum + share * 2 ** order, 0);
  const mortalShare = 1 - value("immortalPercent") / 100;
  return value("allocationsPerSecond") * mortalShare * (value("lifetimeMeanMs") / 1000) * meanBlock;
}
