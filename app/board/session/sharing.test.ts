import fc from "fast-check";
import { expect, test } from "vitest";
import { sharing } from "./sharing";

const plain = fc.jsonValue({ maxDepth: 4 });

test("says what `after` says, and leaves both as they are", () => {
  fc.assert(
    fc.property(plain, plain, (before, after) => {
      const [wasBefore, wasAfter] = [JSON.stringify(before), JSON.stringify(after)];
      expect(sharing(before, after)).toEqual(after);
      expect([JSON.stringify(before), JSON.stringify(after)]).toEqual([wasBefore, wasAfter]);
    }),
  );
});

test("what says the same is the very same", () => {
  fc.assert(
    fc.property(plain, (before) => {
      expect(sharing(before, structuredClone(before))).toBe(before);
    }),
  );
});

test("a change leaves the parts beside it", () => {
  const before = { geo: { x: 1, y: 2 }, fields: { banks: [{ base: 0 }, { base: 1 }], kernel: "6.1" } };
  const after = sharing(before, {
    geo: { x: 5, y: 2 },
    fields: { banks: [{ base: 0 }, { base: 2 }], kernel: "6.1" },
  });
  expect(after.fields.banks[0]).toBe(before.fields.banks[0]);
  expect(after.fields).not.toBe(before.fields);
  expect(sharing(before, { ...structuredClone(before), geo: { x: 9, y: 9 } }).fields).toBe(before.fields);
});

test("a list is no group of the same keys, and a key that went or came is a difference", () => {
  expect(sharing([1], { 0: 1 })).toEqual({ 0: 1 });
  expect(sharing({ a: 1, b: undefined }, { a: 1, c: undefined })).toEqual({ a: 1, c: undefined });
  const before = { a: [1, 2] };
  expect(sharing(before, { a: [1] })).not.toBe(before);
});
