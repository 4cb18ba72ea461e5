/** When allocations arrive and what they ask for. */

import type { WorkloadInput } from "../input";
import { ln } from "../numbers/elementary";
import { Random } from "../numbers/random";
import { drawLifetime } from "./lifetimes";

/** One random sequence for each question, so that a change of one distribution leaves the others' draws alone. */
const STREAM = { time: 0, order: 1, immortal: 2, lifetime: 3 };

/** Draws do not depend on what the machine does: two machines under one seed get the same requests. */
export class Arrivals {
  /** Time of the current arrival, ms; Infinity when none is left. */
  timeMs = 0;
  order = 0;
  /** Infinity: never freed. */
  lifetimeMs = 0;

  private readonly times: Random;
  private readonly orders: Random;
  private readonly immortals: Random;
  private readonly lifetimes: Random;
  private readonly cumulativeWeights: number[] = [];
  private readonly totalWeight: number;

  constructor(
    private readonly workload: WorkloadInput,
    seed: number,
  ) {
    this.times = new Random(seed, STREAM.time);
    this.orders = new Random(seed, STREAM.order);
    this.immortals = new Random(seed, STREAM.immortal);
    this.lifetimes = new Random(seed, STREAM.lifetime);
    let sum = 0;
    for (const weight of workload.orderWeights) {
      sum += weight;
      this.cumulativeWeights.push(sum);
    }
    this.totalWeight = sum;
    this.advance();
  }

  /** Draws the next arrival. */
  advance(): void {
    this.timeMs = this.nextTime();
    if (this.timeMs === Number.POSITIVE_INFINITY) return;
    this.order = this.drawOrder();
    const isImmortal = 100 * this.immortals.unit() < this.workload.immortalPercent;
    const lifetime = drawLifetime(this.workload.lifetime, this.workload.lifetimeMeanMs, this.lifetimes);
    this.lifetimeMs = isImmortal ? Number.POSITIVE_INFINITY : lifetime;
  }

  /** A Poisson process has no memory: where the rate changes, the wait starts anew. */
  private nextTime(): number {
    const { durationMs, burstStartMs, burstLengthMs, burstFactor, allocationsPerSecond } = this.workload;
    const burstEndMs = burstStartMs + burstLengthMs;
    let from = this.timeMs;
    if (this.totalWeight === 0) return Number.POSITIVE_INFINITY;
    for (;;) {
      const inBurst = from >= burstStartMs && from < burstEndMs;
      const ratePerMs = (allocationsPerSecond / 1000) * (inBurst ? burstFactor : 1);
      const untilMs = inBurst
        ? burstEndMs
        : from < burstStartMs && burstLengthMs > 0
          ? burstStartMs
          : durationMs;
      const at = ratePerMs > 0 ? from - ln(this.times.unit()) / ratePerMs : Number.POSITIVE_INFINITY;
      if (at < untilMs) return at < durationMs ? at : Number.POSITIVE_INFINITY;
      if (untilMs >= durationMs) return Number.POSITIVE_INFINITY;
      from = untilMs;
    }
  }

  private drawOrder(): number {
    const point = this.orders.unit() * this.totalWeight;
    let order = 0;
    while (point >= (this.cumulativeWeights[order] ?? Number.POSITIVE_INFINITY)) order++;
    return order;
  }
}
