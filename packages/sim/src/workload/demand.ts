/** What a workload will ask for, in expectation. */

import type { WorkloadInput } from "../input";
import { blockPages } from "../machine/order";
import { exp } from "../numbers/elementary";

export interface Demand {
  /** Allocations over the whole run. */
  allocations: number;
  /** Pages held at the peak, at the end of the burst or of the run. */
  livePages: number;
}

/**
 * Expected allocations and live pages. Mortal pages are rate * mean lifetime once the load is steady (Little's law);
 * before that, and in a burst, the exponential's approach 1 - exp(-t / mean) is taken for every distribution.
 */
export function expectedDemand(workload: WorkloadInput): Demand {
  const { durationMs, allocationsPerSecond, orderWeights, lifetimeMeanMs, immortalPercent } = workload;
  const weights = orderWeights.reduce((sum, weight) => sum + weight, 0);
  if (weights === 0) return { allocations: 0, livePages: 0 };
  const pages = orderWeights.reduce((sum, weight, order) => sum + weight * blockPages(order), 0) / weights;
  const perMs = allocationsPerSecond / 1000;
  const start = Math.min(workload.burstStartMs, durationMs);
  const end = Math.min(workload.burstStartMs + workload.burstLengthMs, durationMs);
  const extraPerMs = perMs * (workload.burstFactor - 1);
  const allocations = perMs * durationMs + extraPerMs * (end - start);

  const immortal = immortalPercent / 100;
  const reached = (ms: number) => (lifetimeMeanMs > 0 ? 1 - exp(-Math.min(ms / lifetimeMeanMs, 700)) : 1);
  const mortal = (1 - immortal) * lifetimeMeanMs;
  const atBurstEnd =
    immortal * (perMs * end + extraPerMs * (end - start)) +
    mortal * (perMs * reached(end) + extraPerMs * reached(end - start));
  const atEnd =
    immortal * allocations +
    mortal * (perMs * reached(durationMs) + (end === durationMs ? extraPerMs * reached(end - start) : 0));
  return { allocations, livePages: pages * Math.max(atBurstEnd, atEnd) };
}
