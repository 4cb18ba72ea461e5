import { BoardEdits, defineRoots, type ExperimentJson, type NoteJson, STRATEGIES } from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { ItemStore } from "./items";
import type { ItemsChange } from "./types";

const NOTE: NoteJson = { kind: "note", geo: { x: 0, y: 0, w: 196 }, z: "a0", text: "" };
const EXPERIMENT: ExperimentJson = { kind: "experiment", geo: { x: 0, y: 0, w: 428 }, z: "a1", fields: {} };

function open() {
  const doc = new Y.Doc();
  defineRoots(doc);
  return { doc, edits: new BoardEdits(doc, {}), items: new ItemStore(doc) };
}

test("an edit makes one new object and wakes its own followers only", () => {
  const { edits, items } = open();
  const [a, b] = [edits.add(NOTE), edits.add(NOTE)];
  const woken: string[] = [];
  items.items.subscribe(a, () => woken.push("a"));
  items.items.subscribe(b, () => woken.push("b"));
  const before = items.item(b);
  edits.move([{ id: a, geo: { x: 7, y: 0, w: 196 } }]);
  expect(woken).toEqual(["a"]);
  expect(items.item(b)).toBe(before);
});

test("a transaction is told as one change, with what has gone", () => {
  const { edits, items } = open();
  const experiment = edits.add(EXPERIMENT);
  const note = edits.add(NOTE);
  const wire = edits.connect(note, { item: experiment, port: "profile" });
  const changes: ItemsChange[] = [];
  items.onChange((change) => changes.push(change));
  edits.remove([note]);
  expect(changes).toEqual([{ changed: new Set(), removed: new Set([note, wire]), isLocal: true }]);
  expect([...items.wiresInto(experiment)]).toEqual([]);
});

test("columns follow the variants, with letters in their order", () => {
  const { edits, items } = open();
  const experiment = edits.add(EXPERIMENT);
  const [first, second] = [edits.addVariant(experiment), edits.addVariant(experiment)];
  const heads = () =>
    items.plans.get(experiment)?.columns.map(({ variant, letter, name }) => [variant, letter, name]);
  expect(heads()).toEqual([
    [first, "A", "No strategy"],
    [second, "B", "No strategy"],
  ]);
  edits.removeVariant(experiment, first);
  expect(heads()).toEqual([[second, "A", "No strategy"]]);
});

test.runIf(STRATEGIES.length > 0)("a column is called as its strategies are, and follows a new name", () => {
  const { edits, items } = open();
  const [strategy] = STRATEGIES;
  if (strategy === undefined) return;
  const { family, type, title } = strategy;
  const experiment = edits.add(EXPERIMENT);
  const id = edits.add({ kind: "strategy", family, type, geo: NOTE.geo, z: "a0", fields: {} });
  edits.connect(id, { item: experiment, port: "new" });
  expect(items.plans.get(experiment)?.columns[0]).toMatchObject({ name: title, strategies: [id] });
  edits.setName(id, "Ours");
  expect(items.plans.get(experiment)?.columns[0]?.name).toBe("Ours");
});
