import { describe, expect, test } from "vitest";
import { mix, phaseInput, workloadInput } from "../testing/inputs";
import { expectedDemand } from "./demand";

describe("expected demand", () => {
  const steady = workloadInput({ durationMs: 100_000, allocationsPerSecond: 1000, lifetimeMeanMs: 50 });
  const pages = (livePages: number) => ({ livePages, firmPages: livePages });

  test("is Little's law once the load is steady, immortals on top", () => {
    expect(expectedDemand(steady)).toEqual({ allocations: 100_000, ...pages(50) });
    expect(expectedDemand({ ...steady, orderWeights: [0, 0, 1] }).livePages).toBe(200);
    expect(expectedDemand({ ...steady, immortalPercent: 100 }).livePages).toBe(100_000);
    expect(expectedDemand({ ...steady, lifetime: "never" }).livePages).toBe(100_000);
  });

  test("rises in a burst and in a phase alike", () => {
    const burst = { ...steady, burstStartMs: 1000, burstLengthMs: 10_000, burstFactor: 3 };
    expect(expectedDemand(burst)).toEqual({ allocations: 120_000, ...pages(150) });
    const phase = phaseInput({ startMs: 1000, lengthMs: 10_000, rateFactor: 3 });
    expect(expectedDemand({ ...steady, phases: [phase] })).toEqual(expectedDemand(burst));
  });

  test("holds the law for each class with its own lifetime", () => {
    // 750/s for 50 ms and 250/s for 2 s: 37.5 + 500 pages; half as many kernel requests leave 42.9 + 285.7.
    const classes = mix({
      user: { weight: 3 },
      kernel: { weight: 1, lifetime: "fixed", lifetimeMeanMs: 2000 },
    });
    expect(expectedDemand({ ...steady, classes }).livePages).toBeCloseTo(537.5, 6);
    const phases = [phaseInput({ lengthMs: 100_000, kernelFactor: 0.5 })];
    expect(expectedDemand({ ...steady, classes, phases }).livePages).toBeCloseTo(
      (1000 * 6 * 0.05) / 7 + (1000 * 1 * 2) / 7,
      6,
    );
  });

  test("tells page cache apart", () => {
    const classes = mix({ user: { weight: 1 }, cache: { weight: 1, lifetime: "never" } });
    expect(expectedDemand({ ...steady, classes })).toEqual({
      allocations: 100_000,
      livePages: 50_025,
      firmPages: 25,
    });
  });

  test("counts atomic bursts", () => {
    // 10 bursts/s of 100 blocks of 2 pages for 50 ms each: 100 pages on top.
    const bursts = { atomicBurstsPerSecond: 10, atomicBurstAllocations: 100, atomicBurstOrder: 1 };
    expect(expectedDemand({ ...steady, ...bursts })).toEqual({ allocations: 200_000, ...pages(150) });
    expect(expectedDemand({ ...steady, ...bursts, orderWeights: [] })).toEqual({
      allocations: 100_000,
      ...pages(100),
    });
  });
});
