import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { BoardEdits, readBoard } from "@carveout/model";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Guest, INSTANCE, until } from "./house";

const ROOT = path.resolve(import.meta.dirname, "../..");
const ANN = "p-aaaaaaaaaaaaaaaa";
const OUT = path.join(ROOT, "dist", `crash-test-${process.pid}`);

describe("a server that is killed", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "carveout-crash-"));
  let running: ChildProcess | null = null;

  beforeAll(async () => {
    const { dependencies } = createRequire(import.meta.url)("../../package.json") as { dependencies: object };
    await build({
      absWorkingDir: ROOT,
      entryPoints: [
        "server/testing/bare-server.ts",
        "server/store/sqlite-worker.ts",
        "server/runs/run-worker.ts",
      ],
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
    running?.kill("SIGKILL");
    for (const dir of [folder, OUT]) rmSync(dir, { recursive: true, force: true });
  });

  async function start(): Promise<string> {
    running = spawn(
      process.execPath,
      [path.join(OUT, "bare-server.js"), path.join(folder, "boards.sqlite"), INSTANCE],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [port] = (await once(running.stdout ?? running, "data")) as [Buffer];
    return `http://127.0.0.1:${Number(port)}`;
  }

  test("has kept every acknowledged edit, and nobody had seen one that it lost", async () => {
    let origin = await start();
    const authorization = `Bearer ${INSTANCE}`;
    const made = await fetch(`${origin}/api/boards`, { method: "POST", headers: { authorization } });
    const { id } = (await made.json()) as { id: string };
    for (let round = 0; round < 3; round++) {
      const ws = origin.replace("http", "ws");
      const ann = await new Guest(ws, id, INSTANCE, { participant: ANN }).synced();
      const ben = await new Guest(ws, id, INSTANCE, {}).synced();
      const edits = new BoardEdits(ann.doc, null);
      let written = 0;
      const writing = setInterval(
        () =>
          edits.add(
            { kind: "note", geo: { x: 0, y: 0, w: 100 }, z: "a0", text: `${round}` },
            `note-${round}-${written++}`,
          ),
        1,
      );
      await until(() => (ann.of("ack").at(-1)?.updates ?? 0) > 20, "some edits are acknowledged");
      running?.kill("SIGKILL");
      clearInterval(writing);
      const acknowledged = ann.of("ack").at(-1)?.updates ?? 0;
      const seen = Object.keys(readBoard(ben.doc).items);
      for (const guest of [ann, ben]) guest.leave();
      if (running !== null && running.exitCode === null && running.signalCode === null)
        await once(running, "exit");
      origin = await start();
      const late = await new Guest(origin.replace("http", "ws"), id, INSTANCE, {}).synced();
      const kept = readBoard(late.doc).items;
      for (let n = 0; n < acknowledged; n++) expect(kept).toHaveProperty(`note-${round}-${n}`);
      for (const note of seen) expect(kept).toHaveProperty(note);
      // What was not acknowledged is still in Ann's browser and comes back with her, to the same board.
      const back = await new Guest(origin.replace("http", "ws"), id, INSTANCE, {
        doc: ann.doc,
        participant: ANN,
      }).synced();
      await until(
        () =>
          Object.keys(readBoard(late.doc).items).filter((note) => note.startsWith(`note-${round}-`))
            .length === written,
        "the rest arrives",
      );
      expect(back.closed).toBeNull();
      expect(Y.encodeStateVector(late.doc)).toEqual(Y.encodeStateVector(ann.doc));
      for (const guest of [late, back]) guest.leave();
    }
  });
});
