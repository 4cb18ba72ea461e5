import fc from "fast-check";
import { expect, test } from "vitest";
import { headOf } from "./head";

const followed = (who: Record<string, string>) => (id: string) => who[id] ?? null;

test("a chain leads to its end", () => {
  expect(headOf("a", "b", followed({}))).toBe("b");
  expect(headOf("a", "b", followed({ b: "c", c: "d" }))).toBe("d");
});

test("in a circle one leads and holds still, for those in it and those behind it", () => {
  const circle = followed({ a: "b", b: "c", c: "a" });
  expect(["a", "b", "c"].map((me) => headOf(me, circle(me) ?? "", circle))).toEqual(["a", "a", "a"]);
  expect(headOf("z", "c", circle)).toBe("a");
});

test("whoever follows whomever, it ends, and the one it ends at moves for nobody", () => {
  const ids = ["a", "b", "c", "d", "e"];
  fc.assert(
    fc.property(fc.array(fc.option(fc.constantFrom(...ids)), { minLength: 5, maxLength: 5 }), (choices) => {
      const who = (id: string) => {
        const choice = choices[ids.indexOf(id)] ?? null;
        return choice === id ? null : choice;
      };
      for (const me of ids) {
        const first = who(me);
        if (first === null) continue;
        const head = headOf(me, first, who);
        const next = who(head);
        expect(next === null || headOf(head, next, who) === head).toBe(true);
      }
    }),
  );
});
