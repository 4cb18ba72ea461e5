import { expect, test } from "vitest";
import { sourceLines } from "./source-lines";

const texts = (source: string) => sourceLines(source).map(({ text }) => text);

test("the marks of Markdown are taken off, the words stay", () => {
  expect(texts("# Why\n- **a** and `b`\n> said\n[here](https://x.org) ~~old~~")).toEqual([
    "Why",
    "• a and b",
    "said",
    "here old",
  ]);
});

test("headings are larger and bold, by their depth", () => {
  const [one, two, plain] = sourceLines("# one\n## two\nplain");
  expect([one?.isBold, two?.isBold, plain?.isBold]).toEqual([true, true, false]);
  expect(one?.scale).toBeGreaterThan(two?.scale ?? 9);
  expect(two?.scale).toBeGreaterThan(plain?.scale ?? 9);
});

test("what only looks like a mark is left alone", () => {
  expect(texts("2 * 3 * 4\nsnake_case_name\n#tag")).toEqual(["2 * 3 * 4", "snake_case_name", "#tag"]);
});
