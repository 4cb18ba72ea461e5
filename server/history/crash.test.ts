import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type BoardJson, readBoard } from "@carveout/model";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { SqliteStore } from "../store/sqlite";
import { Recorder } from "./recorder";
import { unpackState } from "./state";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OUT = path.join(ROOT, "dist", `history-crash-test-${process.pid}`);
const folder = mkdtempSync(path.join(tmpdir(), "carveout-history-"));
const file = path.join(folder, "boards.sqlite");
const ALL = Number.MAX_SAFE_INTEGER;

beforeAll(async () => {
  const { dependencies } = createRequire(import.meta.url)("../../package.json") as { dependencies: object };
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["server/testing/moments.ts", "server/store/sqlite-worker.ts"],
    outdir: OUT,
    entryNames: "[name]",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: Object.keys(dependencies),
  });
});
afterAll(() => {
  for (const dir of [folder, OUT]) rmSync(dir, { recursive: true, force: true });
});

/** Lets the history be written until so many moments were told, then kills it wherever it is. */
async function writeAndKill(moments: number): Promise<Map<number, BoardJson>> {
  const child = spawn(process.execPath, [path.join(OUT, "moments.js"), file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told = new Map<number, BoardJson>();
  for await (const line of createInterface(child.stdout)) {
    const { number, board } = JSON.parse(line) as { number: number; board?: BoardJson };
    if (board !== undefined) told.set(number, board);
    if (told.size === moments) break;
  }
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
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
