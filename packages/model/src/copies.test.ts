import { expect, test } from "vitest";
import { freshCopies } from "./copies";
import type { BoardJson, ItemJson } from "./item";
import { checkBoard } from "./schema";
import { TEMPLATES } from "./templates";

const boards = TEMPLATES.map(({ board }) => board());
const at = { dx: 100, dy: -50, above: "a9" };

test("copies of a whole board make a board: other ids, the same items, wired among themselves", () => {
  for (const board of boards) {
    const copies = Object.fromEntries(freshCopies(board.items, at));
    expect(Object.keys(copies).filter((id) => Object.hasOwn(board.items, id))).toEqual([]);
    const both = checkBoard({ ...board, items: { ...board.items, ...copies } });
    expect(Object.keys(both.items)).toHaveLength(2 * Object.keys(board.items).length);
    const kinds = (items: BoardJson["items"]) => Object.values(items).map(({ kind }) => kind);
    expect(kinds(copies).sort()).toEqual(kinds(board.items).sort());
  }
});

test("copies lie above what is there, in the order of their originals, all moved alike", () => {
  const [board] = boards;
  if (board === undefined) throw new Error("There is no template.");
  const cards = (items: Iterable<ItemJson>) =>
    [...items]
      .flatMap((item) => (item.kind === "connector" ? [] : [item]))
      .sort((a, b) => (a.z < b.z ? -1 : 1));
  const originals = cards(Object.values(board.items));
  const copies = cards(freshCopies(board.items, at).values());
  for (const [index, original] of originals.entries()) {
    const copy = copies[index];
    expect(copy?.geo).toEqual({ ...original.geo, x: original.geo.x + 100, y: original.geo.y - 50 });
    expect((copy?.z ?? "") > "a9").toBe(true);
  }
});

test("a wire to an item that is not copied stays behind", () => {
  const [board] = boards;
  const items = Object.fromEntries(
    Object.entries(board?.items ?? {}).filter(([, { kind }]) => kind !== "profile"),
  );
  const wires = (all: Iterable<ItemJson>) => [...all].filter(({ kind }) => kind === "connector").length;
  const lost = wires(Object.values(items)) - wires(freshCopies(items, at).values());
  expect(lost).toBeGreaterThan(0);
  expect(() =>
    checkBoard({ carveout: 1, title: "", items: Object.fromEntries(freshCopies(items, at)) }),
  ).not.toThrow();
});

test("the copies of a group are a group of their own", () => {
  const note = (group?: string): ItemJson => ({
    kind: "note",
    geo: { x: 0, y: 0, w: 200 },
    z: "a0",
    text: "",
    group,
  });
  const copies = [...freshCopies({ a: note("g"), b: note("g"), c: note("h"), d: note() }, at).values()];
  const groups = copies.map((copy) => (copy.kind === "note" ? copy.group : null));
  expect(groups[0]).toBe(groups[1]);
  expect(new Set([...groups, "g", "h"]).size).toBe(5);
  expect(groups[3]).toBeUndefined();
});
