import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { completeBoard, readBoard, seedBoard } from "./board";
import type { BoardJson } from "./board-json";
import { BoardEdits } from "./edits";
import type { ItemJson } from "./item";
import { itemsOf, readItem } from "./layout";
import { planExperiment, variantLetter, variantsInOrder } from "./plan";
import { viewOf, wireProblem } from "./references";
import { BoardError, checkBoard, parseBoard } from "./schema";
import { TEMPLATES } from "./templates";

function open(board: BoardJson): { doc: Y.Doc; edits: BoardEdits } {
  const doc = new Y.Doc();
  seedBoard(doc, board);
  return { doc, edits: new BoardEdits(doc, "me") };
}

const template = TEMPLATES[0]?.board() as BoardJson;

describe("a board in a document", () => {
  test("what is seeded reads back the same, for every template", () => {
    for (const { board } of TEMPLATES) expect(readBoard(open(board()).doc)).toEqual(normal(board()));
  });

  test("a document is seeded once: a second history of the same content is refused", () => {
    const { doc } = open(template);
    expect(() => seedBoard(doc, template)).toThrow("seeded once");
  });

  test("two people who fill the same empty table at once keep both rows", () => {
    const profile: ItemJson = { kind: "profile", geo: { x: 0, y: 0, w: 362 }, z: "a0", fields: {} };
    const { doc, edits } = open({ carveout: 1, title: "", items: { p: profile } });
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    edits.addRow("p", ["banks"], { baseBytes: 0, sizeBytes: 4096, nid: 0 });
    new BoardEdits(other, "you").addRow("p", ["banks"], { baseBytes: 4096, sizeBytes: 4096, nid: 1 });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    const merged = readBoard(doc).items.p;
    expect(merged?.kind === "profile" && Object.keys(merged.fields.banks ?? {})).toHaveLength(2);
  });

  test("a board from before a group or table was in the model gets it, and nothing else", () => {
    const workload = { kind: "workload", geo: { x: 0, y: 0, w: 258 }, z: "a0", fields: { durationMs: 7 } };
    const { doc } = open({ carveout: 1, title: "", items: { w: workload as ItemJson } });
    const full = readBoard(doc);
    expect(completeBoard(doc)).toBe(false);
    const fields = itemsOf(doc).get("w")?.get("fields") as Y.Map<unknown>;
    (fields.get("classes") as Y.Map<unknown>).delete("kernel");
    fields.delete("phases");
    expect(completeBoard(doc)).toBe(true);
    expect(readBoard(doc)).toEqual(full);
    new BoardEdits(doc, "me").setField("w", ["classes", "kernel", "weight"], 3);
    new BoardEdits(doc, "me").addRow("w", ["phases"], { startMs: 1 });
    const item = readBoard(doc).items.w;
    expect(item?.kind === "workload" && item.fields.classes?.kernel).toEqual({ weight: 3 });
    expect(item?.kind === "workload" && Object.values(item.fields.phases ?? {})).toEqual([{ startMs: 1 }]);
  });

  test("all fields of an item at once are one step of undo", () => {
    const before: ItemJson = {
      kind: "workload",
      geo: { x: 0, y: 0, w: 258 },
      z: "a0",
      fields: { durationMs: 7, orders: { "0": 2, "3": 1 }, phases: { old: { startMs: 3 } } },
    };
    const { doc, edits } = open({ carveout: 1, title: "", items: { w: before } });
    const start = readBoard(doc);
    const undo = new Y.UndoManager(itemsOf(doc), { trackedOrigins: new Set(["me"]), captureTimeout: 0 });
    const classes = { kernel: { weight: 2, lifetime: "never" } };
    edits.setFields("w", { pinTerm: "long", orders: { "1": 5 }, classes, phases: { p: { lengthMs: 9 } } });
    const after = readBoard(doc).items.w;
    if (after?.kind !== "workload") throw new Error("It is gone.");
    const { phases, ...rest } = after.fields;
    expect(Object.values(phases ?? {})).toEqual([{ lengthMs: 9 }]);
    expect(rest).toMatchObject({ pinTerm: "long", orders: { "1": 5 }, classes });
    expect(rest).not.toHaveProperty("durationMs");
    expect(rest.orders).not.toHaveProperty("0");
    expect(undo.undoStack).toHaveLength(1);
    undo.undo();
    expect(readBoard(doc)).toEqual(start);
  });

  test("every edit is one step of undo, and undo restores the board", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("move" as const), x: fc.integer({ min: -999, max: 999 }) }),
      fc.record({ do: fc.constant("field" as const), x: fc.integer({ min: 1, max: 64 }) }),
      fc.record({ do: fc.constant("remove" as const), x: fc.nat(10) }),
      fc.record({ do: fc.constant("variant" as const), x: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const { doc, edits } = open(template);
        const undo = new Y.UndoManager(itemsOf(doc), { trackedOrigins: new Set(["me"]), captureTimeout: 0 });
        for (const { do: what, x } of steps) {
          const ids = [...itemsOf(doc).keys()];
          if (what === "move") edits.move([{ id: "profile-1", geo: { x, y: x, w: 362 } }]);
          else if (what === "field") edits.setField("profile-1", ["banks", "b0", "sizeBytes"], x * 4096);
          else if (what === "remove") edits.remove([ids[x % ids.length] ?? ""]);
          else if (itemsOf(doc).has("experiment-1"))
            edits.connect("strategy-1", { item: "experiment-1", port: "new" });
        }
        while (undo.canUndo()) undo.undo();
        expect(readBoard(doc)).toEqual(normal(template));
      }),
      { numRuns: 50 },
    );
  });

  test("removing an item takes its wires along; removing a variant's last wire takes the variant", () => {
    const { doc, edits } = open(template);
    edits.remove(["profile-1"]);
    expect(readBoard(doc).items["connector-1"]).toBeUndefined();
    edits.disconnect(["connector-4"]);
    const experiment = readBoard(doc).items["experiment-1"];
    expect(experiment?.kind === "experiment" && Object.keys(experiment.fields.variants ?? {})).toEqual([
      "boot",
      "ext",
    ]);
  });
});

