import { type ItemJson, readBoard } from "@carveout/model";
import * as prng from "lib0/prng";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Bench, type Replica, rawJson, wiredBoard } from "../testing/bench";

const BAD = "BAD-VALUE";
const OPERATIONS = 300;

/** A game of three people whose messages are late, with 5 % invalid edits, honest undo, and everything compared at the end. */
function play(seed: number): void {
  const random = prng.create(seed);
  const int = (max: number) => prng.int32(random, 0, max - 1);
  const pick = <T>(list: readonly T[]): T | undefined => list[int(list.length)];
  const bench = new Bench(wiredBoard());
  const people = ["ann", "ben", "cleo"].map((name) => {
    const replica = bench.replica(name);
    const scope = [replica.doc.getMap("items"), replica.doc.getMap("meta")];
    const undo = new Y.UndoManager(scope, {
      trackedOrigins: new Set([name]),
      captureTimeout: 0,
      ignoreRemoteMapChanges: true,
    });
    return { replica, undo };
  });
  let refusals = 0;
  for (let step = 0; step < OPERATIONS; step++) {
    const { replica, undo } = people[int(3)] ?? people[0] ?? { replica: bench.replica("x"), undo: null };
    if (int(100) < 5) invalid(replica);
    else if (int(100) < 10) int(3) === 0 ? undo?.redo() : undo?.undo();
    else honest(replica);
    const sender = people[int(3)];
    if (sender !== undefined && int(2) === 0)
      for (const judged of bench.up(sender.replica)) refusals += judged.refusals.length;
    const receiver = people[int(3)]?.replica;
    for (let n = int(4); n > 0; n--) {
      const update = receiver?.inbox.shift();
      if (update !== undefined && receiver !== undefined) Y.applyUpdate(receiver.doc, update, "server");
    }
  }
  while (people.some(({ replica }) => replica.outbox.length + replica.inbox.length > 0)) bench.settle();

  const board = rawJson(bench.doc);
  for (const { replica } of people) {
    expect(rawJson(replica.doc)).toEqual(board);
    expect(Y.encodeStateVector(replica.doc)).toEqual(Y.encodeStateVector(bench.doc));
    // What was refused never came out of the server: nobody saw another's.
    for (const other of people.filter((p) => p.replica !== replica))
      expect(replica.seen.join()).not.toContain(`${BAD} of ${other.replica.name}`);
  }
  expect(bench.mirrored()).toEqual(bench.judged());
  expect(rawJson(bench.doc)).toMatchObject({ items: readBoard(bench.doc).items });
  expect(bench.doc.clientID).toBe(1);
  const { items } = readBoard(bench.doc);
  for (const item of Object.values(items))
    if (item.kind === "connector")
      expect([item.from.item in items, item.to.item in items]).toEqual([true, true]);
  expect(refusals).toBeGreaterThan(0);

  function honest({ doc, edits }: Replica): void {
    const { items } = readBoard(doc);
    const ids = Object.keys(items);
    const of = (kind: ItemJson["kind"]) => pick(ids.filter((id) => items[id]?.kind === kind));
    const id = pick(ids);
    const [note, experiment, workload, profile] = [
      of("note"),
      of("experiment"),
      of("workload"),
      of("profile"),
    ];
    const geo = { x: int(1000), y: int(1000), w: 100 + int(500) };
    switch (int(11)) {
      case 0:
        edits.add({ kind: "note", geo, z: "a1", text: "new" }, `note-${int(1e9)}`);
        break;
      case 1:
        edits.add({ kind: "profile", geo, z: "a2", fields: { banks: { b0: {} } } }, `profile-${int(1e9)}`);
        break;
      case 2:
        if (id !== undefined && items[id]?.kind !== "connector") edits.move([{ id, geo }]);
        break;
      case 3:
        if (id !== undefined && int(4) === 0) edits.remove([id]);
        break;
      case 4:
        if (workload !== undefined) edits.setField(workload, ["durationMs"], 1 + int(1000));
        break;
      case 5:
        if (profile !== undefined) edits.addRow(profile, ["banks"], { sizeBytes: 4096 * (1 + int(1000)) });
        break;
      case 6:
        if (note !== undefined) edits.text(note)?.insert(int(3), "abc".slice(int(3)));
        break;
      case 7: {
        const text = note === undefined ? undefined : edits.text(note);
        if (text !== undefined && text.length > 4) text.delete(int(3), 2);
        break;
      }
      case 8:
        if (profile !== undefined && experiment !== undefined)
          edits.connect(profile, { item: experiment, port: "profile" });
        break;
      case 9:
        if (experiment !== undefined) edits.addVariant(experiment);
        break;
      default:
        edits.setTitle(`Title ${int(1e9)}`);
    }
  }

  function invalid({ doc, edits, name }: Replica): void {
    const { items } = readBoard(doc);
    const id = pick(Object.keys(items)) ?? "";
    const shared = doc.getMap("items") as Y.Map<unknown>;
    const bad = `${BAD} of ${name}`;
    const edit = [
      () => edits.setTitle(bad.repeat(20)),
      () => (shared.get(id) as Y.Map<unknown> | undefined)?.set("geo", bad),
      () => (shared.get(id) as Y.Map<unknown> | undefined)?.set("colour", new Y.Map([["x", bad]])),
      () => void shared.set(`x-${int(1e9)}`, new Y.Map([["geo", bad]])),
      () => void shared.set(id, new Y.Map([["kind", bad]])),
      () => edits.setField(id, ["maxOrder"], { bad }),
    ];
    doc.transact(() => pick(edit)?.(), name);
  }
}

describe("convergence", () => {
  const given = process.env.SEED;
  const seeds = given === undefined ? Array.from({ length: 20 }, (_, i) => 1000 + i) : [Number(given)];
  for (const seed of seeds) test(`G18 G20 late messages and bad edits: SEED=${seed}`, () => play(seed));
});
