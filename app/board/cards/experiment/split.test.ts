import type { MemorySplit } from "@carveout/sim";
import fc from "fast-check";
import { expect, test } from "vitest";
import { heldPages, kindsIn, memoryRows, splitSegments } from "./split";

/** The 1 GiB boot of the design's pictures: 73,020 of 262,014 pages are left. */
const boot: MemorySplit = {
  presentPages: 262_014,
  usablePages: 73_020,
  shadowPages: 71_424,
  originPages: 71_424,
  pageExtPages: 0,
  memmapPages: 5_120,
  tagStoragePages: 0,
  pageTablePages: 0,
  reservedPages: 41_024,
  leakedPages: 2,
  usable: "exact",
};

test("segments come in the order of the legend, kinds without a page are left out", () => {
  expect(splitSegments(boot)).toEqual([
    { kind: "usable", pages: 73_020 },
    { kind: "shadow", pages: 71_424 },
    { kind: "origin", pages: 71_424 },
    { kind: "reserved", pages: 46_146 },
  ]);
  expect(heldPages(boot)).toBe(46_146);
});

test("the segments of a split are its present pages", () => {
  const pages = fc.integer({ min: 0, max: 2 ** 32 });
  const split = fc.record({
    usablePages: pages,
    shadowPages: pages,
    originPages: pages,
    pageExtPages: pages,
    memmapPages: pages,
    tagStoragePages: pages,
    pageTablePages: pages,
    reservedPages: pages,
    leakedPages: pages,
  });
  fc.assert(
    fc.property(split, (parts) => {
      const presentPages = Object.values(parts).reduce((sum, part) => sum + part, 0);
      const segments = splitSegments({ ...parts, presentPages, usable: "exact" });
      expect(segments.reduce((sum, segment) => sum + segment.pages, 0)).toBe(presentPages);
    }),
  );
});

test("one legend for all columns", () => {
  expect(kindsIn([boot, { ...boot, pageExtPages: 1536, leakedPages: 0 }])).toEqual([
    "usable",
    "page_ext",
    "shadow",
    "origin",
    "reserved",
  ]);
  expect(kindsIn([])).toEqual([]);
});

test("the two lines under a bar are named after what is in them", () => {
  const labels = (memory: MemorySplit) => memoryRows(memory).map(({ label }) => label);
  expect(labels(boot)).toEqual(["Shadow + origin", "Reserved"]);
  expect(labels({ ...boot, originPages: 0 })).toEqual(["Shadow", "Reserved"]);
  const none = { ...boot, shadowPages: 0, originPages: 0 };
  expect(labels({ ...none, tagStoragePages: 5 })).toEqual(["Tag storage", "Reserved"]);
  expect(labels({ ...none, pageExtPages: 9 })).toEqual(["Metadata", "Reserved + ext"]);
  expect(memoryRows({ ...boot, tagStoragePages: 5, pageTablePages: 7 })[0]).toEqual({
    label: "Metadata",
    pages: 71_424 + 71_424 + 5 + 7,
  });
});
