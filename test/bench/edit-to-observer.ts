import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { BoardEdits, itemsOf } from "@carveout/model";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { connect } from "../support/client";
import { freePort, Product, tokenOf } from "../support/product";
import { pause, percentile, row } from "./figures";

const ROUNDS = 12;
const EDITS_PER_ROUND = 40;

/**
 * Edit -> the other client's observer: through Carveout (judged, encoded anew, stored) against a bare WebSocket relay that forwards the same Yjs updates.
 * Both servers are processes of their own; rounds alternate, so that a slow moment of the machine meets both.
 */
export async function main(): Promise<void> {
  const product = await Product.start();
  const relay = await startRelay();
  try {
    // A profile that feeds no experiment: no run competes for the processors.
    const board = await product.createBoard({ title: "Bench" });
    const token = tokenOf(board.links.editor);
    const writer = await connect(product.origin, board.id, token);
    const reader = await connect(product.origin, board.id, token);
    new BoardEdits(writer.doc, "bench").add(
      { kind: "profile", geo: { x: 0, y: 0, w: 362 }, z: "a0", fields: {} },
      "profile-1",
    );
    while (!itemsOf(reader.doc).has("profile-1")) await pause(10);
    const ours = pair(writer.doc, reader.doc);
    const bare = await relayPair(relay.port, Y.encodeStateAsUpdate(writer.doc));
    const figures = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++) {
      const counted = round > 0; // the first round warms both up
      for (const [name, measure] of [
        ["ours", ours],
        ["bare", bare],
      ] as const) {
        const times = await measure();
        if (counted) figures[name].push(...times);
      }
    }
    console.log("Edit to the other client's observer, one field of a profile, two clients");
    console.log(row("  Carveout (judged, stored)", figures.ours));
    console.log(row("  bare ws relay", figures.bare));
    for (const p of [50, 95])
      console.log(`  ratio p${p}: ${(percentile(figures.ours, p) / percentile(figures.bare, p)).toFixed(2)}`);
    writer.close();
    reader.close();
  } finally {
    relay.stop();
    await product.stop();
  }
}

/** One round: EDITS_PER_ROUND edits, each timed until the reader's observer sees its value. */
function pair(writer: Y.Doc, reader: Y.Doc): () => Promise<number[]> {
  const edits = new BoardEdits(writer, "bench");
  let value = 1;
  let seen: (value: unknown) => void = () => {};
  itemsOf(reader).observeDeep(() => {
    const fields = itemsOf(reader).get("profile-1")?.get("fields");
    if (fields instanceof Y.Map) seen(fields.get("lateFreedPages"));
  });
  return async () => {
    const times: number[] = [];
    for (let i = 0; i < EDITS_PER_ROUND; i++) {
      const wanted = ++value;
      const arrived = new Promise<void>((done) => {
        seen = (now) => {
          if (now === wanted) done();
        };
      });
      const start = performance.now();
      edits.setField("profile-1", ["lateFreedPages"], wanted);
      await arrived;
      times.push(performance.now() - start);
      await pause(4);
    }
    return times;
  };
}

async function relayPair(port: number, seed: Uint8Array): Promise<() => Promise<number[]>> {
  const [writer, reader] = [new Y.Doc(), new Y.Doc()];
  const sockets = [new WebSocket(`ws://127.0.0.1:${port}`), new WebSocket(`ws://127.0.0.1:${port}`)] as const;
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  for (const doc of [writer, reader]) Y.applyUpdate(doc, seed);
  writer.on("update", (update: Uint8Array) => sockets[0].send(update));
  sockets[1].on("message", (data: Buffer) => Y.applyUpdate(reader, new Uint8Array(data)));
  return pair(writer, reader);
}

async function startRelay(): Promise<{ port: number; stop(): void }> {
  const port = await freePort();
  const child = spawn(process.execPath, [resolve(process.cwd(), "test/bench/relay.mjs")], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return { port, stop: () => child.kill() };
}
