import { BoardEdits, type BoardJson, type ItemJson, itemsOf, seedBoard } from "@carveout/model";
import * as Y from "yjs";
import { SERVER_CLIENT } from "../../server/gate/decode";
import { Gate } from "../../server/gate/gate";
import { MAX_ITEMS } from "../../server/gate/judge";
import { percentile } from "./figures";

const SIZES = [50, 5_000, 50_000];
const BATCHES = 300;
/** Updates in one measured batch: long enough for the clock, short enough that a slow moment of the machine meets few of them. */
const BATCH = 20;
const WARM_UP = 50;
const BOARD_CLIENT = 7;
const WRITER = 100;
const GOOD_MS = 500;

type Kind = (edits: BoardEdits, doc: Y.Doc, ids: Ids, n: number) => void;
interface Ids {
  notes: string[];
  workloads: string[];
}

const KINDS: Record<string, Kind> = {
  "move an item": (edits, _, { notes }, n) =>
    edits.move([{ id: pick(notes, n), geo: { x: n, y: n * 2, w: 300 } }]),
  "set a field": (edits, _, { workloads }, n) =>
    edits.setField(pick(workloads, n), ["durationMs"], 1 + (n % 1000)),
  "type one character": (edits, _, { notes }, n) => {
    const text = edits.text(pick(notes, Math.floor(n / 40)));
    text?.insert(text.length, "x");
  },
  "add an item": (edits, _, __, n) =>
    edits.add({ kind: "note", geo: { x: n, y: n, w: 300 }, z: "a1", text: "new" }, `added-${n}`),
  "set a bad value": (edits, _, { workloads }, n) =>
    edits.setField(pick(workloads, n), ["durationMs"], `bad ${n}`),
};

/** What somebody who checks nothing would write to take a bad value back. */
const REPAIR: Kind = (edits, _, { workloads }, n) =>
  edits.setField(pick(workloads, n), ["durationMs"], GOOD_MS);

/**
 * What judging a small change costs beside plain Y.applyUpdate of the same bytes, on boards of several sizes: both documents are of the same board, both encode
 * what came of each update, as a server must. Batches alternate, the first of each round in turn, and the clock is the processor's, so that a slow moment of
 * the machine meets all. Of a bad value, a third document shows what the repair alone costs: it takes the update and writes the value before, in one transaction.
 */
export function main(): void {
  console.log(
    `Judged against plain Y.applyUpdate, ${BATCHES} rounds of batches of ${BATCH} updates, processor time. A board holds ${MAX_ITEMS.toLocaleString("en-US")} items; here that limit is lifted.`,
  );
  for (const size of SIZES) {
    const board = Y.encodeStateAsUpdate(seeded(size));
    for (const [name, kind] of Object.entries(KINDS))
      compare(`${size.toLocaleString("en-US")} items, ${name}`, board, kind);
  }
}

function compare(name: string, board: Uint8Array, kind: Kind): void {
  const updates = written(board, kind, (BATCHES + WARM_UP) * BATCH);
  const plain = loaded(board);
  const judged = loaded(board);
  const gate = new Gate(judged, [], Number.POSITIVE_INFINITY);
  const ways: Record<string, (update: Uint8Array, n: number) => void> = {
    plain: (update) => Y.applyUpdate(plain, update, "socket"),
    judged: (update) => void gate.apply(update, "ann", "socket"),
  };
  if (kind === KINDS["set a bad value"]) ways.repair = repairing(board);
  const names = Object.keys(ways);
  const times: Record<string, number[]> = Object.fromEntries(names.map((way) => [way, []]));
  for (let batch = 0; batch < BATCHES + WARM_UP; batch++) {
    const first = batch * BATCH;
    for (let turn = 0; turn < names.length; turn++) {
      const way = names[(batch + turn) % names.length] ?? "";
      const took = timed(updates.slice(first, first + BATCH), first, ways[way] ?? (() => {}));
      if (batch >= WARM_UP) times[way]?.push(took);
    }
  }
  const of = (way: string) => times[way] ?? [];
  const each = (way: string) => `${way} ${(percentile(of(way), 50) / BATCH).toFixed(1).padStart(5)} µs`;
  const ratio = (way: string) =>
    `${(percentile(of(way), 50) / percentile(of("plain"), 50)).toFixed(2)} (pairs ${percentile(
      of(way).map((took, i) => took / (of("plain")[i] ?? took)),
      50,
    ).toFixed(2)})`;
  const more = names.includes("repair") ? `   ${each("repair")}   ratio ${ratio("repair")}` : "";
  console.log(`${name.padEnd(34)} ${each("plain")}   ${each("judged")}   ratio ${ratio("judged")}${more}`);
}

