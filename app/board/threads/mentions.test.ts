import fc from "fast-check";
import { expect, test } from "vitest";
import { fitting, mentionsIn, parts, startedMention } from "./mentions";

const people = [
  { id: "p-ann", name: "Ann", colour: 1 },
  { id: "p-anna", name: "Anna B. Maintainer", colour: 2 },
  { id: "p-ben", name: "Ben", colour: 3 },
];

test("a call starts at an @ behind a space, up to the caret", () => {
  expect(startedMention("ask @An", 7)).toEqual({ from: 4, query: "An" });
  expect(startedMention("@", 1)).toEqual({ from: 0, query: "" });
  expect(startedMention("ask @Ann ok", 5)).toEqual({ from: 4, query: "" });
  expect(startedMention("me@example", 10)).toBeNull();
  expect(startedMention("@Ann\nmore", 9)).toBeNull();
});

test("a name is found by the beginning of any of its words, in any case", () => {
  expect(fitting(people, "an").map(({ id }) => id)).toEqual(["p-ann", "p-anna"]);
  expect(fitting(people, "main").map(({ id }) => id)).toEqual(["p-anna"]);
  expect(fitting(people, "nn")).toEqual([]);
  expect(fitting(people, "")).toHaveLength(3);
});

test("who is called is who stands in the text, the longer name before the shorter", () => {
  expect(mentionsIn("@Ben and @Anna B. Maintainer, not @Annabel nor x@Ann", people)).toEqual([
    "p-ben",
    "p-anna",
  ]);
  expect(mentionsIn("(@Ann)", people)).toEqual(["p-ann"]);
});

test("the parts of a text are the text", () => {
  const words = fc.array(fc.constantFrom("@", "Ann", "Anna B. Maintainer", "Ben", " ", "x", "\n"), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(words, (list) => {
      const text = list.join("");
      expect(
        parts(text, people)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }),
  );
});
