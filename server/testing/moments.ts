import { BoardEdits, readBoard, seedBoard } from "@carveout/model";
import * as Y from "yjs";
import { Recorder } from "../history/recorder";
import { SqliteStore } from "../store/sqlite";

/** A board's history being written as fast as it goes, as a process of its own, to be killed. Prints each moment that is durable, with what was there. */
const [, , file = ""] = process.argv;
const store = new SqliteStore(file);
const doc = new Y.Doc();
const stored = await store.open("b");
if (stored === null) {
  seedBoard(doc, { carveout: 1, title: "", items: {} });
  const board = { id: "b", title: "", createdAt: 1, updatedAt: 1 };
  await store.createBoard({ board, links: [], seed: Y.encodeStateAsUpdate(doc) });
} else for (const update of stored.updates) Y.applyUpdate(doc, update);
const opened = await store.open("b");
if (opened === null) throw new Error("The board is gone.");
let writing: Promise<unknown> = Promise.resolve();
doc.on("update", (update: Uint8Array) => {
  writing = store.append({ board: "b", updates: [update], clients: [], title: "", at: Date.now() });
});
const recorder = new Recorder(
  "b",
  doc,
  store,
  {
    durable: async () => {
      await writing;
      return true;
    },
    authorOf: () => "ann",
    ownerOf: () => "ann",
    recorded: ({ number }) => console.log(JSON.stringify({ number, board: taken.get(number) })),
  },
  opened,
);
const taken = new Map<number, unknown>();
const edits = new BoardEdits(doc, null);
for (let n = 0; ; n++) {
  edits.setTitle(`${n}`);
  edits.add(
    { kind: "note", geo: { x: n, y: 0, w: 100 }, z: "a0", text: "x".repeat(2000) },
    `note-${n % 200}`,
  );
  taken.set(recorder.mark(), readBoard(doc));
  await recorder.settled();
}
