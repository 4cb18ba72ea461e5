import { expect, test } from "vitest";
import { offeredLoad, orderShares } from "./offered-load";

test("a burst stands between two stretches at the plain rate", () => {
  const fields = {
    durationMs: 10_000,
    allocationsPerSecond: 100,
    burstStartMs: 6000,
    burstLengthMs: 500,
    burstFactor: 4,
  };
  expect(offeredLoad(fields).steps).toEqual([
    { fromMs: 0, toMs: 6000, perSecond: 100 },
    { fromMs: 6000, toMs: 6500, perSecond: 400 },
    { fromMs: 6500, toMs: 10_000, perSecond: 100 },
  ]);
});

test("a burst that outlives the run ends with it; none leaves one step", () => {
  const late = {
    durationMs: 1000,
    allocationsPerSecond: 1,
    burstStartMs: 900,
    burstLengthMs: 5000,
    burstFactor: 2,
  };
  expect(offeredLoad(late).steps.at(-1)).toEqual({ fromMs: 900, toMs: 1000, perSecond: 2 });
  expect(offeredLoad({ durationMs: 1000 }).steps).toHaveLength(1);
});

test("shares of orders", () => {
  expect(orderShares({ orders: { "0": 80, "2": 15, "9": 5 } })).toEqual([
    { order: 0, weight: 80, share: 0.8 },
    { order: 2, weight: 15, share: 0.15 },
    { order: 9, weight: 5, share: 0.05 },
  ]);
  expect(orderShares({ orders: { "0": 0 } })).toEqual([]);
  // A workload nobody has touched asks for single pages.
  expect(orderShares({})).toEqual([{ order: 0, weight: 1, share: 1 }]);
});
