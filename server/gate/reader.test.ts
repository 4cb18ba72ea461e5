import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Bench, wiredBoard } from "../testing/bench";
import { Decoded } from "./decode";
import { Reader } from "./reader";

const text = fc.oneof(
  fc.string({ maxLength: 70 }),
  fc.string({ unit: "binary", maxLength: 70 }),
  fc.constantFrom("items", "geo", "__proto__", "", "\uFEFF", "\u0000", "ß"),
);
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.uint8Array({ maxLength: 9 }),
    fc.array(tie("value"), { maxLength: 5 }),
    // That key makes a prototype, which can only be compared by identity.
    fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
})).value;

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

test("values, texts and numbers are read as lib0 reads them, to the same byte", () => {
  fc.assert(
    fc.property(plain, text, fc.nat(), (value, string, number) => {
      const bytes = written((encoder) => {
        encoding.writeAny(encoder, value as string);
        encoding.writeVarString(encoder, string);
        encoding.writeVarUint(encoder, number);
      });
      const reader = new Reader(bytes);
      const decoder = decoding.createDecoder(bytes);
      expect(isDeepStrictEqual(reader.any(), decoding.readAny(decoder))).toBe(true);
      expect(reader.string()).toBe(decoding.readVarString(decoder));
      expect(reader.uint()).toBe(decoding.readVarUint(decoder));
      expect(reader.isAtEnd).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("whatever bytes they are, both read the same value of them, or none", () => {
  const what = (read: () => unknown): unknown => {
    try {
      return { read: read() };
    } catch {
      return "nothing";
    }
  };
  const bytes = fc.array(fc.oneof(fc.integer({ min: 115, max: 127 }), fc.nat(255), fc.nat(4)), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(bytes, (list) => {
      const update = Uint8Array.from(list);
      const ours = what(() => new Reader(update).any());
      expect(
        isDeepStrictEqual(
          ours,
          what(() => decoding.readAny(decoding.createDecoder(update))),
        ),
      ).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

function named(struct: Y.Item | Y.GC | Y.Skip): unknown {
  if (!(struct instanceof Y.Item)) return struct;
  const { id, length, origin, rightOrigin, parent, parentSub, content } = struct;
  const what = content instanceof Y.ContentType ? content.type.constructor.name : content.getContent();
  return { id, length, origin, rightOrigin, parent, parentSub, kind: content.constructor.name, what };
}

test("an update holds the structs and deletions that Yjs finds in it", () => {
  const bench = new Bench(wiredBoard());
  const ann = bench.replica("ann");
  ann.edits.text("note-1")?.insert(2, "mehr, größer 🐧");
  ann.edits.text("note-1")?.delete(1, 4);
  ann.edits.addRow("profile-1", ["banks"], { sizeBytes: 8192 });
  ann.edits.setField("workload-1", ["durationMs"], 2.5);
  ann.edits.add({ kind: "note", geo: { x: -1, y: 1e6, w: 100 }, z: "a1", text: "a".repeat(400) }, "note-2");
  ann.edits.remove(["profile-1"]);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(bench.doc));
  const compare = (update: Uint8Array, { store }: Y.Doc) => {
    const { structs, ds } = Y.decodeUpdate(update);
    const decoded = new Decoded(update, store);
    expect(decoded.blocks.flatMap((block) => block.structs.map(named))).toEqual(structs.map(named));
    expect(decoded.deletes.clients).toEqual(ds.clients);
  };
  expect(ann.outbox).toHaveLength(6);
  for (const update of ann.outbox) {
    compare(update, doc);
    Y.applyUpdate(doc, update);
  }
  compare(Y.encodeStateAsUpdate(ann.doc), new Y.Doc());
});
