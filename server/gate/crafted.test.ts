import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Bench, rawJson, wiredBoard } from "../testing/bench";
import { type Block, characters, collected, crafted, value } from "../testing/crafted";

const EVE = 9;

function board(): Bench {
  return new Bench({
    ...wiredBoard(),
    "note-2": { kind: "note", geo: { x: 0, y: 0, w: 99 }, z: "a1", text: "Other." },
  });
}

function textOf(bench: Bench, note: string): Y.Text {
  return (bench.doc.getMap("items").get(note) as Y.Map<unknown>).get("text") as Y.Text;
}

/** Id of the text's character at a place, or of its holder. */
function at(bench: Bench, note: string, index: number): Y.ID {
  const first = textOf(bench, note)._start?.id ?? Y.createID(0, 0);
  return Y.createID(first.client, first.clock + index);
}
const holder = (bench: Bench, note: string) => textOf(bench, note)._item?.id ?? Y.createID(0, 0);

function refused(bench: Bench, rule: string, blocks: Block[], deletes?: [number, number, number][]): void {
  const before = JSON.stringify(rawJson(bench.doc));
  expect(() => bench.send(crafted(blocks, deletes), "eve")).toThrow(expect.objectContaining({ rule }));
  expect(JSON.stringify(rawJson(bench.doc))).toBe(before);
  expect(bench.mirrored()).toEqual(bench.judged());
}

/** A joiner and who was there all along have what the server has. */
function sameForAll(bench: Bench): void {
  bench.down();
  const late = new Y.Doc();
  Y.applyUpdate(late, Y.encodeStateAsUpdate(bench.doc));
  for (const doc of [late, ...bench.replicas.map((replica) => replica.doc)])
    expect(rawJson(doc)).toEqual(rawJson(bench.doc));
  expect(bench.mirrored()).toEqual(bench.judged());
}

