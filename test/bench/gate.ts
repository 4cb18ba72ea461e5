import { BoardEdits, type BoardJson, type ItemJson, itemsOf, seedBoard } from "@carveout/model";
import * as Y from "yjs";
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

/**
 * What judging a small change costs beside plain Y.applyUpdate of the same bytes, on boards of several sizes: both documents are of the same board, both encode
 * what came of each update, as a server must. Batches alternate, the first of each pair in turn, so that a slow moment of the machine meets both.
 */
export function main(): void {
  console.log(
    `Judged against plain Y.applyUpdate, ${BATCHES} pairs of batches of ${BATCH} updates. A board holds ${MAX_ITEMS.toLocaleString("en-US")} items; here that limit is lifted.`,
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
  const times = { plain: [] as number[], judged: [] as number[], ratio: [] as number[] };
  for (let batch = 0; batch < BATCHES + WARM_UP; batch++) {
    const part = updates.slice(batch * BATCH, (batch + 1) * BATCH);
    const measures = {
      plain: () => timed(part, (update) => Y.applyUpdate(plain, update, "socket")),
      judged: () => timed(part, (update) => gate.apply(update, "ann", "socket")),
    };
    const order = batch % 2 === 0 ? (["plain", "judged"] as const) : (["judged", "plain"] as const);
    const took = { plain: 0, judged: 0 };
    for (const which of order) took[which] = measures[which]();
    if (batch < WARM_UP) continue;
    times.plain.push(took.plain);
    times.judged.push(took.judged);
    times.ratio.push(took.judged / took.plain);
  }
  const each = (all: number[]) => `${((percentile(all, 50) * 1000) / BATCH).toFixed(1).padStart(7)} µs`;
  console.log(
    `${name.padEnd(36)} plain ${each(times.plain)}   judged ${each(times.judged)}   ratio of medians ${(percentile(times.judged, 50) / percentile(times.plain, 50)).toFixed(2)}   median of pairs ${percentile(times.ratio, 50).toFixed(2)}`,
  );
}

function timed(updates: readonly Uint8Array[], take: (update: Uint8Array) => void): number {
  const start = performance.now();
  for (const update of updates) take(update);
  return performance.now() - start;
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
  const ids: Ids = { notes: [], workloads: [] };
  for (const [id, item] of itemsOf(doc).entries()) {
    if (item.get("kind") === "note") ids.notes.push(id);
    if (item.get("kind") === "workload") ids.workloads.push(id);
  }
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const edits = new BoardEdits(doc, "bench");
  for (let n = 0; n < count; n++) kind(edits, doc, ids, n);
  return updates;
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
    add(`workload-${n}`, { kind: "workload", ...place(n), fields: { durationMs: 500 } });
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
