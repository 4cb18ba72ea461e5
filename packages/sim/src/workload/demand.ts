/** What a workload will ask for, in expectation. */

import type { WorkloadInput } from "../input";
import { exp } from "../numbers/elementary";
import { blockPages } from "../order";
import { arrivalsPerMs, burstsPerMs } from "./arrivals";
import { ATOMIC, CACHE, type ClassLife, classLives } from "./classes";
import { type Stretch, stretchesOf } from "./stretches";

export interface Demand {
  /** Allocations over the whole run. */
  allocations: number;
  /** Pages held where they are most, at the end of a phase or of the run. */
  livePages: number;
  /** The same without clean page cache, which reclaim can drop. */
  firmPages: number;
}

/**
 * Expected allocations and live pages. The mortal pages of a class are rate * mean lifetime once the load is steady (Little's
 * law); on the way from one phase's level to the next the exponential's approach is taken for every distribution.
 */
export function expectedDemand(workload: WorkloadInput): Demand {
  const lives = classLives(workload);
  const held = lives.map(() => 0);
  const immortal = lives.map(() => 0);
  const demand: Demand = { allocations: 0, livePages: 0, firmPages: 0 };
  for (const stretch of stretchesOf(workload)) {
    const lengthMs = stretch.endMs - stretch.startMs;
    const perMs = burstsPerMs(workload, stretch) * workload.atomicBurstAllocations;
    demand.allocations += (arrivalsPerMs(workload, stretch) + perMs) * lengthMs;
    for (const [number, pagesPerMs] of pagesPerMsByClass(workload, stretch).entries()) {
      const life = lives[number] as ClassLife;
      immortal[number] = (immortal[number] ?? 0) + pagesPerMs * life.immortal * lengthMs;
      held[number] = approach(held[number] ?? 0, pagesPerMs * (1 - life.immortal), life.meanMs, lengthMs);
    }
    const pages = held.map((mortal, number) => mortal + (immortal[number] ?? 0));
    const live = pages.reduce((sum, some) => sum + some, 0);
    demand.livePages = Math.max(demand.livePages, live);
    demand.firmPages = Math.max(demand.firmPages, live - (pages[CACHE] ?? 0));
  }
  return demand;
}

/** What is held after `lengthMs` at a steady rate, from what was held before. */
function approach(before: number, pagesPerMs: number, meanMs: number, lengthMs: number): number {
  const left = meanMs > 0 ? exp(-Math.min(lengthMs / meanMs, 700)) : 0;
  return before * left + pagesPerMs * meanMs * (1 - left);
}

function pagesPerMsByClass(workload: WorkloadInput, stretch: Stretch): number[] {
  const mean = meanPages(workload.orderWeights);
  const sum = stretch.weights.reduce((so, weight) => so + weight, 0);
  const burst =
    burstsPerMs(workload, stretch) * workload.atomicBurstAllocations * blockPages(workload.atomicBurstOrder);
  return stretch.weights.map((weight, number) => {
    const mix = sum > 0 ? arrivalsPerMs(workload, stretch) * (weight / sum) * mean : 0;
    return number === ATOMIC ? mix + burst : mix;
  });
}

/** Pages of the mean request; 0 without a weight. */
function meanPages(orderWeights: readonly number[]): number {
  const weights = orderWeights.reduce((sum, weight) => sum + weight, 0);
  if (weights === 0) return 0;
  return orderWeights.reduce((sum, weight, order) => sum + weight * blockPages(order), 0) / weights;
}
