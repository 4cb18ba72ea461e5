import { type ConnectorJson, readBoard } from "@carveout/model";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Bench, type Replica, rawJson, wiredBoard } from "../testing/bench";
import { Gate } from "./gate";

type Items = Y.Map<Y.Map<unknown>>;

const field = (items: Items, ...path: string[]): Y.Map<unknown> => {
  let map: unknown = items.get(path[0] ?? "");
  for (const key of path.slice(1)) map = (map as Y.Map<unknown>).get(key);
  return map as Y.Map<unknown>;
};

const BAD = "BAD-VALUE";

/** Two replicas, of which the first makes one bad edit that is to be repaired. Holds what every repair promises (G17 to G20). */
function repair(edit: (items: Items, doc: Y.Doc, replica: Replica) => void) {
  const bench = new Bench(wiredBoard());
  const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
  const before = JSON.stringify(rawJson(bench.doc));
  let deep = 0;
  ben.doc.getMap("items").observeDeep(() => deep++);
  ann.doc.transact(() => edit(ann.doc.getMap("items"), ann.doc, ann));
  const judged = bench.up(ann);
  bench.down();
  expect(judged).toHaveLength(1);
  const refusals = judged.flatMap((j) => j.refusals);
  expect(bench.events).toBe(1);
  expect(deep).toBeLessThanOrEqual(1);
  expect(ben.seen.join()).not.toContain(BAD);
  expect(bench.doc.clientID).toBe(1);
  expect(bench.mirrored()).toEqual(bench.judged());
  for (const { doc } of [ann, ben]) expect(rawJson(doc)).toEqual(rawJson(bench.doc));
  const late = new Y.Doc();
  Y.applyUpdate(late, Y.encodeStateAsUpdate(bench.doc));
  expect(JSON.stringify([rawJson(late), refusals.map((r) => r.restored)])).not.toContain(BAD);
  const isRestored = JSON.stringify(rawJson(bench.doc)) === before;
  // A later valid edit of the sender counts.
  ann.edits.setTitle("Later");
  bench.settle();
  for (const { doc } of [ann, ben, bench]) expect(doc.getMap("meta").get("title")).toBe("Later");
  return { bench, ann, ben, refusals, isRestored, board: readBoard(bench.doc) };
}

