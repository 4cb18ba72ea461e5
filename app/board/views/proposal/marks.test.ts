import fc from "fast-check";
import { expect, test } from "vitest";
import { cutLine, type Mark, rangeOfPlace, selectionPlace } from "./marks";

const thread = (start: number, end: number, number = 1): Mark => ({
  kind: "thread",
  id: `t${number}`,
  number,
  start,
  end,
  isActive: false,
  isResolved: false,
});

test("a line is cut where ranges start and end", () => {
  const pieces = cutLine({ text: "no memory is lost up front", start: 100 }, [
    thread(103, 109),
    thread(106, 200, 2),
  ]);
  expect(pieces.map(({ text, marks, ends }) => [text, marks.length, ends.length])).toEqual([
    ["no ", 0, 0],
    ["mem", 1, 0],
    ["ory", 2, 1],
    [" is lost up front", 1, 0],
  ]);
});

test("pieces joined are the line, whatever the ranges", () => {
  const range = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => thread(Math.min(a, b), Math.max(a, b)));
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }),
      fc.nat(40),
      fc.array(range, { maxLength: 6 }),
      (text, start, marks) => {
        expect(
          cutLine({ text, start }, marks)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test("a selection travels as a place, and nothing else is taken for one", () => {
  expect(rangeOfPlace("m1", selectionPlace("m1", { start: 4, end: 9 }))).toEqual({ start: 4, end: 9 });
  for (const place of ["mails.m2.4-9", "mails.m1.9-4", "mails.m1.4-", "banks.b0", "mails.m1.1e9-2"])
    expect(rangeOfPlace("m1", place)).toBeNull();
});
