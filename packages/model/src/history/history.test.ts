import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { readBoard, seedBoard } from "../board";
import type { BoardJson } from "../board-json";
import { BoardEdits } from "../edits";
import type { ItemJson } from "../item";
import { itemsOf, metaOf } from "../layout";
import { checkBoard } from "../schema";
import { TEMPLATES } from "../templates";
import { compareBoards, deeds, withItemsOf } from ".";

const place = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };
const GIB = 1024 ** 3;
const profile: ItemJson = {
  kind: "profile",
  ...place,
  name: "Laptop",
  fields: {
    banks: { b0: { sizeBytes: 2 * GIB } },
    reserved: {},
    cma: {},
    tlb: {},
    tagStorage: {},
    pmem: {},
  },
};
const before: BoardJson = {
  carveout: 1,
  title: "Old",
  items: { p: profile, n: { kind: "note", ...place, text: "One line" } },
};

function edited(edit: (edits: BoardEdits) => void): BoardJson {
  const doc = new Y.Doc();
  seedBoard(doc, before);
  edit(new BoardEdits(doc, "test"));
  return readBoard(doc);
}

describe("what was done between two states", () => {
  const sentences = (edit: (edits: BoardEdits) => void) =>
    deeds(compareBoards(before, edited(edit))).map(({ did }) => did);

  test("reads as sentences, values in their units", () => {
    expect(sentences((e) => e.setField("p", ["banks", "b0", "sizeBytes"], GIB))).toEqual([
      "set Bank size 2 GiB → 1 GiB on Laptop",
    ]);
    expect(sentences((e) => e.setField("p", ["cpus"], 8))).toEqual(["set CPUs 1 (default) → 8 on Laptop"]);
    expect(sentences((e) => e.setTitle("New"))).toEqual(["renamed the board to “New”"]);
    expect(sentences((e) => e.setName("p", "Server"))).toEqual(["renamed Laptop to Server"]);
    expect(sentences((e) => e.move([{ id: "p", geo: { x: 9, y: 0, w: 300 } }]))).toEqual(["moved Laptop"]);
    expect(sentences((e) => e.remove(["n"]))).toEqual(["removed “One line”"]);
    expect(sentences((e) => e.text("n")?.insert(3, " long"))).toEqual(["wrote in “One long line”"]);
    expect(sentences((e) => e.addRow("p", ["banks"], { sizeBytes: GIB }))).toEqual([
      "added Bank (Bank size 1 GiB) to Laptop",
    ]);
    expect(sentences((e) => e.removeRow("p", ["banks"], "b0"))).toEqual([
      "removed Bank (Bank size 2 GiB) from Laptop",
    ]);
  });

  test("a wire is named by what it joins", () => {
    const made = sentences((e) => {
      const experiment = e.add({ kind: "experiment", ...place, fields: { variants: {} } });
      e.connect("p", { item: experiment, port: "profile" });
    });
    expect(made).toEqual(["added Experiment", "wired Laptop to Experiment"]);
  });

  test("nothing is nothing, and every difference is told somewhere", () => {
    const boards = TEMPLATES.map(({ board }) => board());
    for (const a of boards)
      for (const b of boards) {
        const { items } = compareBoards(a, b);
        expect(items.length === 0).toBe(JSON.stringify(a.items) === JSON.stringify(b.items));
      }
  });
});

describe("restoring", () => {
  const boards = TEMPLATES.map(({ board }) => board());
  const arbitraryEdits = fc.record({
    from: fc.constantFrom(...boards),
    removed: fc.infiniteStream(fc.boolean()),
    moved: fc.integer({ min: 1, max: 500 }),
    picked: fc.infiniteStream(fc.boolean()),
  });

  /** A board in use, changed since `then`, with an undo of its own. */
  function inUse({ from, removed, moved }: { from: BoardJson; removed: fc.Stream<boolean>; moved: number }) {
    const doc = new Y.Doc();
    seedBoard(doc, from);
    const then = readBoard(doc);
    const edits = new BoardEdits(doc, "me");
    edits.remove(Object.keys(then.items).filter(() => removed.next().value === true));
    for (const [id, item] of Object.entries(readBoard(doc).items))
      if (item.kind !== "connector") edits.move([{ id, geo: { ...item.geo, x: item.geo.x + moved } }]);
    edits.add({ kind: "note", ...place, text: "since then" });
    const undo = new Y.UndoManager([itemsOf(doc), metaOf(doc)], {
      trackedOrigins: new Set(["me"]),
      captureTimeout: 0,
    });
    return { doc, then, edits, undo };
  }

  test("the whole board, and undone again", () => {
    fc.assert(
      fc.property(arbitraryEdits, (input) => {
        const { doc, then, edits, undo } = inUse(input);
        const since = readBoard(doc);
        edits.become(then);
        expect(readBoard(doc)).toEqual(then);
        undo.undo();
        expect(readBoard(doc)).toEqual(since);
        expect(undo.canUndo()).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test("some items: those read as they did, no other card changes, and the board stays sound", () => {
    fc.assert(
      fc.property(arbitraryEdits, (input) => {
        const { doc, then, edits, undo } = inUse(input);
        const since = readBoard(doc);
        const cards = [...new Set([...Object.keys(then.items), ...Object.keys(since.items)])].filter(
          (id) => (then.items[id] ?? since.items[id])?.kind !== "connector",
        );
        const picked = new Set(cards.filter(() => input.picked.next().value === true));
        edits.become(withItemsOf(since, then, picked));
        const { items } = checkBoard(readBoard(doc));
        for (const id of cards) expect(items[id]).toEqual((picked.has(id) ? then : since).items[id]);
        if (!undo.canUndo()) return;
        undo.undo();
        expect(readBoard(doc)).toEqual(since);
      }),
      { numRuns: 40 },
    );
  });
});
