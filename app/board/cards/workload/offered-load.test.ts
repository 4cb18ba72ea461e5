import type { WorkloadFieldsJson } from "@carveout/model";
import { expect, test } from "vitest";
import { classShares } from "./class-shares";
import { offeredLoad, orderShares, phasesOf } from "./offered-load";

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

test("phases multiply what is asked for, where they overlap both; a phase without any class is silent but for atomic bursts", () => {
  const fields = {
    durationMs: 10_000,
    allocationsPerSecond: 100,
    atomicBurstsPerSecond: 2,
    atomicBurstAllocations: 5,
    phases: {
      b: { startMs: 4000, lengthMs: 4000, rateFactor: 0.5 },
      a: { startMs: 2000, lengthMs: 4000, rateFactor: 3 },
      c: { startMs: 9000, lengthMs: 5000, userFactor: 0 },
    },
  };
  expect(offeredLoad(fields).steps).toEqual([
    { fromMs: 0, toMs: 2000, perSecond: 110 },
    { fromMs: 2000, toMs: 4000, perSecond: 330 },
    { fromMs: 4000, toMs: 6000, perSecond: 165 },
    { fromMs: 6000, toMs: 8000, perSecond: 55 },
    { fromMs: 8000, toMs: 9000, perSecond: 110 },
    { fromMs: 9000, toMs: 10_000, perSecond: 10 },
  ]);
  expect(phasesOf(fields).map(({ key }) => key)).toEqual(["a", "b", "c"]);
});

test("shares of classes", () => {
  const shares = (fields: WorkloadFieldsJson) =>
    classShares(fields).flatMap(({ info, share }) => (share > 0 ? [[info.key, share]] : []));
  expect(shares({})).toEqual([["user", 1]]);
  expect(shares({ classes: { kernel: { weight: 2 }, cache: { weight: 1 } } })).toEqual([
    ["user", 0.25],
    ["kernel", 0.5],
    ["cache", 0.25],
  ]);
  expect(shares({ classes: { user: { weight: 0 } } })).toEqual([]);
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
