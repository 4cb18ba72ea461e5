import fc from "fast-check";
import { expect, test } from "vitest";
import type { Moment } from "./moment";
import { thinned } from "./retention";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 1_800_000_000_000;

const moment = (number: number, at: number, bytes = 100): Moment => ({
  number,
  beganAt: at - 1000,
  at,
  bytes,
  authors: [`p${number % 3}`],
  count: 1,
  changes: [{ item: `i${number}`, field: "", author: null, did: `did ${number}` }],
});

/** Moments of the last month in any rhythm, oldest first. */
const arbitraryMoments = fc
  .array(fc.integer({ min: 0, max: 30 * DAY }), { minLength: 1, maxLength: 120 })
  .map((ages) => ages.sort((a, b) => b - a).map((age, index) => moment(index + 1, NOW - age)));

test("every change is told once, by a moment that is not older, and the order stays", () => {
  fc.assert(
    fc.property(arbitraryMoments, fc.uniqueArray(fc.integer({ min: 1, max: 120 })), (moments, named) => {
      const { dropped, retold } = thinned(moments, new Set(named), NOW);
      const left = moments
        .filter(({ number }) => !dropped.includes(number))
        .map((kept) => retold.find(({ number }) => number === kept.number) ?? kept);
      expect(left.flatMap(({ changes }) => changes)).toEqual(moments.flatMap(({ changes }) => changes));
      expect(left.reduce((sum, { count }) => sum + count, 0)).toBe(moments.length);
      for (const number of dropped) expect(named).not.toContain(number);
      expect(dropped).not.toContain(1);
      expect(dropped).not.toContain(moments.length);
      // Thinned once more at the same time, nothing is left to do.
      expect(thinned(left, new Set(named), NOW).dropped).toEqual([]);
    }),
  );
});

test("each burst of the last day stays, one an hour in the week before, one a day before that", () => {
  const ages = [
    40 * DAY,
    20 * DAY + 3 * MINUTE,
    20 * DAY + 2 * MINUTE,
    3 * DAY + 2 * MINUTE,
    3 * DAY + MINUTE,
    HOUR,
    MINUTE,
  ];
  // NOW lies on a full hour, so that neighbours fall into the same hour and day.
  const now = NOW - (NOW % DAY) + 12 * HOUR;
  const moments = ages.map((age, index) => moment(index + 1, now - age));
  expect(thinned(moments, new Set(), now).dropped).toEqual([2, 4]);
  expect(thinned(moments, new Set([2]), now).dropped).toEqual([4]);
});

test("a history that grows beyond its share loses its oldest moments, never a named one", () => {
  const large = 30 * 1024 * 1024;
  const moments = [1, 2, 3, 4, 5].map((number) => moment(number, NOW - (6 - number) * MINUTE, large));
  expect(thinned(moments, new Set([2]), NOW).dropped).toEqual([3]);
});
