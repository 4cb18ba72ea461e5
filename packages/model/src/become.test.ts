import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { becomeBoard } from "./become";
import { readBoard, seedBoard } from "./board";
import type { BoardJson } from "./board-json";
import { BoardEdits } from "./edits";
import type { ItemJson, PlacedJson } from "./item";
import { itemsOf } from "./layout";
import { TEMPLATES } from "./templates";

function open(board: BoardJson): Y.Doc {
  const doc = new Y.Doc();
  seedBoard(doc, board);
  return doc;
}

const boards = TEMPLATES.map(({ board }) => board());
const [template = { carveout: 1, title: "", items: {} } as BoardJson] = boards;
const emptied: BoardJson = { carveout: 1, title: "", items: {} };

/** Boards that share ids: some items of a template, some of them changed. */
const arbitraryBoard = fc
  .record({
    from: fc.constantFrom(...boards),
    kept: fc.infiniteStream(fc.boolean()),
    title: fc.string({ maxLength: 20 }),
    x: fc.integer({ min: -100, max: 100 }),
    text: fc.string({ unit: "binary", maxLength: 20 }),
  })
  .map(({ from, kept, title, x, text }): BoardJson => {
    const items = Object.entries(from.items)
      .filter(() => kept.next().value === true)
      .map(([id, item]): [string, ItemJson] => {
        if (item.kind === "connector") return [id, item];
        const moved = { ...item, geo: { ...item.geo, x: item.geo.x + x } } as PlacedJson;
        return [id, moved.kind === "note" ? { ...moved, text: moved.text + text } : moved];
      });
    return { carveout: 1, title, items: Object.fromEntries(items) };
  });

describe("becomeBoard", () => {
  test("leads from any board to any other, and a second time changes nothing", () => {
    fc.assert(
      fc.property(arbitraryBoard, arbitraryBoard, (before, after) => {
        const doc = open(before);
        becomeBoard(doc, after);
        expect(readBoard(doc)).toEqual(readBoard(open(after)));
        const vector = Y.encodeStateVector(doc);
        becomeBoard(doc, structuredClone(after));
        expect(Y.encodeStateVector(doc)).toEqual(vector);
      }),
    );
  });

  test("what somebody edits elsewhere in the same item at the same time stays", () => {
    const doc = open(template);
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const [id] = Object.entries(template.items).find(([, item]) => item.kind === "profile") ?? [""];
    new BoardEdits(other, "them").setName(id, "Theirs");
    const moved = structuredClone(readBoard(doc)) as { items: Record<string, { geo: { x: number } }> };
    const geo = moved.items[id]?.geo ?? { x: 0 };
    geo.x = 777;
    becomeBoard(doc, moved as unknown as BoardJson);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(readBoard(doc).items[id]).toMatchObject({ name: "Theirs", geo: { x: 777 } });
  });

  test("an item of another kind under the same id takes the place of the old one whole", () => {
    const note: ItemJson = { kind: "note", geo: { x: 0, y: 0, w: 200 }, z: "a0", text: "now a note" };
    const doc = open(template);
    const [id = ""] = Object.keys(template.items);
    becomeBoard(doc, { ...emptied, items: { [id]: note } });
    expect(readBoard(doc)).toEqual({ ...emptied, items: { [id]: note } });
    expect(itemsOf(doc).size).toBe(1);
  });
});
