import { fieldValue, LOAD_FIELDS, type WorkloadFieldsJson } from "@carveout/model";
import { classShares, classValue } from "./class-shares";
import { orderShares } from "./offered-load";
import { workloadNumber } from "./workload-value";

/**
 * Pages the load holds on average once it is steady, without burst, phases and what is never freed: arrivals times mean lifetime times
 * mean block (Little's law), for any distribution of lifetimes, summed over the classes and the atomic bursts.
 */
export function steadyPages(fields: WorkloadFieldsJson): number {
  const value = (key: string) => workloadNumber(fields, key);
  const meanBlock = orderShares(fields).reduce((sum, { order, share }) => sum + share * 2 ** order, 0);
  const lifetime = LOAD_FIELDS.find(({ key }) => key === "lifetime");
  const isNever =
    lifetime !== undefined && fieldValue(lifetime, fields as Record<string, unknown>) === "never";
  const workloadSeconds = isNever
    ? 0
    : (1 - value("immortalPercent") / 100) * (value("lifetimeMeanMs") / 1000);
  let [blockSeconds, atomicSeconds] = [0, 0];
  for (const { info, share } of classShares(fields)) {
    const own = fields.classes?.[info.key];
    const kind = classValue(info, own, "lifetime");
    const seconds =
      kind === "workload"
        ? workloadSeconds
        : kind === "never"
          ? 0
          : Number(classValue(info, own, "lifetimeMeanMs")) / 1000;
    blockSeconds += share * seconds;
    if (info.key === "atomic") atomicSeconds = seconds;
  }
  const bursts =
    value("atomicBurstsPerSecond") * value("atomicBurstAllocations") * 2 ** value("atomicBurstOrder");
  return value("allocationsPerSecond") * meanBlock * blockSeconds + bursts * atomicSeconds;
}
