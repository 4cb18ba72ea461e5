import { expect, test } from "vitest";
import * as Y from "yjs";
import { Durability } from "./durability";

function open() {
  const doc = new Y.Doc();
  const durability = new Durability(doc);
  let edits = 0;
  doc.on("update", () => durability.edited());
  durability.connected();
  durability.synced();
  return {
    durability,
    edit: () => doc.getMap("items").set("a", edits++),
    remove: () => doc.getMap("items").delete("a"),
    vector: () => Y.encodeStateVector(doc),
    state: () => durability.saved.get().state,
  };
}

test("an edit is saving until an acknowledgement covers it", () => {
  const { durability, edit, state, vector } = open();
  edit();
  const first = vector();
  edit();
  durability.acknowledged(first, 1);
  expect(state()).toBe("saving");
  durability.acknowledged(vector(), 2);
  expect(state()).toBe("saved");
});

test("a deletion is not taken for saved by the acknowledgement of the edit before it", () => {
  const { durability, edit, remove, state, vector } = open();
  edit();
  remove();
  durability.acknowledged(vector(), 1);
  expect(state()).toBe("saving");
  durability.acknowledged(vector(), 2);
  expect(state()).toBe("saved");
});

test("offline counts what waits, and coming back is no acknowledgement", () => {
  const { durability, edit, remove, state, vector } = open();
  durability.disconnected();
  edit();
  remove();
  expect(durability.saved.get()).toMatchObject({ state: "offline", waiting: 2 });
  durability.connected();
  durability.synced();
  expect(state()).toBe("saving");
  // The complete state has taken the place of single updates: this connection has sent none.
  durability.acknowledged(vector(), 0);
  expect(state()).toBe("saved");
});
