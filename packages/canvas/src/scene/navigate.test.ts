import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestTowards, readingOrder } from "./navigate";

const at = (id: string, x: number, y: number, h = 100) => ({ id, box: { x, y, w: 100, h } });

test("rows from top to bottom, each from left to right", () => {
  const items = [at("d", 0, 300), at("b", 200, 20), at("c", 400, -10), at("a", 0, 0)];
  expect(readingOrder(items)).toEqual(["a", "b", "c", "d"]);
});

test("an item half below the first of a row begins the next one", () => {
  expect(readingOrder([at("a", 200, 0), at("b", 0, 60)])).toEqual(["a", "b"]);
  expect(readingOrder([at("a", 200, 0), at("b", 0, 40)])).toEqual(["b", "a"]);
});

test("every item is read once, in whatever order they are given", () => {
  const item = fc.record({
    id: fc.uuid(),
    x: fc.nat(2000),
    y: fc.nat(2000),
    h: fc.integer({ min: 1, max: 300 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 30 }), (given) => {
      const items = given.map(({ id, x, y, h }) => at(id, x, y, h));
      const order = readingOrder(items);
      expect([...order].sort()).toEqual(given.map(({ id }) => id).sort());
      expect(readingOrder(items.toReversed()).length).toBe(order.length);
    }),
  );
});

test("Ctrl and an arrow go to the nearest item on that side", () => {
  const from = at("from", 0, 0);
  const items = [from, at("near", 150, 40), at("far", 400, 0), at("below", 20, 300), at("left", -300, 0)];
  expect(nearestTowards(from, "right", items)).toBe("near");
  expect(nearestTowards(from, "down", items)).toBe("below");
  expect(nearestTowards(from, "left", items)).toBe("left");
  expect(nearestTowards(from, "up", items)).toBeUndefined();
});

test("what lies to the side is taken only when nothing lies ahead", () => {
  const from = at("from", 0, 0);
  const aside = at("aside", 20, 500);
  expect(nearestTowards(from, "right", [from, aside])).toBe("aside");
  expect(nearestTowards(from, "right", [from, aside, at("ahead", 3000, 0)])).toBe("ahead");
});
