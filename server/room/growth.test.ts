import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { SqliteStore } from "../store/sqlite";
import { BoardLog } from "./log";

const KIB = 1024;

test("a board that is written over again and again takes no more room than it needs, and a little", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-growth-"));
  const file = path.join(folder, "boards.sqlite");
  const store = new SqliteStore(file);
  const doc = new Y.Doc();
  const text = doc.getText("note");
  text.insert(0, "first");
  const board = { id: "a", title: "", createdAt: 1, updatedAt: 1 };
  await store.createBoard({ board, links: [], seed: Y.encodeStateAsUpdate(doc) });
  let log: BoardLog | null = null;
  let written = 0;
  doc.on("update", (update: Uint8Array) => {
    written += update.length;
    log?.add(update);
  });
  for (let session = 0; session < 20; session++) {
    // As when everybody has left, and somebody comes back: what the log holds already counts.
    log = new BoardLog("a", "", doc, store, (await store.open("a"))?.updates ?? [], () => "", {
      trouble: () => {},
    });
    for (let turn = 0; turn < 10; turn++) {
      doc.transact(() => {
        text.delete(0, text.length);
        text.insert(0, String.fromCharCode(97 + turn).repeat(100 * KIB));
      });
      await log.flush();
    }
  }
  const stored = (await store.open("a"))?.updates ?? [];
  const again = new Y.Doc();
  for (const update of stored) Y.applyUpdate(again, update);
  expect(again.getText("note").toString()).toBe(text.toString());
  await store.close();
  const needs = Y.encodeStateAsUpdate(doc).length;
  expect(written).toBeGreaterThan(19_000 * KIB);
  // The log up to as long as the board and 256 KiB, one update that made it due, and the pages of both while one replaces the other.
  expect(statSync(file).size).toBeLessThan(2 * (2 * needs + 256 * KIB + 100 * KIB));
  rmSync(folder, { recursive: true });
});
