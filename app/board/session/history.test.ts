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
