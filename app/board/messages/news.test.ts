import { expect, test } from "vitest";
import { sentenceOf } from "./news";

test("two pieces of news are told, the rest is a number", () => {
  expect(sentenceOf(["Ann changed Duration"])).toBe("Ann changed Duration.");
  expect(sentenceOf(["Ann is here", "Ben has left", "Ann changed Place", "Ann changed Duration"])).toBe(
    "Ann is here. Ben has left. 2 more changes.",
  );
});
