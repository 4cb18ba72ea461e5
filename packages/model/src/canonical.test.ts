import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, contentHash } from "./canonical";

describe("canonical JSON", () => {
  test("keys are sorted, nothing else moves", () => {
    expect(canonicalJson({ b: 1, a: [true, null, "x"], "10": { z: -0.5, y: 1e21 } })).toBe(
      '{"10":{"y":1e+21,"z":-0.5},"a":[true,null,"x"],"b":1}',
    );
  });

  test("it is JSON of an equal value, whatever the order of the keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("what JSON cannot hold is refused instead of changed", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, { a: undefined }, 1n])
      expect(() => canonicalJson(bad)).toThrow(TypeError);
  });

  test("the hash is SHA-256, as another implementation computes it", () => {
    const value = { machine: "x86-64", sizes: [1, 2, 3], text: "µs → ∞" };
    expect(contentHash(value)).toBe(createHash("sha256").update(canonicalJson(value)).digest("hex"));
  });
});
