import { seedBoard, TEMPLATES } from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { BoardSession } from "../session";
import { ItemStore } from "../session/items";
import { excerpt, holds, wordsOf } from "./excerpt";
import { ITEM_SEARCH } from "./items";

function session() {
  const doc = new Y.Doc();
  const board = TEMPLATES.find(({ id }) => id === "kmsan")?.board();
  if (board === undefined) throw new Error("There is such a template.");
  seedBoard(doc, board);
  return { items: new ItemStore(doc) } as unknown as BoardSession;
}

const found = (query: string) => [...ITEM_SEARCH.find(session(), wordsOf(query))];

test("an item is found by its name first, then by what its text and its fields say", () => {
  expect(found("which one still")[0]?.label).toBe("Which one still serves order 9?");
  expect(found("three blocks become").map(({ id }) => id.split(" ")[1])).toEqual(["text"]);
  // A field somebody has written, with its label and its value; the way leads into it.
  const [field] = found("dentry cache");
  expect(field?.detail).toContain("Dentry cache hash table");
  expect(field?.id).toMatch(/^profile-\S+ reserved\.r8\.label$/);
});

test("all words must be there, in any order and case", () => {
  expect(found("ORDER which").length).toBeGreaterThan(0);
  expect(found("order xyzzy")).toEqual([]);
  expect(holds("Freed late in boot", wordsOf("boot freed"))).toBe(true);
});

test("an excerpt is one line around the first word", () => {
  const text = `${"word ".repeat(40)}\n\naltmap   reserve ${"more ".repeat(40)}`;
  expect(excerpt(text, ["altmap"])).toMatch(/^….{0,30}altmap reserve .*…$/);
  expect(excerpt("short", ["short"])).toBe("short");
});
