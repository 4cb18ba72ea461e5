import fc from "fast-check";
import { expect, test } from "vitest";
import { type Box, intersects } from "../plane/geometry";
import { anItem, aPort, aWire } from "../testing";
import type { SceneItem } from "./item";
import { miniatureOf } from "./miniature";
import { portEnd } from "./route";
import { SceneStore } from "./store";

const EVERYWHERE: Box = { x: -1e6, y: -1e6, w: 2e6, h: 2e6 };

const coordinate = fc.integer({ min: -500, max: 500 });
const id = fc.constantFrom(..."abcdefghij");
const item = fc
  .record({
    id,
    x: coordinate,
    y: coordinate,
    w: fc.integer({ min: 1, max: 200 }),
    h: fc.integer({ min: 1, max: 200 }),
    z: fc.constantFrom("a", "b", "c"),
  })
  .map((given) => anItem(given.id, { ...given, ports: [aPort("in", "in"), aPort("out", "out")] }));
const wire = fc.tuple(id, id, id).map(([name, from, to]) => aWire(`w${name}`, from, to));
const patch = fc.record({
  items: fc.array(item, { maxLength: 5 }),
  wires: fc.array(wire, { maxLength: 3 }),
  removeItems: fc.array(id, { maxLength: 2 }),
  removeWires: fc.array(
    id.map((name) => `w${name}`),
    { maxLength: 1 },
  ),
});
const area = fc.record({ x: coordinate, y: coordinate, w: fc.nat(400), h: fc.nat(400) });

/** The same rules without an index. */
class Plain {
  items = new Map<string, SceneItem>();
  wires = new Map<string, ReturnType<typeof aWire>>();

  patch(given: Parameters<SceneStore["patch"]>[0]): void {
    for (const gone of given.removeWires ?? []) this.wires.delete(gone);
    for (const gone of given.removeItems ?? []) this.items.delete(gone);
    for (const one of given.items ?? []) this.items.set(one.id, one);
    for (const one of given.wires ?? []) this.wires.set(one.id, one);
  }

  itemsIn(where: Box): string[] {
    return [...this.items.values()]
      .filter((one) => intersects(one, where))
      .sort((a, b) => (a.z === b.z ? (a.id < b.id ? -1 : 1) : a.z < b.z ? -1 : 1))
      .map((one) => one.id);
  }

  wiresDrawn(): string[] {
    return [...this.wires.values()]
      .filter(({ from, to }) => this.items.has(from.item) && this.items.has(to.item))
      .map((one) => one.id)
      .sort();
  }
}

test("after any patches the index answers as a scan of all items does, in the order of z", () => {
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 8 }), area, (patches, where) => {
      const [scene, plain] = [new SceneStore(), new Plain()];
      for (const one of patches) {
        scene.patch(one);
        plain.patch(one);
      }
      expect(scene.itemsIn(where).map((one) => one.id)).toEqual(plain.itemsIn(where));
      const drawn = scene.wiresIn(EVERYWHERE);
      expect(drawn.map((one) => one.wire.id).sort()).toEqual(plain.wiresDrawn());
      for (const { wire: one, curve } of drawn) {
        const from = plain.items.get(one.from.item) ?? anItem("missing");
        const { x, y } = portEnd(from, aPort("out", "out"));
        expect(curve.from).toEqual({ x, y });
      }
    }),
  );
});

test("replacing the scene leaves exactly what was given", () => {
  const scene = new SceneStore();
  scene.replace({ items: [anItem("a"), anItem("b")], wires: [] });
  scene.setMeasuredHeight("b", 300);
  scene.replace({ items: [anItem("b"), anItem("c")], wires: [] });
  expect([...scene.items()].sort()).toEqual(["b", "c"]);
  expect(scene.boxOf("b")?.h).toBe(300);
});

test("items on the move are found where they are shown, with their wires", () => {
  const ends = [aPort("in", "in"), aPort("out", "out")];
  const scene = new SceneStore();
  scene.replace({
    items: [anItem("a", { ports: ends }), anItem("b", { x: 300, ports: ends })],
    wires: [aWire("w", "a", "b")],
  });
  scene.setOffsets(new Map([["a", { x: 0, y: 1000 }]]));
  expect(scene.itemsIn({ x: 0, y: 0, w: 100, h: 60 })).toEqual([]);
  expect(scene.itemsIn({ x: 0, y: 1000, w: 100, h: 60 }).map((one) => one.id)).toEqual(["a"]);
  expect(scene.wiresIn({ x: 90, y: 1000, w: 30, h: 40 })[0]?.curve.from).toEqual({ x: 100, y: 1020 });
  scene.setOffsets(new Map());
  expect(scene.wiresIn({ x: 90, y: 1000, w: 30, h: 40 })).toEqual([]);
});

test("a measured height moves the item's box but not its ports", () => {
  const scene = new SceneStore();
  scene.patch({ items: [anItem("a", { ports: [aPort("out", "out")] })] });
  const before = scene.version;
  scene.setMeasuredHeight("a", 500);
  expect(scene.itemsIn({ x: 0, y: 450, w: 10, h: 10 }).map((one) => one.id)).toEqual(["a"]);
  expect(scene.version).not.toBe(before);
});

test("a change of content alone leaves the boxes' version", () => {
  const scene = new SceneStore();
  scene.patch({ items: [anItem("a")] });
  const before = scene.version;
  scene.patch({ items: [anItem("a", { picture: { tone: "card", title: "new", kindLabel: "" } })] });
  expect(scene.version).toBe(before);
  expect(scene.item("a")?.picture.title).toBe("new");
});

test("the miniature keeps to where items rest", () => {
  const scene = new SceneStore();
  scene.replace({ items: [anItem("a")], wires: [] });
  scene.setOffsets(new Map([["a", { x: 500, y: 0 }]]));
  expect(miniatureOf(scene)).toMatchObject({
    items: [{ id: "a", x: 0, y: 0, w: 100, h: 60, tone: "card" }],
    extent: { x: 0, y: 0, w: 100, h: 60 },
  });
});
