import type { CommentJson, ThreadJson } from "@carveout/model";
import { expect, test } from "vitest";
import { FILTERS, isFound, passes, rowsOf } from "./rows";

const comment = (id: string, by: string, at: number, more: Partial<CommentJson> = {}): CommentJson => ({
  id: `comment-${id.padEnd(10, "0")}`,
  by,
  at,
  text: `Text of ${id}`,
  ...more,
});
const thread = (number: number, comments: CommentJson[], more: Partial<ThreadJson> = {}): ThreadJson => ({
  number,
  anchor: { at: "canvas", x: 0, y: 0 },
  label: "Canvas",
  by: comments[0]?.by ?? "",
  at: comments[0]?.at ?? 0,
  comments,
  ...more,
});

const threads = new Map([
  ["one", thread(1, [comment("a", "p-me", 10), comment("b", "p-ben", 40, { mentions: ["p-me"] })])],
  [
    "two",
    thread(2, [comment("c", "p-ben", 20)], {
      label: "Duration, Web server",
      resolved: { by: "p-me", at: 21 },
    }),
  ],
  ["three", thread(3, [comment("d", "p-ben", 30), comment("e", "p-ben", 35, { text: "", deletedAt: 36 })])],
]);
const people = { "p-me": { name: "Ann", colour: 1 }, "p-ben": { name: "Ben Maintainer", colour: 2 } };
const rows = rowsOf({ threads, people, seen: { one: 10, three: 30 }, me: "p-me" });
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

test("what was said last comes first, with what of others came after the last look", () => {
  expect(rows.map(({ id, unread }) => [id, unread])).toEqual([
    ["one", 1],
    ["three", 0],
    ["two", 1],
  ]);
});

test("each filter lets through what its name says", () => {
  const through = FILTERS.map((filter) => [filter, ids(rows.filter((row) => passes(row, filter, "p-me")))]);
  expect(through).toEqual([
    ["open", ["one", "three"]],
    ["resolved", ["two"]],
    ["mine", ["one"]],
    ["unread", ["one", "two"]],
    ["mentions", ["one"]],
  ]);
});

test("a search finds words, labels, numbers and names, all of its words at once", () => {
  const found = (query: string) => ids(rows.filter((row) => isFound(row, query, people)));
  expect([
    found("duration"),
    found("#3"),
    found("text ann"),
    found("maintainer TEXT"),
    found("absent"),
  ]).toEqual([["two"], ["three"], ["one"], ["one", "three", "two"], []]);
});
