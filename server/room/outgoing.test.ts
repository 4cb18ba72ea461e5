import { expect, test } from "vitest";
import * as Y from "yjs";
import { Outgoing } from "./outgoing";

/** A document whose every change is a turn, and what of it the others have. */
function board({ canKeep = true } = {}) {
  const [doc, others] = [new Y.Doc(), new Y.Doc()];
  const frames: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  const outgoing = new Outgoing(
    (update) => canKeep && kept.push(update) > 0,
    (update) => {
      frames.push(update);
      Y.applyUpdate(others, update);
    },
  );
  doc.on("update", (update: Uint8Array) => outgoing.add(update));
  const write = (...words: string[]) => {
    for (const word of words) doc.getText("t").insert(doc.getText("t").length, word);
  };
  return { outgoing, frames, kept, write, seen: () => others.getText("t").toString() };
}

test("a turn is kept and goes out as one frame", () => {
  const { outgoing, frames, kept, write, seen } = board();
  write("a", "b");
  expect(outgoing.endTurn()).toBe(false);
  expect([seen(), frames.length, kept]).toEqual(["ab", 1, frames]);
  expect(outgoing.endTurn()).toBe(false);
  expect(frames.length).toBe(1);
});

test("what must be durable first holds back what comes behind it, in order", () => {
  const { outgoing, kept, write, seen } = board();
  write("a");
  outgoing.hold();
  expect(outgoing.endTurn()).toBe(true);
  write("b");
  expect(outgoing.endTurn()).toBe(true);
  write("c");
  expect([seen(), outgoing.waited]).toEqual(["", 2]);
  outgoing.release(1);
  expect(seen()).toBe("a");
  expect(outgoing.endTurn()).toBe(true);
  expect(seen()).toBe("a");
  // Asked for when two had waited, answered when it is three.
  outgoing.release(2);
  expect(seen()).toBe("ab");
  outgoing.release(1);
  expect(seen()).toBe("ab");
  outgoing.release(outgoing.waited);
  expect([seen(), outgoing.waited, kept]).toEqual(["abc", 3, []]);
  write("d");
  expect(outgoing.endTurn()).toBe(false);
  expect(seen()).toBe("abcd");
});

test("a turn that can't be kept waits until it is durable", () => {
  const { outgoing, write, seen } = board({ canKeep: false });
  write("a");
  expect(outgoing.endTurn()).toBe(true);
  expect(seen()).toBe("");
  outgoing.release(1);
  expect(seen()).toBe("a");
});
