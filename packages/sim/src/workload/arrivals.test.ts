import { describe, expect, test } from "vitest";
import type { LifetimeKind, WorkloadInput } from "../input";
import { Random } from "../numbers/random";
import { workloadInput } from "../testing/inputs";
import { Arrivals } from "./arrivals";
import { expectedDemand } from "./demand";
import { drawLifetime, PARETO_ALPHA } from "./lifetimes";

interface Arrival {
  timeMs: number;
  order: number;
  lifetimeMs: number;
}

function all(workload: WorkloadInput, seed = 1): Arrival[] {
  const list: Arrival[] = [];
  for (const a = new Arrivals(workload, seed); a.timeMs < Number.POSITIVE_INFINITY; a.advance()) {
    list.push({ timeMs: a.timeMs, order: a.order, lifetimeMs: a.lifetimeMs });
  }
  return list;
}

/** Within five standard deviations of a Poisson count. */
function expectPoisson(count: number, mean: number): void {
  expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean));
}

describe("arrivals", () => {
  const steady = workloadInput({ durationMs: 10_000, allocationsPerSecond: 2000 });

  test("come at the rate, in order, before the end", () => {
    const list = all(steady);
    expectPoisson(list.length, 20_000);
    for (const [i, { timeMs }] of list.entries()) {
      expect(timeMs).toBeGreaterThan(list[i - 1]?.timeMs ?? 0);
      expect(timeMs).toBeLessThan(10_000);
    }
  });

  test("waits are exponential: their variance is the square of their mean", () => {
    const list = all(steady);
    const waits = list.map(({ timeMs }, i) => timeMs - (list[i - 1]?.timeMs ?? 0));
    const mean = waits.reduce((sum, w) => sum + w, 0) / waits.length;
    const variance = waits.reduce((sum, w) => sum + (w - mean) ** 2, 0) / waits.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(variance / mean ** 2).toBeCloseTo(1, 1);
  });

  test("a burst multiplies the rate inside its bounds only", () => {
    const list = all({ ...steady, burstStartMs: 4000, burstLengthMs: 2000, burstFactor: 5 });
    const during = list.filter(({ timeMs }) => timeMs >= 4000 && timeMs < 6000).length;
    expectPoisson(during, 20_000);
    expectPoisson(list.length - during, 16_000);
    const silent = all({ ...steady, burstStartMs: 4000, burstLengthMs: 2000, burstFactor: 0 });
    expect(silent.some(({ timeMs }) => timeMs > 4000 && timeMs < 6000)).toBe(false);
    expectPoisson(silent.length, 16_000);
  });

  test("orders follow their weights, and a weight of 0 never comes", () => {
    const list = all({ ...steady, orderWeights: [3, 0, 1] });
    const of = (order: number) => list.filter((a) => a.order === order).length;
    expect(of(1)).toBe(0);
    expectPoisson(of(0), (list.length * 3) / 4);
    expectPoisson(of(2), list.length / 4);
  });

  test("the immortal share never ends", () => {
    const list = all({ ...steady, immortalPercent: 20 });
    expectPoisson(list.filter((a) => a.lifetimeMs === Number.POSITIVE_INFINITY).length, list.length / 5);
    expect(
      all({ ...steady, immortalPercent: 100 }).every((a) => a.lifetimeMs === Number.POSITIVE_INFINITY),
    ).toBe(true);
    expect(all(steady).every((a) => a.lifetimeMs < Number.POSITIVE_INFINITY)).toBe(true);
  });

  test("the lifetimes' shape leaves times and orders alone", () => {
    const shape = (lifetime: LifetimeKind) =>
      all({ ...steady, orderWeights: [1, 1], lifetime }).map(({ timeMs, order }) => [timeMs, order]);
    expect(shape("pareto")).toEqual(shape("fixed"));
  });

  test("none come at a rate of 0 or without a weight", () => {
    expect(all(workloadInput())).toEqual([]);
    expect(all({ ...steady, orderWeights: [0, 0] })).toEqual([]);
  });
});

describe("lifetimes", () => {
  function draws(kind: LifetimeKind): number[] {
    const random = new Random(3, 0);
    return Array.from({ length: 100_000 }, () => drawLifetime(kind, 100, random)).sort((a, b) => a - b);
  }
  const median = (sorted: number[]) => sorted[sorted.length / 2] ?? 0;
  const mean = (sorted: number[]) => sorted.reduce((sum, x) => sum + x, 0) / sorted.length;

  test("exponential: mean 100, median ln 2 of it", () => {
    const sorted = draws("exponential");
    expect(Math.abs(mean(sorted) - 100)).toBeLessThan(2);
    expect(Math.abs(median(sorted) - 69.3)).toBeLessThan(2);
  });

  test("lognormal with sigma 1: mean 100, median e^-1/2 of it", () => {
    const sorted = draws("lognormal");
    expect(Math.abs(mean(sorted) - 100)).toBeLessThan(3);
    expect(Math.abs(median(sorted) - 60.65)).toBeLessThan(2);
  });

  test("Pareto with exponent 1.5: least 1/3 of the mean, median 2^(2/3) times that", () => {
    const sorted = draws("pareto");
    expect(sorted[0]).toBeGreaterThanOrEqual(100 / 3);
    expect(sorted[0]).toBeLessThan(100 / 3 + 0.1);
    expect(Math.abs(median(sorted) - (100 / 3) * 2 ** (1 / PARETO_ALPHA))).toBeLessThan(1);
  });

  test("fixed: always the mean", () => {
    expect(new Set(draws("fixed"))).toEqual(new Set([100]));
  });
});

test("expected demand: Little's law once the load is steady, immortals on top", () => {
  const steady = workloadInput({ durationMs: 100_000, allocationsPerSecond: 1000, lifetimeMeanMs: 50 });
  expect(expectedDemand(steady)).toEqual({ allocations: 100_000, livePages: 50 });
  expect(expectedDemand({ ...steady, orderWeights: [0, 0, 1] }).livePages).toBe(200);
  expect(expectedDemand({ ...steady, immortalPercent: 100 }).livePages).toBe(100_000);
  const burst = { ...steady, burstStartMs: 1000, burstLengthMs: 10_000, burstFactor: 3 };
  expect(expectedDemand(burst)).toEqual({ allocations: 120_000, livePages: 150 });
});
