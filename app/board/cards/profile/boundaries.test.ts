import fc from "fast-check";
import { expect, test } from "vitest";
import { type Boundaries, boundaryAt, nextBoundary, snapEdge } from "./boundaries";

const MIB = 1024 ** 2;
const X86: Boundaries = { page: 4096, pageblock: 2 * MIB, section: 128 * MIB };

const address = fc.integer({ min: 0, max: 2 ** 44 });
const scale = fc.double({ min: 64, max: 1024 ** 3, noNaN: true });

test("an edge lies on a boundary near by, on a pageblock where the scale shows no pages", () => {
  fc.assert(
    fc.property(address, scale, fc.boolean(), (at, bytesPerPixel, isFine) => {
      const snapped = snapEdge(at, X86, bytesPerPixel, isFine);
      expect(snapped % X86.page).toBe(0);
      expect(Math.abs(snapped - at)).toBeLessThanOrEqual(Math.max(X86.page / 2, 5 * bytesPerPixel));
      if (isFine) expect(Math.abs(snapped - at)).toBeLessThanOrEqual(X86.page / 2);
      else if (bytesPerPixel >= X86.pageblock / 10) expect(snapped % X86.pageblock).toBe(0);
    }),
  );
});

test("a step by key always arrives on the next boundary of its side", () => {
  fc.assert(
    fc.property(address, fc.constantFrom(X86.page, X86.pageblock, X86.section), (at, unit) => {
      const [up, down] = [nextBoundary(at, unit, 1), nextBoundary(at, unit, -1)];
      expect(up % unit === 0 && up > at && up - at <= unit).toBe(true);
      expect(down % unit === 0 && down < at && at - down <= unit).toBe(true);
    }),
  );
});

test("an address is told by the largest unit it is on", () => {
  expect(boundaryAt(256 * MIB, X86)).toBe("section");
  expect(boundaryAt(6 * MIB, X86)).toBe("pageblock");
  expect(boundaryAt(4096 * 3, X86)).toBe("page");
  expect(boundaryAt(100, X86)).toBeNull();
});
