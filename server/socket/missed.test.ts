import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Missed } from "./missed";

test("the state since what was missed makes a reader whole, whatever steps it missed", () => {
  const step = fc.record({
    writer: fc.nat(2),
    key: fc.nat(3),
    isDelete: fc.boolean(),
    text: fc.string({ maxLength: 3 }),
    isMissed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const board = new Y.Doc();
      const writers = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
      const reader = new Y.Doc();
      let missed: Missed | null = null;
      for (const { writer, key, isDelete, text, isMissed } of steps) {
        const doc = writers[writer] as Y.Doc;
        const before = Y.encodeStateVector(doc);
        if (isDelete) doc.getMap("m").delete(`${key}`);
        else doc.getMap("m").set(`${key}`, text);
        doc.getText("t").insert(0, text);
        const update = Y.encodeStateAsUpdate(doc, before);
        for (const one of [board, ...writers]) Y.applyUpdate(one, update);
        if (isMissed) {
          missed ??= new Missed();
          missed.note(update);
          continue;
        }
        if (missed !== null) Y.applyUpdate(reader, Y.encodeStateAsUpdate(board, missed.vector(board)));
        missed = null;
        Y.applyUpdate(reader, update);
      }
      if (missed !== null) Y.applyUpdate(reader, Y.encodeStateAsUpdate(board, missed.vector(board)));
      expect(Y.encodeStateVector(reader)).toEqual(Y.encodeStateVector(board));
      expect(reader.getMap("m").toJSON()).toEqual(board.getMap("m").toJSON());
      expect(reader.getText("t").toString()).toBe(board.getText("t").toString());
      expect(reader.store.pendingStructs).toBeNull();
    }),
  );
});