/** Groups and tables always exist in a document; in the JSON they may be left out. */
function normal(board: BoardJson): BoardJson {
  const { doc } = { doc: new Y.Doc() };
  seedBoard(doc, board);
  const items = Object.fromEntries([...itemsOf(doc).entries()].map(([id, item]) => [id, readItem(item)]));
  return { ...board, items: items as BoardJson["items"] };
}

describe("wires", () => {
  const view = viewOf(template.items);
  test("a free port takes what belongs there", () => {
    const { "connector-1": _, ...without } = template.items;
    expect(
      wireProblem(viewOf(without), { item: "profile-1" }, { item: "experiment-1", port: "profile" }),
    ).toBeNull();
  });

  test.each([
    ["profile-1", "experiment-1", "profile", "has a profile already"],
    ["profile-1", "experiment-1", "workload", "goes to the profile port"],
    ["strategy-2", "experiment-1", "boot", "has a kmsan strategy already"],
    ["strategy-2", "experiment-1", "profile", "goes to a variant's column"],
    ["strategy-2", "experiment-1", "constructor", "goes to a variant's column"],
    ["note-1", "experiment-1", "boot", "has nothing to give"],
    ["strategy-1", "profile-1", "profile", "end at an experiment"],
    ["gone", "experiment-1", "boot", "no longer on the board"],
    ["__proto__", "experiment-1", "boot", "no longer on the board"],
  ])("%s -> %s.%s says why not", (from, to, port, why) => {
    expect(wireProblem(view, { item: from }, { item: to, port })).toContain(why);
  });
});

describe("plans", () => {
  const plans = planExperiment(viewOf(template.items), "experiment-1");

  test("one column a variant, in their order, with its strategy", () => {
    expect(plans.map((p) => p.letter)).toEqual(["A", "B", "C"]);
    expect(plans.map((p) => ("input" in p.run ? p.run.input.strategies.map((s) => s.type) : []))).toEqual([
      ["boot-carve-out"],
      ["lazy"],
      ["page-ext"],
    ]);
  });

  test("what is missing is said instead of run", () => {
    const { "connector-2": _, ...without } = template.items;
    for (const plan of planExperiment(viewOf(without), "experiment-1"))
      expect(plan.run).toEqual({ missing: "Wire a workload to this experiment." });
  });

  test("names and places on the canvas change no input", () => {
    const profile = template.items["profile-1"];
    if (profile?.kind !== "profile") throw new Error("The template has a profile.");
    const moved = {
      ...template.items,
      "profile-1": { ...profile, name: "other", geo: { x: 5, y: 5, w: 400 } },
    };
    const inputs = (items: BoardJson["items"]) =>
      planExperiment(viewOf(items), "experiment-1").map((p) => ("input" in p.run ? p.run.input : null));
    expect(inputs(moved)).toEqual(inputs(template.items));
  });

  test("variants sort by order key, and letters go on after Z", () => {
    const experiment = template.items["experiment-1"];
    expect(experiment?.kind === "experiment" && variantsInOrder(experiment)).toEqual(["boot", "lazy", "ext"]);
    expect([0, 25, 26].map(variantLetter)).toEqual(["A", "Z", "A1"]);
  });
});

describe("board files", () => {
  test("every template is a valid board, also after a trip through text", () => {
    for (const { board } of TEMPLATES)
      expect(parseBoard(JSON.stringify(board()))).toEqual(JSON.parse(JSON.stringify(board())));
  });

  test("text that is not JSON names its line", () => {
    try {
      parseBoard('{\n  "carveout": 1,\n  oops\n}');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(BoardError);
      expect((error as BoardError).line).toBe(3);
    }
  });

  test.each([
    [{}, [], "carveout"],
    [{ carveout: 1, title: "x", items: { a: { kind: "toaster" } } }, ["items", "a"], "no item of kind"],
    [
      { carveout: 1, title: "x", items: { a: { kind: "strategy", family: "kmsan", type: "magic" } } },
      ["items", "a"],
      "kmsan/magic",
    ],
    [
      {
        carveout: 1,
        title: "x",
        items: {
          a: {
            kind: "profile",
            geo: { x: 0, y: 0, w: 362 },
            z: "a0",
            fields: { banks: { b0: { sizeBytes: -5 } } },
          },
        },
      },
      ["items", "a", "fields", "banks", "b0", "sizeBytes"],
      "sizeBytes",
    ],
    [
      {
        carveout: 1,
        title: "x",
        items: { a: { kind: "connector", from: { item: "b" }, to: { item: "c", port: "profile" } } },
      },
      ["items", "a"],
      "no longer on the board",
    ],
  ])("%j is refused at its place", (value, path, sentence) => {
    try {
      checkBoard(value);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(BoardError);
      if (path.length > 0) expect((error as BoardError).path).toEqual(path);
      expect((error as BoardError).sentence).toContain(sentence);
    }
  });

  test("any value is a board or a BoardError", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        for (const attempt of [
          () => checkBoard(value),
          () => parseBoard(text),
          () => checkBoard({ carveout: 1, title: "", items: value }),
        ])
          try {
            attempt();
          } catch (error) {
            expect(error).toBeInstanceOf(BoardError);
          }
      }),
    );
  });
});
