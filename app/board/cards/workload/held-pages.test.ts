import { expect, test } from "vitest";
import { heldPages } from "./held-pages";

test("arrivals times lifetime times block", () => {
  // 100/s, 2 s, half of them single pages and half 8-page blocks: 100 x 2 x 4.5.
  const fields = { allocationsPerSecond: 100, lifetimeMeanMs: 2000, orders: { "0": 1, "3": 1 } };
  expect(heldPages(fields)).toEqual({ steady: 900, growth: 0 });
  // Half of 100/s and 4.5 pages each stays for good.
  expect(heldPages({ ...fields, immortalPercent: 50 })).toEqual({ steady: 450, growth: 225 });
  expect(heldPages({ ...fields, lifetime: "never" })).toEqual({ steady: 0, growth: 450 });
});

test("each class by its own lifetime, and what atomic bursts hold", () => {
  const fields = {
    allocationsPerSecond: 100,
    lifetimeMeanMs: 2000,
    classes: {
      user: { weight: 1 },
      kernel: { weight: 2, lifetime: "fixed", lifetimeMeanMs: 500 },
      cache: { weight: 1, lifetime: "never", lifetimeMeanMs: 9000 },
    },
  };
  // A quarter for 2 s, a half for 0.5 s; a quarter is never freed.
  expect(heldPages(fields)).toEqual({ steady: 75, growth: 25 });
  // Ten bursts a second of 8 blocks of 4 pages, held as the atomic class is: 2 s.
  const bursts = { atomicBurstsPerSecond: 10, atomicBurstAllocations: 8, atomicBurstOrder: 2 };
  expect(heldPages({ ...fields, ...bursts })).toEqual({ steady: 75 + 640, growth: 25 });
});
