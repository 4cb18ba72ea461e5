import { SERVER_ROOTS } from "@carveout/model";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Bench, type Replica, rawJson, wiredBoard } from "../testing/bench";
import { MAX_UPDATE_BYTES } from "./decode";
import { Gap, Rejected } from "./rejected";

/** What comes of sending everything a replica wrote; the document must be as before. */
function rejection(bench: Bench, replica: Replica): Rejected {
  const before = JSON.stringify(rawJson(bench.doc));
  const events = bench.events;
  let thrown: unknown;
  try {
    bench.up(replica);
  } catch (error) {
    thrown = error;
  }
  expect(JSON.stringify(rawJson(bench.doc))).toBe(before);
  expect(bench.events).toBe(events);
  expect(bench.judged()).toEqual(bench.mirrored());
  if (!(thrown instanceof Rejected)) throw new Error(`Expected a Rejected, got ${String(thrown)}.`);
  return thrown;
}

/** A replica's edit of its own document, without the model's help. */
function hostile(edit: (doc: Y.Doc, items: Y.Map<Y.Map<unknown>>) => void): Rejected {
  const bench = new Bench(wiredBoard());
  const eve = bench.replica("eve");
  eve.doc.transact(() => edit(eve.doc, eve.doc.getMap("items")));
  return rejection(bench, eve);
}

/** An update of one client, written by hand as Yjs encodes it: `items` holds its structs from clock 0. */
function crafted(client: number, count: number, items: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [1, count, client, 0]) encoding.writeVarUint(encoder, n);
  items(encoder);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

const ANY = 8;
const STRING = 4;
const HAS_ORIGIN = 0x80;
const HAS_RIGHT = 0x40;

function id(encoder: encoding.Encoder, { client, clock }: Y.ID): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}

function character(encoder: encoding.Encoder, origin: Y.ID, right: Y.ID): void {
  encoding.writeUint8(encoder, STRING | HAS_ORIGIN | HAS_RIGHT);
  id(encoder, origin);
  id(encoder, right);
  encoding.writeVarString(encoder, "x");
}

