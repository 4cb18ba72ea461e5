import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapWords } from "./wrap-words";

test("breaks at spaces and keeps paragraphs", () => {
  expect(wrapWords("does B still fail\n\nask the list", 9)).toEqual([
    "does B",
    "still",
    "fail",
    "",
    "ask the",
    "list",
  ]);
  expect(wrapWords("0123456789ab cd", 5)).toEqual(["01234", "56789", "ab cd"]);
});

test("no line is longer than it may be and no word is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 12 }),
      fc.integer({ min: 3, max: 20 }),
      (words, columns) => {
        const lines = wrapWords(words.join(" "), columns);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(words.join(""));
      },
    ),
  );
});
