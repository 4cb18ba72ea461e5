import fc from "fast-check";
import { expect, test } from "vitest";
import { type Card, tidied } from "./tidy";

const kinds = fc.constantFrom("proposal", "profile", "workload", "strategy", "experiment") as fc.Arbitrary<
  Card["kind"]
>;
const number = (min: number, max: number) => fc.integer({ min, max });
const box = fc.record({
  x: number(-999, 999),
  y: number(-999, 999),
  w: number(60, 700),
  h: number(40, 1200),
});

test("cards overlap nowhere, lie in the order of the review, and stay where they are the second time", () => {
  const drawn = fc.array(fc.record({ kind: kinds, box }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(drawn, (drawn) => {
      const cards = drawn.map((card, index) => ({ ...card, id: `c${index}` }));
      const moves = tidied(cards);
      const placed = moves.map(({ id, x, y }) => {
        const card = cards.find((each) => each.id === id) as Card;
        return { ...card, box: { ...card.box, x, y } };
      });
      expect(placed).toHaveLength(cards.length);
      for (const a of placed)
        for (const b of placed) {
          if (a.id === b.id) continue;
          const isApart =
            a.box.x + a.box.w <= b.box.x ||
            b.box.x + b.box.w <= a.box.x ||
            a.box.y + a.box.h <= b.box.y ||
            b.box.y + b.box.h <= a.box.y;
          expect(isApart).toBe(true);
          if (a.kind === "profile" && b.kind === "experiment") expect(a.box.x).toBeLessThan(b.box.x);
        }
      expect(tidied(placed)).toEqual(moves);
    }),
  );
});
