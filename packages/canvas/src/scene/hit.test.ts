import fc from "fast-check";
import { expect, test } from "vitest";
import { contains } from "../plane/geometry";
import { anItem, aPort, aWire } from "../testing";
import { hitTest, REACH } from "./hit";
import type { SceneItem } from "./item";
import { SceneStore } from "./store";

const plain = { zoom: 1, reach: REACH.pointer, isRaised: () => false };

function sceneOf(items: readonly SceneItem[], wires: readonly ReturnType<typeof aWire>[] = []): SceneStore {
  const scene = new SceneStore();
  scene.replace({ items, wires });
  return scene;
}

const coordinate = fc.integer({ min: 0, max: 300 });
const items = fc.uniqueArray(
  fc.record({ id: fc.uuid(), x: coordinate, y: coordinate, z: fc.constantFrom("a", "b", "c") }),
  { selector: ({ id }) => id, maxLength: 30 },
);

test("the item hit is the frontmost one that a scan of all finds", () => {
  fc.assert(
    fc.property(items, coordinate, coordinate, (given, x, y) => {
      const all = given.map((one) => anItem(one.id, one));
      const front = all
        .filter((one) => contains(one, { x, y }))
        .sort((a, b) => (a.z === b.z ? (a.id < b.id ? -1 : 1) : a.z < b.z ? -1 : 1))
        .at(-1);
      expect(hitTest(sceneOf(all), { x, y }, plain)).toEqual(
        front ? { kind: "item", id: front.id } : { kind: "board" },
      );
    }),
  );
});

test("a card shown as DOM is hit before what is drawn over it on the canvas", () => {
  const scene = sceneOf([anItem("dom", { z: "a" }), anItem("drawn", { z: "b" })]);
  const isRaised = (id: string): boolean => id === "dom";
  expect(hitTest(scene, { x: 50, y: 30 }, { ...plain, isRaised })).toEqual({ kind: "item", id: "dom" });
});

const card = anItem("card", { ports: [aPort("out", "out")] });

test.each([
  ["pointer", 14],
  ["touch", 22],
] as const)("a port is hit within reach of a %s", (kind, reach) => {
  const scene = sceneOf([card]);
  const at = (x: number) => hitTest(scene, { x, y: 20 }, { ...plain, reach: REACH[kind] }).kind;
  expect(at(100 + reach)).toBe("port");
  expect(at(100 + reach + 1)).toBe("board");
});

test("the reach of a port is the same on the screen at any zoom that shows it", () => {
  const scene = sceneOf([card]);
  expect(hitTest(scene, { x: 127, y: 20 }, { ...plain, zoom: 0.5 }).kind).toBe("port");
  expect(hitTest(scene, { x: 105, y: 20 }, { ...plain, zoom: 0.3 }).kind).toBe("board");
});

test("of two ports the nearer is hit, and none that a card covers", () => {
  const two = anItem("two", { ports: [aPort("a", "in"), aPort("b", "in", { offsetY: 40 })] });
  expect(hitTest(sceneOf([two]), { x: 0, y: 32 }, plain)).toEqual({ kind: "port", item: "two", port: "b" });
  const cover = anItem("cover", { x: -50, z: "b" });
  expect(hitTest(sceneOf([two, cover]), { x: 0, y: 32 }, plain)).toEqual({ kind: "item", id: "cover" });
});

test("a wire is hit on its curve, behind cards", () => {
  const ends = [aPort("in", "in"), aPort("out", "out")];
  const scene = sceneOf(
    [anItem("a", { ports: ends }), anItem("b", { x: 400, ports: ends }), anItem("over", { x: 220, w: 60 })],
    [aWire("w", "a", "b")],
  );
  expect(hitTest(scene, { x: 180, y: 24 }, plain)).toEqual({ kind: "wire", id: "w" });
  expect(hitTest(scene, { x: 180, y: 34 }, plain)).toEqual({ kind: "board" });
  expect(hitTest(scene, { x: 250, y: 20 }, plain)).toEqual({ kind: "item", id: "over" });
});