describe("repaired updates", () => {
  test("G10 a value out of range is restored, in the words of the interface", () => {
    const { refusals, isRestored } = repair((items) =>
      field(items, "profile-1", "fields", "banks", "b0").set("sizeBytes", -(512 * 1024 ** 2)),
    );
    expect(isRestored).toBe(true);
    expect(refusals).toEqual([
      {
        type: "refusal",
        rule: "G10",
        path: ["items", "profile-1", "fields", "banks", "b0", "sizeBytes"],
        headline: "Bank size refused: −512 MiB is below the range 4 KiB to 16 TiB.",
        detail: "Restored to 1,048,056 KiB. Nobody else saw the value; your other edits are kept.",
        offered: "-536870912",
        restored: "1073209344",
      },
    ]);
  });

  const bad: [string, unknown][] = [
    ["another type", BAD],
    ["infinity", Number.POSITIVE_INFINITY],
    ["not a number", Number.NaN],
    ["a bigint", 5n],
    ["undefined", undefined],
    ["an object", { x: BAD }],
    ["a map", new Y.Map([["x", BAD]])],
    ["a text", new Y.Text(BAD)],
  ];
  for (const [name, value] of bad)
    test(`G10 ${name} in place of a number falls back to the default`, () => {
      const { refusals, isRestored } = repair((items) =>
        field(items, "profile-1", "fields").set("maxOrder", value),
      );
      expect(isRestored).toBe(true);
      expect(refusals.map((r) => [r.rule, r.detail])).toEqual([
        ["G10", "It has its default again, 10. Nobody else saw the value; your other edits are kept."],
      ]);
    });

  test("G10 a place with hidden extras, an order key that is none, a title of 201", () => {
    for (const [key, value] of [
      ["geo", { x: 0, y: 0, w: 300, z: BAD }],
      ["geo", JSON.parse('{"x":0,"y":0,"w":300,"__proto__":{}}')],
      ["geo", { x: Number.NaN, y: 0, w: 300 }],
      ["z", `${BAD} `],
      // Of the right letters, but there is no key above it: everybody's next new item would fail.
      ["z", "zz"],
      ["locked", "yes"],
      ["group", "no key: spaces"],
    ] as const)
      expect(repair((items) => items.get("note-1")?.set(key, value)).isRestored).toBe(true);
    expect(repair((_, doc) => doc.getMap("meta").set("title", BAD.repeat(30))).isRestored).toBe(true);
  });

  test("G10 the other edits of the same update are kept", () => {
    const { board, refusals } = repair((items) => {
      field(items, "workload-1", "fields").set("durationMs", 750);
      field(items, "workload-1", "fields").set("burstFactor", BAD);
    });
    expect(board.items["workload-1"]).toMatchObject({ fields: { durationMs: 750 } });
    expect(refusals).toHaveLength(1);
  });

  test("G11 unknown keys are taken out, of an item, of its fields, of a row and of the board", () => {
    const edits: ((items: Items, doc: Y.Doc) => void)[] = [
      (items) => items.get("note-1")?.set("colour", BAD),
      (items) => field(items, "profile-1", "fields").set("sizeBites", BAD),
      (items) => field(items, "profile-1", "fields", "banks", "b0").set("more", new Y.Map([["x", BAD]])),
      (_, doc) => doc.getMap("meta").set("owner", BAD),
    ];
    for (const edit of edits) {
      const { refusals, isRestored } = repair(edit);
      expect(refusals.map((r) => r.rule)).toEqual(["G11"]);
      expect(isRestored).toBe(true);
    }
  });

  test("G12 a required value that was deleted is put back", () => {
    const { refusals, isRestored } = repair((items, doc) => {
      items.get("note-1")?.delete("geo");
      doc.getMap("meta").delete("title");
    });
    expect(refusals.map((r) => r.headline).sort()).toEqual([
      "Place refused: it can't be removed.",
      "Title refused: it can't be removed.",
    ]);
    expect(isRestored).toBe(true);
  });

  test("G13 one wrong number does not cost the whole new card", () => {
    const { board, refusals } = repair((_, __, ann) =>
      ann.edits.add(
        {
          kind: "workload",
          geo: { x: 1, y: 1, w: 300 },
          z: "a1",
          fields: { durationMs: 5, burstFactor: BAD },
        },
        "workload-2",
      ),
    );
    expect(board.items["workload-2"]).toMatchObject({
      kind: "workload",
      geo: { x: 1, y: 1, w: 300 },
      z: "a1",
      fields: { durationMs: 5, orders: {} },
    });
    expect(board.items["workload-2"]).not.toHaveProperty("fields.burstFactor");
    expect(refusals.map((r) => [r.rule, r.path.at(-1)])).toEqual([["G13", "burstFactor"]]);
  });

  const noItems: [string, (items: Y.Map<unknown>) => void][] = [
    ["a number", (items) => items.set("x-1", 5)],
    ["a text", (items) => items.set("x-1", new Y.Text(BAD))],
    ["an empty map", (items) => items.set("x-1", new Y.Map())],
    ["an unknown kind", (items) => items.set("x-1", new Y.Map([["kind", BAD]]))],
    ["a note without a place", (items) => items.set("x-1", new Y.Map([["kind", "note"]]))],
    ["a number as its fields", (items) => items.set("x-1", item({ fields: 7 }))],
    ["an id with a space", (items) => items.set("x 1", item({}))],
    ["an id of 60 characters", (items) => items.set("x".repeat(60), item({}))],
  ];
  function item(more: Record<string, unknown>): Y.Map<unknown> {
    const all = { kind: "workload", geo: { x: 0, y: 0, w: 300 }, z: "a0", fields: new Y.Map(), ...more };
    return new Y.Map(Object.entries(all));
  }
  for (const [name, edit] of noItems)
    test(`G13 ${name} is no item and is taken out again`, () => {
      const { refusals, isRestored } = repair((items) => edit(items as unknown as Y.Map<unknown>));
      expect(isRestored).toBe(true);
      expect(refusals.map((r) => r.rule)).toEqual(["G13"]);
    });

  test("G13 an item that is replaced by something invalid comes back", () => {
    const { isRestored, refusals } = repair((items) =>
      (items as unknown as Y.Map<unknown>).set("profile-1", BAD),
    );
    expect(isRestored).toBe(true);
    expect(refusals.map((r) => r.rule)).toEqual(["G13"]);
  });

  test("G13 a new group gets the tables it lacks", () => {
    const { board, refusals } = repair((items) => items.set("x-1", item({})));
    expect(refusals).toEqual([]);
    expect(board.items["x-1"]).toMatchObject({ fields: { orders: {} } });
  });

  test("G13 bad rows and row keys are taken out", () => {
    for (const [key, row] of [
      ["b 1", new Y.Map()],
      ["b1", 5],
      ["b1", new Y.Text(BAD)],
    ] as const) {
      const { isRestored, refusals } = repair((items) =>
        field(items, "profile-1", "fields", "banks").set(key, row),
      );
      expect(isRestored).toBe(true);
      expect(refusals.map((r) => r.rule)).toEqual(["G13"]);
    }
  });

  test("G14 of a text that grows too long, what was just inserted goes", () => {
    const { board, refusals, isRestored } = repair((items) => {
      const text = items.get("note-1")?.get("text") as Y.Text;
      text.insert(2, BAD.repeat(2000));
    });
    expect(board.items["note-1"]).toMatchObject({ text: "A note." });
    expect(isRestored).toBe(true);
    expect(refusals.map((r) => r.headline)).toEqual(["Note refused: 18,007 characters, at most 10,000 fit."]);
  });

  test("G14 two inserts that fit alone and not together: the later one goes", () => {
    const bench = new Bench(wiredBoard());
    const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
    ann.edits.text("note-1")?.insert(0, "a".repeat(6000));
    ben.edits.text("note-1")?.insert(3, "b".repeat(6000));
    expect(bench.up(ann).flatMap((j) => j.refusals)).toEqual([]);
    expect(bench.up(ben).flatMap((j) => j.refusals.map((r) => r.rule))).toEqual(["G14"]);
    bench.down();
    for (const { doc } of [bench, ann, ben])
      expect(readBoard(doc).items["note-1"]).toMatchObject({ text: `${"a".repeat(6000)}A note.` });
  });

  test("G14 a table keeps to its number of rows", () => {
    const { board, refusals } = repair((items) => {
      for (let i = 1; i < 70; i++) field(items, "profile-1", "fields", "banks").set(`b${i}`, new Y.Map());
    });
    expect(
      Object.keys((board.items["profile-1"] as { fields: { banks: object } }).fields.banks),
    ).toHaveLength(64);
    expect(refusals.map((r) => r.rule)).toEqual(Array.from({ length: 6 }, () => "G14"));
  });

  test("G14 a board keeps to its number of items", () => {
    const bench = new Bench();
    const ann = bench.replica("ann");
    const note = (x: number) =>
      ann.edits.add({ kind: "note", geo: { x, y: 0, w: 100 }, z: "a0", text: "" }, `note-${x}`);
    for (let page = 0; page < 20; page++)
      ann.edits.together(() => Array.from({ length: 1000 }, (_, i) => note(page * 1000 + i)));
    expect(bench.settle().flatMap((j) => j.refusals)).toEqual([]);
    note(20_000);
    expect(bench.settle().flatMap((j) => j.refusals.map((r) => r.headline))).toEqual([
      "Item refused: a board holds at most 20,000 items.",
    ]);
    expect(bench.doc.getMap("items").size).toBe(20_000);
    expect(ann.doc.getMap("items").size).toBe(20_000);
  });

  const wires: [string, ConnectorJson, string][] = [
    [
      "to nothing",
      { kind: "connector", from: { item: "profile-1" }, to: { item: "gone", port: "profile" } },
      "One end of the wire is no longer on the board.",
    ],
    [
      "into a taken port",
      { kind: "connector", from: { item: "profile-1" }, to: { item: "experiment-1", port: "profile" } },
      "The experiment has a profile already. Remove its wire first, or add an experiment.",
    ],
    [
      "of a note",
      { kind: "connector", from: { item: "note-1" }, to: { item: "experiment-1", port: "v1" } },
      "A note has nothing to give to an experiment.",
    ],
  ];
  for (const [name, wire, sentence] of wires)
    test(`G15 a wire ${name} is taken out with the model's sentence`, () => {
      const { refusals, isRestored } = repair((_, __, ann) => ann.edits.add(wire, "wire-9"));
      expect(isRestored).toBe(true);
      expect(refusals.map((r) => [r.rule, r.headline])).toEqual([["G15", `Wire refused: ${sentence}`]]);
    });

  test("G15 of two new wires into one port, drawn in one step, one stays", () => {
    const { bench, refusals } = repair((items, _, ann) => {
      items.delete("wire-1");
      const wire: ConnectorJson = {
        kind: "connector",
        from: { item: "profile-1" },
        to: { item: "experiment-1", port: "profile" },
      };
      ann.edits.add(wire, "wire-4");
      ann.edits.add(wire, "wire-3");
    });
    expect(refusals.map((r) => r.path)).toEqual([["items", "wire-4"]]);
    expect([...bench.gate.mirror.wiresInto("experiment-1")].map(([id]) => id).sort()).toEqual([
      "wire-2",
      "wire-3",
    ]);
  });

  test("G15 a wire into an experiment that somebody else has just removed", () => {
    const bench = new Bench(wiredBoard());
    const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
    ann.edits.remove(["experiment-1"]);
    ben.edits.disconnect(["wire-1"]);
    ben.edits.connect("profile-1", { item: "experiment-1", port: "profile" });
    bench.up(ann);
    expect(bench.up(ben).flatMap((j) => j.refusals.map((r) => r.rule))).toEqual(["G15"]);
    bench.down();
    for (const { doc } of [bench, ann, ben])
      expect(Object.keys(readBoard(doc).items).sort()).toEqual(["note-1", "profile-1", "workload-1"]);
  });

  test("G16 a wire that its remover has not seen goes with the item, in the same event", () => {
    const bench = new Bench(wiredBoard());
    const [ann, ben, cleo] = [bench.replica("ann"), bench.replica("ben"), bench.replica("cleo")];
    const sight: boolean[] = [];
    cleo.doc.getMap("items").observeDeep(() => {
      const { items } = readBoard(cleo.doc);
      for (const item of Object.values(items))
        if (item.kind === "connector") sight.push(item.from.item in items && item.to.item in items);
    });
    (ann.doc.getMap("items") as Items).delete("profile-1");
    ben.edits.setTitle("busy");
    const judged = bench.settle();
    expect(judged.flatMap((j) => j.refusals)).toEqual([]);
    expect(judged[0]?.rewired).toEqual(new Set(["experiment-1"]));
    expect(sight).not.toContain(false);
    for (const { doc } of [bench, ann, ben, cleo]) expect(doc.getMap("items").has("wire-1")).toBe(false);
  });

  test("G16 the wires into a variant go with its row", () => {
    const bench = new Bench({
      ...wiredBoard(),
      "strategy-1": {
        kind: "strategy",
        family: "kmsan",
        type: "lazy",
        geo: { x: 0, y: 0, w: 300 },
        z: "a0",
        fields: {},
      },
      "wire-3": { kind: "connector", from: { item: "strategy-1" }, to: { item: "experiment-1", port: "v1" } },
    });
    const ann = bench.replica("ann");
    ann.edits.removeRow("experiment-1", ["variants"], "v1");
    expect(bench.settle().flatMap((j) => j.refusals)).toEqual([]);
    expect(Object.keys(readBoard(ann.doc).items)).not.toContain("wire-3");
    expect(bench.mirrored()).toEqual(bench.judged());
  });

  test("G16 a wire put anew to another variant, as its old one goes, stays", () => {
    const bench = new Bench({
      ...wiredBoard(),
      "strategy-1": {
        kind: "strategy",
        family: "kmsan",
        type: "lazy",
        geo: { x: 0, y: 0, w: 300 },
        z: "a",
        fields: {},
      },
      "wire-3": { kind: "connector", from: { item: "strategy-1" }, to: { item: "experiment-1", port: "v1" } },
    });
    const ann = bench.replica("ann");
    ann.edits.together(() => {
      ann.edits.addRow("experiment-1", ["variants"], { order: "a1" });
      ann.edits.removeRow("experiment-1", ["variants"], "v1");
      const [port = ""] = field(ann.doc.getMap("items"), "experiment-1", "fields", "variants").keys();
      const to = { item: "experiment-1", port };
      ann.edits.add({ kind: "connector", from: { item: "strategy-1" }, to }, "wire-3");
    });
    expect(bench.settle().flatMap((j) => j.refusals)).toEqual([]);
    expect(Object.keys(readBoard(ann.doc).items)).toContain("wire-3");
    expect(bench.mirrored()).toEqual(bench.judged());
  });

  test("G17 an observer is called once for an update and its repair, with the repaired values", () => {
    const bench = new Bench(wiredBoard());
    const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
    const sights: unknown[] = [];
    ben.doc.getMap("items").observeDeep(() => sights.push(rawJson(ben.doc)));
    ann.edits.together(() => {
      ann.edits.setField("workload-1", ["durationMs"], 600);
      ann.edits.setField("workload-1", ["burstFactor"], BAD);
      ann.edits.setField("profile-1", ["banks", "b0", "sizeBytes"], -1);
      ann.edits.text("note-1")?.insert(0, BAD.repeat(2000));
    });
    bench.settle();
    expect(bench.events).toBe(1);
    expect(sights).toEqual([rawJson(bench.doc)]);
    expect(readBoard(bench.doc).items["workload-1"]).toMatchObject({ fields: { durationMs: 600 } });
  });

  test("G19 a hundred repairs later the server writes under its own id, and under no other", () => {
    const bench = new Bench(wiredBoard());
    const ann = bench.replica("ann");
    for (let i = 0; i < 100; i++) {
      ann.edits.setField("workload-1", ["durationMs"], `${BAD} ${i}`);
      bench.settle();
    }
    expect(bench.doc.clientID).toBe(1);
    expect([...Y.decodeStateVector(Y.encodeStateVector(bench.doc)).keys()].sort()).toEqual([
      1,
      ann.doc.clientID,
    ]);
  });

  test("G20 a gate that is opened on the stored document knows what the old one knew", () => {
    const bench = new Bench(wiredBoard());
    const ann = bench.replica("ann");
    ann.edits.remove(["workload-1"]);
    ann.edits.addRow("profile-1", ["banks"], { sizeBytes: 8192 });
    bench.settle();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(bench.doc));
    const { mirror } = new Gate(doc);
    expect(mirror.items).toEqual(bench.gate.mirror.items);
    expect(mirror.meta).toEqual(bench.gate.mirror.meta);
    expect([...mirror.wiresInto("experiment-1")]).toEqual([...bench.gate.mirror.wiresInto("experiment-1")]);
  });

  test("G18 a valid value made before the repair arrived wins over the repair", () => {
    const bench = new Bench(wiredBoard());
    const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
    ann.edits.setField("workload-1", ["durationMs"], BAD);
    bench.up(ann);
    ann.edits.setField("workload-1", ["durationMs"], 42);
    expect(bench.settle().flatMap((j) => j.refusals)).toEqual([]);
    for (const { doc } of [bench, ann, ben])
      expect(readBoard(doc).items["workload-1"]).toMatchObject({ fields: { durationMs: 42 } });
  });

  test("G18 undo after a refusal brings back the value before, never the refused one", () => {
    const bench = new Bench(wiredBoard());
    const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
    const undo = new Y.UndoManager([ann.doc.getMap("items")], {
      trackedOrigins: new Set(["ann"]),
      captureTimeout: 0,
      ignoreRemoteMapChanges: true,
    });
    ann.edits.setField("workload-1", ["durationMs"], 600);
    ann.edits.setField("workload-1", ["durationMs"], BAD);
    bench.settle();
    for (let step = 0; step < 2; step++) {
      undo.undo();
      bench.settle();
    }
    for (const { doc } of [bench, ann, ben])
      expect(readBoard(doc).items["workload-1"]).toMatchObject({ fields: { durationMs: 500 } });
    expect(ben.seen.join()).not.toContain(BAD);
  });

  test("G18 two people undo the removal of the same item", () => {
    const bench = new Bench(wiredBoard());
    const pair = ["ann", "ben"].map((name) => {
      const replica = bench.replica(name);
      const scope = [replica.doc.getMap("items")];
      return {
        replica,
        undo: new Y.UndoManager(scope, { trackedOrigins: new Set([name]), captureTimeout: 0 }),
      };
    });
    for (const { replica } of pair) replica.edits.remove(["profile-1"]);
    bench.settle();
    for (const { undo } of pair) undo.undo();
    expect(
      bench
        .settle()
        .flatMap((j) => j.refusals.map((r) => r.rule))
        .filter((rule) => rule !== "G15"),
    ).toEqual([]);
    for (const { replica } of pair) expect(rawJson(replica.doc)).toEqual(rawJson(bench.doc));
    expect(readBoard(bench.doc).items["profile-1"]).toEqual(wiredBoard()["profile-1"]);
    expect(bench.mirrored()).toEqual(bench.judged());
  });
});
