import { type ItemJson, writeStroke } from "@carveout/model";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Bench } from "../testing/bench";

const geo = { x: 0, y: 0, w: 120, h: 80 };
const stroke = writeStroke({ w: 120, h: 80, points: [{ x: 4, y: 5, pressure: 0.5 }] });
const hash = "0123456789abcdef".repeat(4);

const DRAWN: readonly ItemJson[] = [
  { kind: "text", geo: { x: 0, y: 0, w: 120 }, z: "a0", text: "# Why", fields: { size: "large" } },
  { kind: "shape", geo, z: "a0", text: "zone", fields: { form: "diamond", fill: "soft", dashed: true } },
  { kind: "ink", geo, z: "a0", stroke, fields: { colour: "red" } },
  { kind: "frame", geo, z: "a0", name: "Slide", order: "a0" },
  { kind: "image", geo, z: "a0", hash, natural: { w: 640, h: 480 }, fields: { alt: "A graph." } },
];

function board() {
  return Object.fromEntries(DRAWN.map((item) => [`${item.kind}-1`, item]));
}

/** What one edit by a participant comes to, on a board with one of each. */
function edited(edit: (items: Y.Map<Y.Map<unknown>>) => void) {
  const bench = new Bench(board());
  const before = bench.judged();
  const ann = bench.replica("ann");
  ann.doc.transact(() => edit(ann.doc.getMap("items")));
  const refusals = bench.settle().flatMap((judged) => judged.refusals);
  expect(bench.mirrored()).toEqual(bench.judged());
  return { refusals, isRestored: JSON.stringify(before) === JSON.stringify(bench.judged()) };
}

describe("what is drawn and written by hand", () => {
  test("one of each passes as it is, with nothing left out", () => {
    const bench = new Bench();
    const ann = bench.replica("ann");
    ann.edits.together(() => {
      for (const item of DRAWN) ann.edits.add(item, `${item.kind}-1`);
    });
    expect(bench.settle().flatMap((judged) => judged.refusals)).toEqual([]);
    expect(bench.judged()).toMatchObject({ items: board() });
  });

  const wrong: [string, string, string, unknown][] = [
    ["a box without a height", "shape-1", "geo", { x: 0, y: 0, w: 120 }],
    ["a box of no width", "frame-1", "geo", { ...geo, w: 0 }],
    ["a box wider than a board is looked at", "frame-1", "geo", { ...geo, w: 100_001 }],
    ["a height that is no number", "image-1", "geo", { ...geo, h: "80" }],
    ["a text with a height of its own", "text-1", "geo", geo],
    ["a frame's order that is no key", "frame-1", "order", "a b"],
  ];
  for (const [name, id, key, value] of wrong)
    test(`G10 ${name} is restored`, () => {
      const { refusals, isRestored } = edited((items) => items.get(id)?.set(key, value));
      expect(isRestored).toBe(true);
      expect(refusals.map((refusal) => refusal.rule)).toEqual(["G10"]);
    });

  const offered: [string, string, Record<string, unknown>][] = [
    ["a stroke that is cut", "ink-1", { stroke: stroke.slice(0, -1) }],
    [
      "a stroke that leaves its box",
      "ink-1",
      { stroke: writeStroke({ w: 9, h: 9, points: [{ x: 4, y: 10, pressure: 0 }] }) },
    ],
    ["a stroke that is too long", "ink-1", { stroke: "0".repeat(48_001) }],
    ["an address instead of a picture's hash", "image-1", { hash: "https://example.org/a.png" }],
    ["a picture in the text of its hash", "image-1", { hash: "data:image/svg+xml,<svg/>" }],
    ["a picture of no size", "image-1", { natural: { w: 0, h: 480 } }],
  ];
  for (const [name, like, keys] of offered)
    test(`G13 a new item with ${name} is not let in`, () => {
      const { refusals, isRestored } = edited((items) => {
        const item = new Y.Map(Object.entries({ ...board()[like], fields: new Y.Map(), ...keys }));
        items.set("x-1", item);
      });
      expect(isRestored).toBe(true);
      expect(refusals.map((refusal) => refusal.rule)).toEqual(["G13"]);
    });
});

test("G8 a stroke and a picture's hash stay what they were", () => {
  for (const [id, key, value] of [
    ["ink-1", "stroke", stroke],
    ["image-1", "hash", hash],
    ["image-1", "natural", { w: 1, h: 1 }],
  ] as const)
    expect(() => edited((items) => items.get(id)?.set(key, value))).toThrow(
      expect.objectContaining({ rule: "G8" }),
    );
});
