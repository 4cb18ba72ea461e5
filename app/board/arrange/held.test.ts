import { BoardEdits, readBoard, seedBoard, TEMPLATES } from "@carveout/model";
import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { ItemStore } from "../session/items";
import { heldOf, heldWords } from "./held";

let items: ItemStore;
let edits: BoardEdits;
let wires: string[];
beforeEach(() => {
  const doc = new Y.Doc();
  const board = TEMPLATES.find(({ id }) => id === "kmsan")?.board();
  if (board === undefined) throw new Error("There is such a template.");
  seedBoard(doc, board);
  items = new ItemStore(doc);
  edits = new BoardEdits(doc, "test");
  wires = Object.entries(readBoard(doc).items).flatMap(([id, { kind }]) =>
    kind === "connector" ? [id] : [],
  );
});

const only = (kind: "profile" | "workload" | "experiment") => [...(items.ids.get().get(kind) ?? [])][0] ?? "";
const lock = (id: string) => edits.setLocked([id], true);

test("without a lock all of it goes", () => {
  const held = heldOf(items, { items: [only("profile"), only("experiment")], wires });
  expect(held).toEqual({ items: [], feeding: [], wires: [] });
  expect(heldWords(held)).toBeNull();
});

test("a locked experiment keeps its wires, and what they come from", () => {
  lock(only("experiment"));
  const held = heldOf(items, { items: [only("profile"), only("experiment")], wires });
  expect(held).toEqual({ items: [only("experiment")], feeding: [only("profile")], wires });
  expect(heldWords(held)).toBe(
    `1 locked item, 1 item that a locked one is wired to and ${wires.length} wires of locked items were not deleted`,
  );
});

test("a locked profile keeps its wire, and what it feeds may go", () => {
  lock(only("profile"));
  const own = wires.filter((id) => {
    const wire = items.item(id);
    return wire?.kind === "connector" && wire.from.item === only("profile");
  });
  const held = heldOf(items, { items: [only("experiment"), only("workload")], wires });
  expect(held).toEqual({ items: [], feeding: [], wires: own });
  expect(heldWords(held)).toBe("1 wire of a locked item was not deleted");
});
