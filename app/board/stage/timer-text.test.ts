import { expect, test } from "vitest";
import { spokenLeft, timerText } from "./timer-text";

test.each([
  [300_000, "5:00"],
  [299_999, "5:00"],
  [245_000, "4:05"],
  [3_600_000, "1:00:00"],
  [1, "0:01"],
  [0, "0:00"],
  [-999, "0:00"],
  [-12_000, "−0:12"],
  [-3_725_000, "−1:02:05"],
])("%s ms are shown as %s", (ms, text) => expect(timerText(ms)).toBe(text));

test("the last minute and the end are said, nothing in between", () => {
  expect([61_000, 60_000, 1, 0, -5000].map(spokenLeft)).toEqual([
    null,
    "One minute left.",
    "One minute left.",
    "Time is up.",
    "Time is up.",
  ]);
});
