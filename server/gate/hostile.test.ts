import { readBoard } from "@carveout/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Bench, rawJson, wiredBoard } from "../testing/bench";
import { Rejected } from "./rejected";

/** Sends updates that may be anything. Only a Rejected may come of it, and the board stays what it promises to be. */
function survive(bench: Bench, updates: Uint8Array[], name: string): void {
  const watcher = bench.replica("watcher");
  for (const update of updates) {
    try {
      bench.send(update, name);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
    }
    bench.down();
  }
  expect(bench.mirrored()).toEqual(bench.judged());
  expect(rawJson(bench.doc)).toMatchObject({ items: readBoard(bench.doc).items });
  expect([bench.doc.store.pendingStructs, bench.doc.store.pendingDs, bench.doc.clientID]).toEqual([
    null,
    null,
    1,
  ]);
  expect(rawJson(watcher.doc)).toEqual(rawJson(bench.doc));
  const late = new Y.Doc();
  Y.applyUpdate(late, Y.encodeStateAsUpdate(bench.doc));
  expect(rawJson(late)).toEqual(rawJson(bench.doc));
}

/** Updates of an honest session: texts, rows, wires, removal. */
function session(bench: Bench): Uint8Array[] {
  const { edits, outbox } = bench.replica("eve");
  edits.text("note-1")?.insert(3, "some more ");
  edits.addRow("profile-1", ["banks"], { sizeBytes: 8192 });
  edits.setField("workload-1", ["durationMs"], 9);
  edits.text("note-1")?.delete(1, 4);
  edits.addVariant("experiment-1");
  edits.move([{ id: "note-1", geo: { x: 5, y: 5, w: 500 } }]);
  edits.add({ kind: "note", geo: { x: 1, y: 1, w: 100 }, z: "a1", text: "abc" }, "note-2");
  edits.text("note-2")?.insert(1, "xyz");
  edits.remove(["profile-1"]);
  return outbox;
}

describe("hostile bytes", () => {
  test("G1 G18 G20 whatever bytes are changed in updates, the board stays valid and everybody has the same", () => {
    const change = fc.record({ update: fc.nat(), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const bench = new Bench(wiredBoard());
        const updates = session(bench).map((update) => update.slice());
        for (const { update, at, byte } of changes) {
          const bytes = updates[update % updates.length];
          if (bytes !== undefined) bytes[at % bytes.length] = byte;
        }
        survive(bench, updates, "eve");
      }),
      { numRuns: 400 },
    );
  });
});
