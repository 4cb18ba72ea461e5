import fc from "fast-check";
import * as decoding from "lib0/decoding";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { Framed } from "../socket/framed";
import { WholeState } from "./whole-state";

/** The payload of a sync message as it goes over the socket: its length in one, three or nine bytes behind the first. */
function payloadOf(frame: Framed): Uint8Array {
  const length = frame[1] ?? 0;
  const decoder = decoding.createDecoder(frame.subarray(length < 126 ? 2 : length === 126 ? 4 : 10));
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  return decoding.readVarUint8Array(decoder);
}

const deed = fc.oneof(
  fc.record({ text: fc.string({ minLength: 1, maxLength: 60 }), at: fc.nat(1000) }),
  fc.record({ from: fc.nat(1000) }),
  fc.constant("somebody comes" as const),
);

test("who comes has the document as it is, whatever was written since it was encoded, and hardly more bytes", () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 80 }), (deeds) => {
      const doc = new Y.Doc();
      const whole = new WholeState(doc);
      doc.on("update", (update: Uint8Array) => whole.add(update));
      const text = doc.getText("t");
      for (const each of deeds)
        if (each === "somebody comes") {
          const theirs = new Y.Doc();
          const frames = whole.frames();
          for (const frame of frames) Y.applyUpdate(theirs, payloadOf(frame));
          expect(theirs.getText("t").toString()).toBe(text.toString());
          expect(Y.encodeStateVector(theirs)).toEqual(Y.encodeStateVector(doc));
          const [state, later] = frames.toReversed();
          expect(later?.length ?? 0).toBeLessThanOrEqual((state?.length ?? 0) * 0.25 + 20);
        } else if ("text" in each) text.insert(Math.min(each.at, text.length), each.text);
        else if (text.length > 0) text.delete(each.from % text.length, 1);
    }),
  );
});

test("a large board at work is encoded now and then, not for everybody who comes", () => {
  const doc = new Y.Doc();
  const text = doc.getText("t");
  text.insert(0, "x".repeat(100_000));
  const whole = new WholeState(doc);
  doc.on("update", (update: Uint8Array) => whole.add(update));
  const states = new Set<Framed | undefined>();
  for (let n = 0; n < 1000; n++) {
    text.insert(0, "y");
    states.add(whole.frames().at(-1));
  }
  expect(states.size).toBeLessThan(5);
});
