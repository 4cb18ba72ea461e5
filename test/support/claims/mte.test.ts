import { expect, test } from "vitest";
import { claims } from "./mte";

test.each(claims)("claim $number is confirmed: $claim", ({ check }) => {
  const { outcome, isConfirmed } = check();
  expect(outcome).toMatch(/\d/);
  expect(isConfirmed, outcome).toBe(true);
});