describe("updates that are written by hand", () => {
  test("G1 what is applied is what was checked, however often a client's structs come in one update", () => {
    // Yjs's own reader takes the last block of a client only: one that was checked, or skipped as known, would not be what it applies.
    const bench = board();
    bench.replica("watcher");
    const title = (text: string) => value(text, { parent: "meta", key: "title" });
    const forged = value("forged", { parent: "threads", key: "t" });
    const blocks = [
      { client: EVE, clock: 0, structs: [title("Fine")] },
      { client: EVE, clock: 0, structs: [forged] },
    ];
    bench.send(crafted(blocks), "eve");
    expect(rawJson(bench.doc)).toMatchObject({ meta: { title: "Fine" }, threads: {} });
    sameForAll(bench);
    refused(bench, "G22", [
      { client: EVE, clock: 1, structs: [title("Fine")] },
      { client: EVE, clock: 2, structs: [forged] },
    ]);
  });

  test("G1 what overlaps with what is known continues that, wherever it says it goes", () => {
    const bench = board();
    bench.replica("watcher");
    const into = (note: string, text: string) => characters(text, { parent: holder(bench, note) });
    bench.send(crafted([{ client: EVE, clock: 0, structs: [into("note-2", "xyz")] }]), "eve");
    bench.send(crafted([{ client: EVE, clock: 0, structs: [into("note-1", "12345")] }]), "eve");
    expect(textOf(bench, "note-1").toString()).toBe("A note.");
    expect(textOf(bench, "note-2").toString()).toContain("xyz45");
    sameForAll(bench);
  });

  test("G1 what overlaps with something that is gone is gone as well", () => {
    const bench = board();
    bench.replica("watcher");
    const parent = holder(bench, "note-2");
    const into = (text: string) => characters(text, { parent });
    bench.send(crafted([{ client: EVE, clock: 0, structs: [into("xyz")] }]), "eve");
    bench.replica("ann").edits.remove(["note-2"]);
    bench.settle();
    bench.send(crafted([{ client: EVE, clock: 0, structs: [into("xyz45")] }]), "eve");
    expect(Y.getState(bench.doc.store, EVE)).toBe(5);
    sameForAll(bench);
  });

  test("G1 clocks and client ids have 32 bits", () => {
    const long = [collected(2 ** 52), collected(2 ** 52)];
    refused(board(), "G1", [{ client: EVE, clock: 0, structs: long }]);
    refused(board(), "G1", [{ client: 2 ** 40, clock: 0, structs: [collected(1)] }]);
  });

  test("G1 deleted ranges come in order and once: not a thousand times the whole board", () => {
    const bench = board();
    const whole: [number, number, number] = [1, 0, Y.getState(bench.doc.store, 1)];
    refused(bench, "G1", [], [whole, whole]);
    refused(
      bench,
      "G1",
      [],
      [
        [1, 4, 1],
        [1, 2, 1],
      ],
    );
  });

  test("G3 an update brings at most 256 client ids that are new", () => {
    const one = (client: number): Block => ({ client, clock: 0, structs: [collected(1)] });
    const many = (count: number) => Array.from({ length: count }, (_, i) => one(1000 + i));
    refused(board(), "G3", many(257));
    board().send(crafted(many(256)), "eve");
  });

  test("G4 a key holds one value, not several of which the last one shows", () => {
    const bench = board();
    const two = (encoder: Y.UpdateEncoderV1) => {
      const content = new Y.ContentAny(["hidden", "shown"]);
      const item = new Y.Item(Y.createID(EVE, 0), null, null, null, null, "meta" as never, "title", content);
      item.write(encoder, 0);
    };
    refused(bench, "G4", [{ client: EVE, clock: 0, structs: [two] }]);
  });

  describe("G7 neighbours that never were side by side are refused", () => {
    const char = (bench: Bench, left: number | null, right: number | null) =>
      characters("x", {
        origin: left === null ? null : at(bench, "note-1", left),
        right: right === null ? null : at(bench, "note-1", right),
        parent: holder(bench, "note-1"),
      });

    test("in the wrong order, or one and the same", () => {
      const bench = board();
      for (const [left, right] of [
        [4, 2],
        [3, 3],
      ] as const)
        refused(bench, "G7", [{ client: EVE, clock: 0, structs: [char(bench, left, right)] }]);
    });

    test("with something between them that the right one was built on", () => {
      const bench = board();
      for (const [left, right] of [
        [1, 3],
        [null, 3],
      ] as const)
        refused(bench, "G7", [{ client: EVE, clock: 0, structs: [char(bench, left, right)] }]);
    });

    test("with something of their own author between them", () => {
      const bench = board();
      bench.send(crafted([{ client: EVE, clock: 0, structs: [char(bench, 1, 2)] }]), "eve");
      refused(bench, "G7", [{ client: EVE, clock: 1, structs: [char(bench, 1, 2)] }]);
    });

    test("inside one update as well; what came before them stays, judged", () => {
      const bench = board();
      bench.replica("watcher");
      const own = (clock: number) => Y.createID(EVE, clock);
      const structs = [
        char(bench, 1, 2),
        characters("y", { origin: own(0), right: at(bench, "note-1", 2) }),
        characters("z", { origin: own(1), right: own(0) }),
      ];
      expect(() => bench.send(crafted([{ client: EVE, clock: 0, structs }]), "eve")).toThrow(
        expect.objectContaining({ rule: "G7" }),
      );
      expect(textOf(bench, "note-1").toString()).toBe("A xynote.");
      sameForAll(bench);
    });

    test("and what somebody else wrote there meanwhile is no hindrance", () => {
      const bench = board();
      const [ann, ben] = [bench.replica("ann"), bench.replica("ben")];
      for (const [i, { edits }] of [ann, ben].entries())
        for (const letter of "abc") edits.text("note-1")?.insert(2, `${letter}${i}`);
      const judged = bench.settle();
      expect(judged.every(({ refusals }) => refusals.length === 0)).toBe(true);
      sameForAll(bench);
    });
  });
});
