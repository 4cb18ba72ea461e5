import { expect, test } from "vitest";
import * as Y from "yjs";
import { Durability } from "./durability";

function open() {
  const doc = new Y.Doc();
  const durability = new Durability(doc);
  doc.on("update", () => durability.edited());
  durability.online();
  const edit = () => doc.getMap("items").set("a", Math.random());
  return { doc, durability, edit, state: () => durability.saved.get().state };
}

test("an edit is saving until an acknowledgement covers it", () => {
  const { doc, durability, edit, state } = open();
  edit();
  const first = Y.encodeStateVector(doc);
  edit();
  durability.acknowledged(first);
  expect(state()).toBe("saving");
  durability.acknowledged(Y.encodeStateVector(doc));
  expect(state()).toBe("saved");
});

test("a deletion waits for an acknowledgement of its own, though it moves no clock", () => {
  const { doc, durability, edit, state } = open();
  edit();
  durability.acknowledged(Y.encodeStateVector(doc));
  doc.getMap("items").delete("a");
  expect(state()).toBe("saving");
  durability.acknowledged(Y.encodeStateVector(doc));
  expect(state()).toBe("saved");
});

test("offline counts what waits, and coming back is no acknowledgement", () => {
  const { durability, edit, state } = open();
  durability.offline();
  edit();
  edit();
  expect(durability.saved.get()).toMatchObject({ state: "offline", waiting: 2 });
  durability.online();
  expect(state()).toBe("saving");
});
