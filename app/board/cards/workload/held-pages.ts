import { fieldValue, LOAD_FIELDS, type WorkloadFieldsJson } from "@carveout/model";
import { classShares, classValue } from "./class-shares";
import { orderShares } from "./offered-load";
import { workloadNumber } from "./workload-value";

/**
 * Pages the load holds on average once it is steady, without burst and phases: arrivals times mean lifetime times mean block (Little's law), for any
 * distribution of lifetimes, summed over the classes and the atomic bursts. And by how many a second it grows, for what is never freed.
 */
export function heldPages(fields: WorkloadFieldsJson): { steady: number; growth: number } {
  const value = (key: string) => workloadNumber(fields, key);
  const meanBlock = orderShares(fields).reduce((sum, { order, share }) => sum + share * 2 ** order, 0);
  const lifetime = LOAD_FIELDS.find(({ key }) => key === "lifetime");
  const isNever =
    lifetime !== undefined && fieldValue(lifetime, fields as Record<string, unknown>) === "never";
  const workloadKept = isNever ? 1 : value("immortalPercent") / 100;
  const workloadSeconds = (1 - workloadKept) * (value("lifetimeMeanMs") / 1000);
  let [blockSeconds, atomicSeconds, kept, atomicKept] = [0, 0, 0, 0];
  for (const { info, share } of classShares(fields)) {
    const own = fields.classes?.[info.key];
    const kind = classValue(info, own, "lifetime");
    const seconds =
      kind === "workload"
        ? workloadSeconds
        : kind === "never"
          ? 0
          : Number(classValue(info, own, "lifetimeMeanMs")) / 1000;
    const keptShare = kind === "workload" ? workloadKept : kind === "never" ? 1 : 0;
    blockSeconds += share * seconds;
    kept += share * keptShare;
    if (info.key === "atomic") [atomicSeconds, atomicKept] = [seconds, keptShare];
  }
  const bursts =
    value("atomicBurstsPerSecond") * value("atomicBurstAllocations") * 2 ** value("atomicBurstOrder");
  const pagesPerSecond = value("allocationsPerSecond") * meanBlock;
  return {
    steady: pagesPerSecond * blockSeconds + bursts * atomicSeconds,
    growth: pagesPerSecond * kept + bursts * atomicKept,
  };
}
