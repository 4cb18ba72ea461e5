import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import type { Store } from "../store/store";
import { BoardLog } from "./log";
import { Outgoing } from "./outgoing";
import { Receipts } from "./receipts";

test("an edit is durable soon and written within a second or so, even if its author has gone and nobody is owed a word", async () => {
  vi.useFakeTimers();
  const doc = new Y.Doc();
  const append = vi.fn(async () => 1);
  const syncTurns = vi.fn(async () => {});
  const store = { append, keepTurn: () => () => {}, syncTurns } as unknown as Store;
  const log = new BoardLog("board", "", doc, store, [], () => "", { trouble() {} });
  const outgoing = new Outgoing(
    (update) => log.keepTurn(update),
    () => {},
  );
  const receipts = new Receipts(doc, log, outgoing);
  doc.on("update", (update: Uint8Array) => {
    log.add(update);
    outgoing.add(update);
  });
  doc.getMap("meta").set("title", "last words");
  receipts.endTurn();
  expect(syncTurns).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect([syncTurns.mock.calls.length, append.mock.calls.length]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(1500);
  expect([syncTurns.mock.calls.length, append.mock.calls.length]).toEqual([1, 1]);
  receipts.endTurn();
  await vi.advanceTimersByTimeAsync(1500);
  expect([syncTurns.mock.calls.length, append.mock.calls.length]).toEqual([1, 1]);
  vi.useRealTimers();
});
