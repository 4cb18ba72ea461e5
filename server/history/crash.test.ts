import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BoardJson, readBoard } from "@carveout/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { SqliteStore } from "../store/sqlite";
import { Killable } from "../testing/killable";
import { Recorder } from "./recorder";
import { unpackState } from "./state";

const folder = mkdtempSync(path.join(tmpdir(), "carveout-history-"));
const file = path.join(folder, "boards.sqlite");
const ALL = Number.MAX_SAFE_INTEGER;

let writer: Killable;
beforeAll(async () => {
  writer = await Killable.of("server/testing/moments.ts");
});
afterAll(async () => {
  await writer.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the history be written until so many moments were told, then kills it wherever it is. */
async function writeAndKill(moments: number): Promise<Map<number, BoardJson>> {
  const told = new Map<number, BoardJson>();
  for await (const line of writer.start([file])) {
    const { number, board } = JSON.parse(line) as { number: number; board?: BoardJson };
    if (board !== undefined) told.set(number, board);
    if (told.size === moments) break;
  }
  await writer.kill();
  return told;
}

test("a server that is killed while it writes a moment has every one it told of, and goes on from there", async () => {
  for (let round = 1; round <= 4; round++) {
    const told = await writeAndKill(7 * round);
    const store = new SqliteStore(file);
    const kept = await store.moments("b", ALL, ALL);
    const numbers = kept.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    for (const [number, board] of told) {
      const state = await store.momentState("b", number);
      expect(state === null ? null : await unpackState(state)).toEqual(board);
    }
    // None is there by half.
    for (const { number } of kept) expect(await store.momentState("b", number)).not.toBeNull();
    const stored = await store.open("b");
    if (stored === null) throw new Error("The board is gone.");
    const doc = new Y.Doc();
    for (const update of stored.updates) Y.applyUpdate(doc, update);
    const parts = {
      durable: async () => true,
      authorOf: () => null,
      ownerOf: () => undefined,
      recorded: () => {},
    };
    const recorder = new Recorder("b", doc, store, parts, stored);
    await recorder.record();
    const last = await store.momentState("b", recorder.last);
    expect(last === null ? null : await unpackState(last)).toEqual(readBoard(doc));
    await store.close();
  }
}, 60_000);