describe("rejected updates", () => {
  test("G1 more than 1 MiB is not looked at", () => {
    expect(hostile((_, items) => items.get("note-1")?.set("z", "a".repeat(MAX_UPDATE_BYTES))).rule).toBe(
      "G1",
    );
  });

  test("G1 what does not decode to the end is not applied in part", () => {
    const bench = new Bench(wiredBoard());
    const eve = bench.replica("eve");
    eve.edits.setTitle("EVIL");
    const [update = new Uint8Array()] = eve.outbox;
    for (let length = 0; length < update.length; length++) {
      eve.outbox = [update.slice(0, length)];
      expect(rejection(bench, eve).rule).toMatch(/^G[12]$/);
    }
  });

  test("G1 what goes on behind its end is not applied", () => {
    const bench = new Bench(wiredBoard());
    const eve = bench.replica("eve");
    eve.edits.setTitle("EVIL");
    const [update = new Uint8Array()] = eve.outbox;
    eve.outbox = [Uint8Array.from([...update, 0])];
    expect(rejection(bench, eve).rule).toBe("G1");
  });

  test("G1 a deleted range of no length is rejected", () => {
    const bench = new Bench(wiredBoard());
    const encoder = encoding.createEncoder();
    for (const n of [0, 1, 0, 1, 0, 0]) encoding.writeVarUint(encoder, n);
    expect(() => bench.send(encoding.toUint8Array(encoder), "eve")).toThrow(
      expect.objectContaining({ rule: "G1" }),
    );
  });

  test("G2 an update that leaves out the one before it is a gap, and the complete state heals it", () => {
    const bench = new Bench(wiredBoard());
    const ann = bench.replica("ann");
    ann.edits.setTitle("one");
    ann.edits.setTitle("two");
    ann.outbox.shift();
    expect(rejection(bench, ann)).toBeInstanceOf(Gap);
    bench.send(Y.encodeStateAsUpdate(ann.doc, Y.encodeStateVector(bench.doc)), "ann");
    expect(bench.doc.getMap("meta").get("title")).toBe("two");
  });

  test("G2 building on another tab's edit that has not arrived is a gap", () => {
    const bench = new Bench(wiredBoard());
    const tab1 = bench.replica("ann");
    const tab2 = bench.replica("ann");
    tab1.edits.text("note-1")?.insert(0, "one ");
    for (const update of tab1.outbox) Y.applyUpdate(tab2.doc, update, "server");
    tab2.edits.text("note-1")?.insert(4, "two ");
    expect(rejection(bench, tab2)).toBeInstanceOf(Gap);
  });

  test("G2 deleting what is not known is a gap", () => {
    const bench = new Bench(wiredBoard());
    const encoder = encoding.createEncoder();
    for (const n of [0, 1, 7, 1, 0, 1]) encoding.writeVarUint(encoder, n);
    expect(() => bench.send(encoding.toUint8Array(encoder), "eve")).toThrow(Gap);
  });

  test("G3 nobody writes under another participant's client id, nor under the server's", () => {
    const bench = new Bench(wiredBoard());
    const ann = bench.replica("ann");
    ann.edits.setTitle("Ann's");
    bench.settle();
    for (const client of [ann.doc.clientID, 1]) {
      const eve = bench.replica("eve");
      eve.doc.clientID = client;
      eve.doc.getMap("meta").set("title", "EVIL");
      expect(rejection(bench, eve).rule).toBe("G3");
    }
  });

  test("G3 offline edits come back under the participant's earlier client id, through whichever tab", () => {
    const bench = new Bench(wiredBoard());
    const ann = bench.replica("ann");
    ann.edits.setTitle("before");
    bench.settle();
    ann.edits.setTitle("offline");
    const tab = bench.replica("ann");
    Y.applyUpdate(tab.doc, Y.encodeStateAsUpdate(ann.doc), "server");
    bench.send(Y.encodeStateAsUpdate(tab.doc, Y.encodeStateVector(bench.doc)), "ann");
    expect(bench.doc.getMap("meta").get("title")).toBe("offline");
  });

  const note = (items: Y.Map<Y.Map<unknown>>) => items.get("note-1")?.get("text") as Y.Text;
  const contents: [string, (doc: Y.Doc, items: Y.Map<Y.Map<unknown>>) => void][] = [
    ["a format", (_, items) => note(items).format(0, 2, { bold: true })],
    ["an embed", (_, items) => note(items).insertEmbed(0, { image: "x" })],
    ["binary", (_, items) => items.get("note-1")?.set("z", new Uint8Array(3))],
    ["a subdocument", (_, items) => items.get("note-1")?.set("z", new Y.Doc())],
    ["an array", (_, items) => items.get("note-1")?.set("z", new Y.Array())],
    ["XML", (_, items) => items.get("note-1")?.set("z", new Y.XmlElement("p"))],
    ["an XML text", (_, items) => items.set("x", new Y.XmlText("p") as unknown as Y.Map<unknown>)],
  ];
  for (const [name, edit] of contents)
    test(`G4 ${name} is no content of a board`, () => expect(hostile(edit).rule).toBe("G4"));

  test("G5 participants write under no root of their own making", () => {
    expect(hostile((doc) => doc.getMap("elsewhere").set("t", 1)).rule).toBe("G5");
    expect(hostile((doc) => doc.getMap("__proto__").set("t", 1)).rule).toBe("G5");
  });

  for (const root of SERVER_ROOTS)
    test(`G22 nobody but the server writes or deletes under ${root}`, () => {
      const bench = new Bench();
      for (const key of ["t1", "t2"])
        bench.doc.getMap(root).set(
          key,
          new Y.Map<unknown>([
            ["comments", new Y.Map()],
            ["reactions", new Y.Map()],
          ]),
        );
      const edits: ((map: Y.Map<unknown>) => void)[] = [
        (map) => map.set("t", 1),
        (map) => map.set("t1", "mine"),
        (map) => map.delete("t1"),
        (map) => map.delete("t2"),
        (map) => (map.get("t1") as Y.Map<unknown>).set("resolved", true),
        (map) => (map.get("t1") as Y.Map<unknown>).delete("comments"),
        (map) => ((map.get("t1") as Y.Map<unknown>).get("comments") as Y.Map<unknown>).set("c", {}),
      ];
      for (const edit of edits) {
        const eve = bench.replica("eve");
        edit(eve.doc.getMap(root));
        expect(rejection(bench, eve).rule).toBe("G22");
      }
    });

  test("G6 names of a prototype and long keys are no keys", () => {
    for (const key of ["__proto__", "constructor", "toString", "k".repeat(65)]) {
      expect(hostile((_, items) => items.get("note-1")?.set(key, 1)).rule).toBe("G6");
      expect(hostile((_, items) => items.set(key, new Y.Map())).rule).toBe("G6");
    }
    expect(Object.hasOwn(Object.prototype, "1")).toBe(false);
  });

  test("G6 types do not nest without end", () => {
    expect(
      hostile((_, items) => {
        let map = new Y.Map<unknown>();
        items.set("deep", map);
        for (let depth = 0; depth < 50; depth++) map = map.set("k", new Y.Map<unknown>());
      }).rule,
    ).toBe("G6");
  });

  test("G7 list content in a map and keys on a text are rejected", () => {
    expect(hostile((_, items) => note(items).setAttribute("k", "v")).rule).toBe("G7");
    const bench = new Bench(wiredBoard());
    const update = crafted(9, 1, (encoder) => {
      encoding.writeUint8(encoder, ANY);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, "items");
      encoding.writeVarUint(encoder, 1);
      encoding.writeAny(encoder, "hidden");
    });
    expect(() => bench.send(update, "eve")).toThrow(expect.objectContaining({ rule: "G7" }));
  });

  test("G7 neighbours in two places or in the wrong order are rejected", () => {
    const bench = new Bench({
      ...wiredBoard(),
      "note-2": { kind: "note", geo: { x: 0, y: 0, w: 99 }, z: "a1", text: "Other." },
    });
    const text = (note: string) =>
      (bench.doc.getMap("items").get(note) as Y.Map<unknown>).get("text") as Y.Text;
    const first = (note: string) => text(note)._start?.id ?? { client: 0, clock: 0 };
    const after = (at: Y.ID, by: number): Y.ID => ({ client: at.client, clock: at.clock + by }) as Y.ID;
    const one = first("note-1") as Y.ID;
    const two = first("note-2") as Y.ID;
    const send = (origin: Y.ID, right: Y.ID) =>
      bench.send(
        crafted(9, 1, (encoder) => character(encoder, origin, right)),
        "eve",
      );
    expect(() => send(one, two)).toThrow(expect.objectContaining({ rule: "G7" }));
    expect(() => send(after(one, 2), one)).toThrow(expect.objectContaining({ rule: "G7" }));
    expect(send(one, after(one, 1)).isNew).toBe(true);
    expect(text("note-1").toString()).toBe("Ax note.");
  });

  test("G7 origins that go round in a circle are rejected", () => {
    const bench = new Bench(wiredBoard());
    const update = crafted(9, 2, (encoder) => {
      for (const clock of [1, 0]) {
        encoding.writeUint8(encoder, ANY | HAS_ORIGIN);
        id(encoder, { client: 9, clock } as Y.ID);
        encoding.writeVarUint(encoder, 1);
        encoding.writeAny(encoder, "x");
      }
    });
    expect(() => bench.send(update, "eve")).toThrow(Rejected);
  });

  test("G7 a struct that refers to itself is rejected", () => {
    const bench = new Bench(wiredBoard());
    const text = (bench.doc.getMap("items").get("note-1") as Y.Map<unknown>).get("text") as Y.Text;
    const first = text._start?.id ?? Y.createID(0, 0);
    const update = crafted(9, 1, (encoder) => character(encoder, first, Y.createID(9, 0)));
    expect(() => bench.send(update, "eve")).toThrow(expect.objectContaining({ rule: "G7" }));
  });

  const standing: [string, (item: Y.Map<unknown>) => void][] = [
    ["replacing the fields", (item) => item.set("fields", new Y.Map())],
    ["writing a number over the fields", (item) => item.set("fields", 5)],
    ["deleting the fields", (item) => item.delete("fields")],
    ["deleting a table", (item) => (item.get("fields") as Y.Map<unknown>).delete("banks")],
    ["replacing a table", (item) => (item.get("fields") as Y.Map<unknown>).set("banks", new Y.Map())],
    ["another kind", (item) => item.set("kind", "note")],
    ["deleting the kind", (item) => item.delete("kind")],
  ];
  for (const [name, edit] of standing)
    test(`G8 ${name} of a live item is rejected`, () => {
      expect(hostile((_, items) => edit(items.get("profile-1") ?? new Y.Map())).rule).toBe("G8");
    });

  test("G8 replacing a note's text or the end of a wire is rejected", () => {
    expect(hostile((_, items) => items.get("note-1")?.set("text", new Y.Text("mine"))).rule).toBe("G8");
    expect(
      hostile((_, items) => items.get("wire-1")?.set("to", { item: "experiment-1", port: "v1" })).rule,
    ).toBe("G8");
    expect(hostile((doc) => doc.getMap("meta").set("carveout", 2)).rule).toBe("G8");
  });

  test("G8 deleting a whole item with all that stands in it is an honest edit, and so is its undo", () => {
    const bench = new Bench(wiredBoard());
    const ann = bench.replica("ann");
    const undo = new Y.UndoManager([ann.doc.getMap("items")], {
      trackedOrigins: new Set(["ann"]),
      captureTimeout: 0,
    });
    const before = bench.judged();
    ann.edits.remove(["profile-1"]);
    expect(bench.settle().every(({ refusals }) => refusals.length === 0)).toBe(true);
    expect(Object.keys((bench.judged() as { items: object }).items)).not.toContain("wire-1");
    undo.undo();
    const judged = bench.up(ann);
    expect(judged.flatMap(({ refusals }) => refusals)).toEqual([]);
    expect(bench.judged()).toEqual(before);
    expect(bench.mirrored()).toEqual(before);
  });
});
