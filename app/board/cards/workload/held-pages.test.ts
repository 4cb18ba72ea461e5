import { expect, test } from "vitest";
import { steadyPages } from "./held-pages";

test("arrivals times lifetime times block", () => {
  // 100/s, 2 s, half of them single pages and half 8-page blocks: 100 x 2 x 4.5.
  const fields = { allocationsPerSecond: 100, lifetimeMeanMs: 2000, orders: { "0": 1, "3": 1 } };
  expect(steadyPages(fields)).toBe(900);
  expect(steadyPages({ ...fields, immortalPercent: 50 })).toBe(450);
});
