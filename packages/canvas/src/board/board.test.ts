import { expect, test } from "vitest";
import { anItem, aPort, aTable, aWire } from "../testing";

const ends = [aPort("in", "in"), aPort("out", "out")];

test("what changes out of view touches the index only", () => {
  const table = aTable([anItem("near"), anItem("far", { x: 5000 })]);
  table.drawn.length = 0;
  table.board.patch({ items: [anItem("far", { x: 6000 })] });
  expect(table.drawn).toEqual([]);
  table.board.patch({ items: [anItem("far", { x: 500 })] });
  expect(table.drawn).toEqual(["both"]);
  table.drawn.length = 0;
  table.board.patch({ removeItems: ["far"] });
  expect(table.drawn).toEqual(["both"]);
});

test("an item out of view is drawn for when its wire crosses the view", () => {
  const table = aTable(
    [anItem("left", { x: -900, ports: ends }), anItem("right", { x: 3000, ports: ends })],
    [aWire("w", "left", "right")],
  );
  table.drawn.length = 0;
  table.board.patch({ items: [anItem("right", { x: 3100, ports: ends })] });
  expect(table.drawn).toEqual(["both"]);
});

test("what is removed leaves the selection, and the app hears it", () => {
  const table = aTable([anItem("a"), anItem("b", { x: 200 })]);
  table.board.select(["a", "b"]);
  table.board.patch({ removeItems: ["a"] });
  expect(table.told.at(-1)).toEqual(["onSelection", { items: ["b"], wires: [] }]);
});

test("choosing what is chosen already is not told", () => {
  const table = aTable([anItem("a")]);
  table.board.select(["a"]);
  const before = table.told.length;
  table.board.select(["a"]);
  table.board.setTool({ name: "select" });
  expect(table.told.length).toBe(before);
});

test("another person's drag shifts the item; the own drag of the same item wins", () => {
  const table = aTable([anItem("a")]);
  const peer = { id: "ann", name: "Ann", colour: "p-1", cursor: null, selection: [] };
  table.board.setPeers([{ ...peer, drag: { ids: ["a"], dx: 50, dy: 0 } }], 0);
  expect(table.board.scene.boxOf("a")?.x).toBe(50);
  table.board.dragTo(["a"], 7, 0);
  expect(table.board.scene.boxOf("a")?.x).toBe(7);
  table.board.cancelDrag();
  expect(table.board.scene.boxOf("a")?.x).toBe(50);
  table.board.patch({ items: [anItem("a", { x: 60 })] });
  expect(table.board.scene.boxOf("a")?.x).toBe(60);
});

test("fitting nothing leaves the camera alone", () => {
  expect(aTable([]).board.fitted()).toBe(null);
  expect(aTable([anItem("a")]).board.fitted(["gone"])).toBe(null);
});
