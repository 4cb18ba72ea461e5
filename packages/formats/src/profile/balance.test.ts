import fc from "fast-check";
import { expect, test } from "vitest";
import { unplacedFor } from "./balance";

test("unplaced pages and their metadata are exactly what is missing, with at most two pages of remainder", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.boolean(), (surplus, after, kmsan) => {
      const { reservedPages, recordedPages, remainderPages } = unplacedFor(surplus, after, kmsan);
      expect(reservedPages + (kmsan ? 2 * recordedPages : 0)).toBe(surplus);
      expect(recordedPages).toBeLessThanOrEqual(reservedPages);
      expect(reservedPages - recordedPages).toBe(Math.min(after, surplus) + remainderPages);
      expect(remainderPages).toBeLessThanOrEqual(2);
    }),
  );
});
