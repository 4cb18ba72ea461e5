import fc from "fast-check";
import { generateNKeysBetween } from "fractional-indexing";
import { expect, test } from "vitest";
import { inPileOrder, isOrderKey, keyAbove, type Piled, type PileMove, restacked } from "./order";

const MOVES: PileMove[] = ["front", "forward", "backward", "back"];

/** A pile in which some keys are the same, as two people at once make them. */
const piles = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.nat({ max: 11 }), { minLength: 12, maxLength: 12 }))
  .map(([size, same]) => {
    const keys = generateNKeysBetween(null, null, size);
    return keys.map(
      (_, i): Piled => ({ id: `i${String(i).padStart(2, "0")}`, z: keys[(same[i] ?? 0) % size] ?? "a0" }),
    );
  });
const chosenOf = (pile: readonly Piled[], bits: number) =>
  new Set(pile.filter((_, i) => (bits >> i) & 1).map(({ id }) => id));
const applied = (pile: readonly Piled[], changes: readonly Piled[]) =>
  inPileOrder(pile.map((item) => changes.find(({ id }) => id === item.id) ?? item)).map(({ id }) => id);

test("what is brought to the front lies there, and nobody else changes places", () => {
  fc.assert(
    fc.property(piles, fc.nat({ max: 4095 }), fc.constantFrom(...MOVES), (pile, bits, to) => {
      const chosen = chosenOf(pile, bits);
      const before = inPileOrder(pile).map(({ id }) => id);
      const changes = restacked(pile, chosen, to);
      const after = applied(pile, changes);
      const only = (ids: string[], isChosen: boolean) => ids.filter((id) => chosen.has(id) === isChosen);
      expect(only(after, true)).toEqual(only(before, true));
      expect(only(after, false)).toEqual(only(before, false));
      expect(changes.every(({ z }) => isOrderKey(z))).toBe(true);
      if (to === "front") expect(after).toEqual([...only(before, false), ...only(before, true)]);
      if (to === "back") expect(after).toEqual([...only(before, true), ...only(before, false)]);
    }),
  );
});

test("one step passes exactly one neighbour", () => {
  const pile = ["a", "b", "c", "d"].map((id, i) => ({ id, z: `a${i}` }));
  expect(applied(pile, restacked(pile, new Set(["b"]), "forward"))).toEqual(["a", "c", "b", "d"]);
  expect(applied(pile, restacked(pile, new Set(["b", "c"]), "backward"))).toEqual(["b", "c", "a", "d"]);
  expect(restacked(pile, new Set(["d"]), "forward")).toEqual([]);
  expect(restacked(pile, new Set(["b"]), "forward")).toHaveLength(1);
});

test("a key that is none is told, and lies below all others", () => {
  for (const wrong of ["", "zz", "a00", "0", "é", 7, null, "a".repeat(200)])
    expect(isOrderKey(wrong)).toBe(false);
  expect(keyAbove(["zz", "a0", 3])).toBe("a1");
  expect(keyAbove([])).toBe("a0");
});
