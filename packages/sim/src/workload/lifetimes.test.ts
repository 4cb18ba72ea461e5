import { describe, expect, test } from "vitest";
import type { LifetimeKind } from "../input";
import { Random } from "../numbers/random";
import { drawLifetime, PARETO_ALPHA } from "./lifetimes";

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

  test("never: without end", () => {
    expect(new Set(draws("never"))).toEqual(new Set([Number.POSITIVE_INFINITY]));
  });

  test("fixed: always the mean", () => {
    expect(new Set(draws("fixed"))).toEqual(new Set([100]));
  });
});
