import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Sieve, unescaped } from "./sieve";

/** All of a text in pieces of these lengths, again and again. */
function sieved(text: string, object: string[], lengths: readonly number[], maxTaken = 1e6) {
  const sieve = new Sieve(object, maxTaken);
  const bytes = Buffer.from(text);
  const left: Buffer[] = [];
  const taken: [string, string][] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    for (const part of sieve.through(bytes.subarray(at, at + length)))
      if ("left" in part) left.push(part.left);
      else taken.push([part.key, unescaped(part.taken.toString())]);
    at += length;
  }
  return { left: Buffer.concat(left).toString(), taken };
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const key = fc
  .oneof(text, fc.constantFrom("images", "board", "\\", '"'))
  .filter((each) => each !== "__proto__");

describe("pictures are taken out of JSON as it comes", () => {
  test("whatever else is in it, wherever it is cut, and however it is spaced", () => {
    const other = fc.jsonValue({ maxDepth: 4 });
    const images = fc.dictionary(key, text, { maxKeys: 4, noNullPrototype: true });
    const around = fc.dictionary(key, other, { maxKeys: 4, noNullPrototype: true });
    fc.assert(
      fc.property(
        around,
        images,
        around,
        lengths,
        fc.nat(3),
        fc.boolean(),
        (before, images, after, lengths, indent, isDeep) => {
          const file = {
            ...before,
            images,
            ...Object.fromEntries(Object.entries(after).filter(([each]) => each !== "images")),
          };
          const value = isDeep ? { a: [{ images }], board: file } : file;
          const { left, taken } = sieved(
            JSON.stringify(value, null, indent),
            isDeep ? ["board", "images"] : ["images"],
            lengths,
          );
          const emptied = {
            ...file,
            images: Object.fromEntries(Object.keys(images).map((each) => [each, ""])),
          };
          expect(JSON.parse(left)).toEqual(
            JSON.parse(JSON.stringify(isDeep ? { a: [{ images }], board: emptied } : emptied)),
          );
          expect(taken.sort()).toEqual(Object.entries(images).sort());
        },
      ),
    );
  });

  test("what is no JSON is none afterwards, and nothing fails on the way", () => {
    const cut = fc.tuple(fc.jsonValue(), fc.nat(60), fc.string({ unit: "binary", maxLength: 8 }));
    fc.assert(
      fc.property(cut, lengths, ([value, at, noise], lengths) => {
        const whole = JSON.stringify({ images: { a: "b" }, value });
        const broken = whole.slice(0, at) + noise + whole.slice(at);
        const isJson = (text: string) => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        };
        const { left } = sieved(broken, ["images"], lengths);
        if (isJson(Buffer.from(broken).toString())) expect(isJson(left)).toBe(true);
      }),
    );
  });

  test("a string that is too long for a picture stays, so that it is found out", () => {
    const file = { images: { a: "x".repeat(50), b: "short" } };
    const { left, taken } = sieved(JSON.stringify(file), ["images"], [7], 20);
    expect(JSON.parse(left)).toEqual({ images: { a: "x".repeat(50), b: "" } });
    expect(taken).toEqual([["b", "short"]]);
  });
});
