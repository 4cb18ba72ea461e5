import { expect, test } from "vitest";
import { outcomeWords } from "./outcome-words";

const change = { experiment: "e1", title: "Order 9?", letter: "B", variant: "Lazy" };
const outcome = { usablePages: 154_854, failures: 1340, panic: null };

test("says which column, and from what to what; what is as it was is left out", () => {
  expect(outcomeWords({ ...change, before: outcome, after: { ...outcome, failures: 1 } })).toBe(
    "B Lazy in “Order 9?”: 1,340 → 1 failure",
  );
  expect(
    outcomeWords({ ...change, before: outcome, after: { usablePages: 9000, failures: 0, panic: "Oops" } }),
  ).toBe("B Lazy in “Order 9?”: panics now, 1,340 → 0 failures, 154,854 → 9,000 usable pages");
  expect(outcomeWords({ ...change, before: { ...outcome, panic: "Oops" }, after: outcome })).toBe(
    "B Lazy in “Order 9?”: runs to the end now",
  );
});
