import fc from "fast-check";
import { expect, test } from "vitest";
import type { Font } from "./list";
import { TextRuler } from "./text";

const font: Font = { family: "sans", weight: 400, size: 10 };
/** Wide characters are twice as wide as the others. */
const ruler = () => new TextRuler((character) => (/[MW]/.test(character) ? 100 : 50));

test("what fits is left as it is, what doesn't is cut to fit", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(200), (text, width) => {
      const fitted = ruler().fit(text, font, width);
      if (ruler().width(text, font) <= width) expect(fitted).toBe(text);
      else expect(ruler().width(fitted, font)).toBeLessThanOrEqual(width);
      if (fitted !== text && fitted !== "") expect(text.startsWith(fitted.slice(0, -1))).toBe(true);
    }),
  );
});

test("the ellipsis stands without a space before it; a single letter is not worth showing", () => {
  expect(ruler().fit("ab cdef", font, 20)).toBe("ab…");
  expect(ruler().fit("abcdef", font, 10)).toBe("");
});

test("width grows with the size of the font", () => {
  expect(ruler().width("MM", font)).toBe(20);
  expect(ruler().width("MM", { ...font, size: 20 })).toBe(40);
});

test("each character is measured once per family and weight, until fonts change", () => {
  const measured: string[] = [];
  const counting = new TextRuler((character, { weight }) => measured.push(character + weight));
  counting.width("aba", font);
  counting.width("ab", { ...font, size: 30 });
  counting.width("a", { ...font, weight: 600 });
  expect(measured).toEqual(["a400", "b400", "a600"]);
  counting.forget();
  counting.width("a", font);
  expect(measured).toHaveLength(4);
});