/** Processor time, µs. */
function timed(
  updates: readonly Uint8Array[],
  first: number,
  take: (update: Uint8Array, n: number) => void,
): number {
  const start = process.cpuUsage();
  for (const [i, update] of updates.entries()) take(update, first + i);
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

/** Takes each update and writes the value before over it, as a repair does and with nothing judged. */
function repairing(board: Uint8Array): (update: Uint8Array, n: number) => void {
  const doc = loaded(board);
  doc.clientID = SERVER_CLIENT;
  // As the gate does, for the same reason.
  doc.on("afterTransaction", (transaction: Y.Transaction) => {
    transaction.local = true;
  });
  const ids = idsOf(doc);
  const edits = new BoardEdits(doc, "socket");
  return (update, n) =>
    doc.transact(() => {
      Y.applyUpdate(doc, update, "socket");
      REPAIR(edits, doc, ids, n);
    }, "socket");
}

/** A document with the board in it, whose updates somebody takes. */
function loaded(board: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, board);
  doc.on("update", () => {});
  return doc;
}

/** Updates of one person, each of one edit. */
function written(board: Uint8Array, kind: Kind, count: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = WRITER;
  Y.applyUpdate(doc, board);
  const ids = idsOf(doc);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const edits = new BoardEdits(doc, "bench");
  for (let n = 0; n < count; n++) kind(edits, doc, ids, n);
  return updates;
}

function idsOf(doc: Y.Doc): Ids {
  const ids: Ids = { notes: [], workloads: [] };
  for (const [id, item] of itemsOf(doc).entries()) {
    if (item.get("kind") === "note") ids.notes.push(id);
    if (item.get("kind") === "workload") ids.workloads.push(id);
  }
  return ids;
}

/** A board of notes, workloads, profiles and wired experiments, as a session of weeks leaves one behind. */
function seeded(size: number): Y.Doc {
  const items: Record<string, ItemJson> = {};
  const add = (id: string, item: ItemJson) => {
    if (count < size) items[id] = item;
    count++;
  };
  let count = 0;
  const place = (n: number) => ({
    geo: { x: (n % 200) * 400, y: Math.floor(n / 200) * 300, w: 300 },
    z: "a0",
  });
  for (let n = 0; count < size; n++) {
    add(`note-${n}a`, { kind: "note", ...place(n), text: `Note ${n}: what was said about it.` });
    add(`note-${n}b`, { kind: "note", ...place(n), text: `Note ${n}.` });
    add(`text-${n}`, { kind: "text", ...place(n), text: `Heading ${n}`, fields: {} });
    add(`profile-${n}`, { kind: "profile", ...place(n), fields: { banks: { b0: { sizeBytes: 2 ** 30 } } } });
    add(`workload-${n}`, { kind: "workload", ...place(n), fields: { durationMs: GOOD_MS } });
    add(`experiment-${n}`, {
      kind: "experiment",
      ...place(n),
      fields: { variants: { v1: { order: "a0" } } },
    });
    add(`wire-${n}a`, {
      kind: "connector",
      from: { item: `profile-${n}` },
      to: { item: `experiment-${n}`, port: "profile" },
    });
    add(`wire-${n}b`, {
      kind: "connector",
      from: { item: `workload-${n}` },
      to: { item: `experiment-${n}`, port: "workload" },
    });
  }
  const doc = new Y.Doc();
  doc.clientID = BOARD_CLIENT;
  seedBoard(doc, { carveout: 1, title: "Bench", items } satisfies BoardJson);
  return doc;
}

function pick(ids: readonly string[], n: number): string {
  // A prime step, so that neighbours in time are none on the board.
  return ids[(n * 7919) % ids.length] ?? "";
}
