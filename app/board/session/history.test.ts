import { BoardEdits, defineRoots, itemsOf, type NoteJson, readItem } from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { History } from "./history";
import type { Author } from "./types";

const NOTE: NoteJson = { kind: "note", geo: { x: 0, y: 0, w: 196 }, z: "a0", text: "" };
const ANN: Author = { name: "Ann", colour: 1 };

/** A tab with history, and another replica that the test writes to and merges from by hand. */
function open(known: ReadonlyMap<number, Author> = new Map()) {
  const doc = new Y.Doc();
  const other = new Y.Doc();
  defineRoots(doc);
  defineRoots(other);
  const origin = {};
  const history = new History(doc, origin, (client) => known.get(client) ?? null);
  return {
    doc,
    other,
    history,
    edits: new BoardEdits(doc, origin),
    place: (id: string) => {
      const item = itemsOf(doc).get(id);
      const plain = item === undefined ? null : readItem(item);
      return plain?.kind === "note" ? plain.geo : null;
    },
    send: () => Y.applyUpdate(other, Y.encodeStateAsUpdate(doc), "socket"),
    receive: () => Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "socket"),
  };
}

test("undo takes back own steps one by one, and redo brings them again", () => {
  const { edits, history, place } = open();
  const id = edits.add(NOTE);
  history.endStep();
  edits.move([{ id, geo: { x: 40, y: 0, w: 196 } }]);
  history.undo();
  expect(place(id)).toEqual({ x: 0, y: 0, w: 196 });
  history.undo();
  expect(place(id)).toBeNull();
  expect(history.state.get()).toEqual({ canUndo: false, canRedo: true });
  history.redo();
  history.redo();
  expect(place(id)).toEqual({ x: 40, y: 0, w: 196 });
});

test("what others write is not undone", () => {
  const { edits, history, other, send, receive, place } = open();
  const id = edits.add(NOTE);
  history.endStep();
  send();
  new BoardEdits(other, "other").add({ ...NOTE, text: "theirs" }, "note-theirs");
  receive();
  history.undo();
  expect(place(id)).toBeNull();
  expect(place("note-theirs")).not.toBeNull();
});

test("a step that somebody else's edit stands in the way of is skipped, and told with their name", () => {
  const known = new Map<number, Author>();
  const { edits, history, other, send, receive, place } = open(known);
  const id = edits.add(NOTE);
  history.endStep();
  edits.move([{ id, geo: { x: 40, y: 0, w: 196 } }]);
  history.endStep();
  send();
  known.set(other.clientID, ANN);
  new BoardEdits(other, "other").move([{ id, geo: { x: 99, y: 9, w: 196 } }]);
  receive();
  history.undo();
  expect(history.skipped.get()).toMatchObject({ author: ANN, label: "Place" });
  expect(place(id)).toEqual({ x: 99, y: 9, w: 196 });
  // The older step is still there.
  history.undo();
  expect(place(id)).toBeNull();
});

test("a value that the server put back is passed over without a word", () => {
  const { edits, history, other, send, receive, place } = open();
  const id = edits.add(NOTE);
  history.endStep();
  edits.move([{ id, geo: { x: 5_000_000, y: 0, w: 196 } }]);
  history.endStep();
  send();
  new BoardEdits(other, "gate").move([{ id, geo: { x: 0, y: 0, w: 196 } }]);
  receive();
  expect(place(id)).toEqual({ x: 0, y: 0, w: 196 });
  history.undo();
  expect(history.skipped.get()).toBeNull();
  expect(place(id)).toBeNull();
});

/** A note on both sides, made by this tab before the step that is looked at. */
function withNote(text = "") {
  const known = new Map<number, Author>();
  const table = open(known);
  const id = table.edits.add({ ...NOTE, text });
  table.history.endStep();
  table.send();
  known.set(table.other.clientID, ANN);
  const read = (doc = table.doc) => {
    const item = itemsOf(doc).get(id);
    const plain = item === undefined ? null : readItem(item);
    return plain?.kind === "note" ? plain : null;
  };
  const step = (edit: (edits: BoardEdits) => void) => {
    edit(table.edits);
    table.history.endStep();
    table.send();
  };
  const theirs = (edit: (edits: BoardEdits) => void) => {
    edit(new BoardEdits(table.other, "other"));
    table.receive();
  };
  return { ...table, id, read, step, theirs };
}

test("sizes, groups, locks and places in the pile are undone and redone", () => {
  const { id, read, step, history } = withNote();
  const before = read();
  step((edits) => edits.move([{ id, geo: { x: 0, y: 0, w: 300 } }]));
  step((edits) => edits.setGroup([id], "g1"));
  step((edits) => edits.setLocked([id], true));
  step((edits) => edits.stack([{ id, z: "a5" }]));
  const after = read();
  expect(after).toMatchObject({ geo: { w: 300 }, group: "g1", locked: true, z: "a5" });
  for (let i = 0; i < 4; i++) history.undo();
  expect(read()).toEqual(before);
  for (let i = 0; i < 4; i++) history.redo();
  expect(read()).toEqual(after);
  expect(history.skipped.get()).toBeNull();
});

test("a deleted item comes back with its text, though somebody else had written in it", () => {
  const { id, read, step, theirs, history } = withNote("mine");
  theirs((edits) => edits.text(id)?.insert(4, " and theirs"));
  step((edits) => edits.remove([id]));
  history.undo();
  expect(read()?.text).toBe("mine and theirs");
  expect(history.skipped.get()).toBeNull();
});

test("own words in a text are undone around what somebody else has written meanwhile", () => {
  const { id, read, step, theirs, history } = withNote("order ");
  step((edits) => edits.together(() => edits.text(id)?.insert(6, "nine")));
  theirs((edits) => edits.text(id)?.insert(0, "An "));
  history.undo();
  expect(read()?.text).toBe("An order ");
});

test("a step on an item that somebody has deleted since is skipped, and told", () => {
  const { id, step, theirs, history } = withNote();
  step((edits) => edits.move([{ id, geo: { x: 40, y: 0, w: 196 } }]));
  theirs((edits) => edits.remove([id]));
  history.undo();
  expect(history.skipped.get()).toMatchObject({ author: null, isPartial: false });
});

test("a new item that somebody else has written in is not taken away by undo", () => {
  const { id, read, theirs, history } = withNote("mine");
  theirs((edits) => edits.text(id)?.insert(4, ", theirs"));
  history.undo();
  expect(read()?.text).toBe("mine, theirs");
  expect(history.skipped.get()).toMatchObject({ author: ANN, isPartial: false });
});

test("of a step on several items only what somebody else has changed is left out, and that is told", () => {
  const { id, read, step, edits, place, theirs, history } = withNote();
  const other = edits.add(NOTE);
  history.endStep();
  step(() => edits.move([id, other].map((each) => ({ id: each, geo: { x: 40, y: 0, w: 196 } }))));
  theirs((their) => their.move([{ id: other, geo: { x: 99, y: 9, w: 196 } }]));
  history.undo();
  expect([read()?.geo.x, place(other)?.x]).toEqual([0, 99]);
  expect(history.skipped.get()).toMatchObject({ author: ANN, isPartial: true });
});
