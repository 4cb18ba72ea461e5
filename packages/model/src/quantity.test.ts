import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNumber } from "./quantity";

test("numbers are written as the engine writes them, with a true minus sign, whatever their size", () => {
  const numbers = fc.oneof(
    fc.integer({ min: -2000, max: 2000 }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 6 }), (value, digits) => {
      const format = new Intl.NumberFormat("en-US", { maximumFractionDigits: digits });
      const size = format.format(Math.abs(value));
      expect(formatNumber(value, digits)).toBe(value < 0 ? `\u2212${size}` : size);
    }),
  );
});
