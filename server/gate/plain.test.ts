import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProblem } from "./plain";

const text = fc.string({ unit: "binary", maxLength: 4000 });

test("a value is too large from 16 KiB of JSON on, however it is made up", () => {
  const value = fc.oneof(
    fc.array(fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 12 }),
    fc.dictionary(fc.string({ maxLength: 3000 }), text, { maxKeys: 6, noNullPrototype: true }),
    fc.nat(16_384).map((length) => ["x".repeat(length)]),
    fc.integer({ min: 16_370, max: 16_390 }).map((length) => ["x".repeat(length)]),
  );
  fc.assert(
    fc.property(value, (offered) => {
      const names = Array.isArray(offered) ? [] : Object.keys(offered);
      fc.pre(!names.some((name) => name in Object.prototype) && !Object.hasOwn(offered, "__proto__"));
      const isLarge = JSON.stringify(offered).length > 16_384;
      expect(plainProblem(offered)).toBe(isLarge ? "is larger than 16 KiB" : null);
    }),
    { numRuns: 2000 },
  );
});

test("numbers that JSON has not, and what is no data, are not plain, wherever they lie", () => {
  const wrong = fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    1n,
    new Uint8Array(1),
    new Map(),
  );
  fc.assert(
    fc.property(wrong, fc.constantFrom("a", "0"), (value, key) => {
      for (const offered of [value, [value], { [key]: value }, [[{ [key]: [1, value] }]]])
        expect(plainProblem(offered)).toBe("is not plain data");
    }),
  );
  for (const key of ["constructor", "toString", "__proto__"])
    expect(plainProblem(JSON.parse(`{"${key}": 1}`))).toBe("is not plain data");
});
