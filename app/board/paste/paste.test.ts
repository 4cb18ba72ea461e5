import {
  BoardEdits,
  type BoardJson,
  defineRoots,
  readBoard,
  seedBoard,
  TEMPLATES,
  viewOf,
} from "@carveout/model";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { copied } from "./copied";
import { placedOf, putItems } from "./put";
import { readCopied } from "./read-copied";

function boardOf(json: BoardJson) {
  const doc = new Y.Doc();
  seedBoard(doc, json);
  return { doc, edits: new BoardEdits(doc, "test") };
}

function empty() {
  const doc = new Y.Doc();
  defineRoots(doc);
  return { doc, edits: new BoardEdits(doc, "test") };
}

/** What the items are apart from their ids and places. */
const contentOf = (board: BoardJson) =>
  placedOf(board)
    .map(({ item: { geo, z, ...rest } }) => JSON.stringify(rest))
    .sort();
const wiresOf = (board: BoardJson) =>
  Object.values(board.items).filter(({ kind }) => kind === "connector").length;

for (const { name, board: build } of TEMPLATES)
  test(`all of '${name}' arrives on another board as it was, with every wire`, () => {
    const source = readBoard(boardOf(build()).doc);
    const text = JSON.stringify(copied(viewOf(source.items), Object.keys(source.items)));
    const board = readCopied(text);
    if (typeof board === "string") throw new Error(board);
    const { doc, edits } = empty();
    putItems({ edits }, board, { dx: 100, dy: -20 });
    const arrived = { ...readBoard(doc), title: "" };
    expect(contentOf(arrived)).toEqual(contentOf(source));
    expect(wiresOf(arrived)).toBe(wiresOf(source));
    // And it is a board that the schema takes.
    expect(readCopied(JSON.stringify({ ...arrived, carveout: 1 }))).toMatchObject({ items: arrived.items });
  });

test("copies lie in their old order on top of what is there, in a group of their own, unlocked", () => {
  const note = (x: number, z: string) => ({
    kind: "note" as const,
    geo: { x, y: 0, w: 196 },
    z,
    group: "g",
    locked: true,
    text: `${x}`,
  });
  const source: BoardJson = { carveout: 1, title: "", items: { up: note(1, "a5"), low: note(2, "a1") } };
  const { doc, edits } = boardOf(source);
  const copies = putItems({ edits }, copied(viewOf(source.items), ["up", "low"]), { dx: 10, dy: 0 });
  const { items } = readBoard(doc);
  const [up, low] = ["up", "low"].map((id) => items[copies.get(id) ?? ""]);
  if (up?.kind !== "note" || low?.kind !== "note") throw new Error("Both are there.");
  expect(up.z > low.z && low.z > "a5").toBe(true);
  expect(up.group).toBe(low.group);
  expect(up.group).not.toBe("g");
  expect([up.locked, up.geo.x, low.geo.x]).toEqual([undefined, 11, 12]);
});

test("only wires between copied items go along", () => {
  const source = TEMPLATES[0]?.board();
  if (source === undefined) throw new Error("There are templates.");
  const experiment = Object.keys(source.items).filter((id) => source.items[id]?.kind === "experiment");
  expect(Object.keys(copied(viewOf(source.items), experiment).items)).toEqual(experiment);
});

test("what is no board is told in a sentence, and nothing of it is taken", () => {
  for (const text of [
    '{"carveout": 2}',
    '{"carveout": 1, "title": "", "items": {"x": {"kind": "virus"}}}',
    '{"carveout": 1, "title": "", "items": {"__proto__": {}}}',
    '{"carveout": 1',
    '{"carveout": 1, "title": "", "items": {}}',
    `{"carveout": 1, "title": "${"x".repeat(400_000)}", "items": {}}`,
  ])
    expect(typeof readCopied(text), text.slice(0, 60)).toBe("string");
});
