import { expect, test } from "vitest";
import { timeAgo } from "./time";

const now = new Date(2026, 10, 20, 18, 2);

test.each([
  [new Date(2026, 10, 20, 18, 1, 40), "now"],
  [new Date(2026, 10, 20, 17, 58), "4 min ago"],
  [new Date(2026, 10, 20, 9, 0), "9 h ago"],
  [new Date(2026, 10, 19, 23, 0), "yesterday"],
  [new Date(2026, 10, 14, 12, 0), "14 Nov"],
  [new Date(2025, 10, 14, 12, 0), "14 Nov 2025"],
])("%s is told as %s", (then, words) => {
  expect(timeAgo(then, now)).toBe(words);
});

test("shortly after midnight, an hour ago is not yesterday", () => {
  expect(timeAgo(new Date(2026, 10, 20, 23, 30), new Date(2026, 10, 21, 0, 40))).toBe("1 h ago");
});
