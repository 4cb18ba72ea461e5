import type { MemorySplit } from "@carveout/sim";
import fc from "fast-check";
import { expect, test } from "vitest";
import { heldPages, kindsIn, memoryRows, metadataLabel, splitSegments } from "./split";

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

test("the two lines under a bar are named after what is in them, alike for all variants", () => {
  const none = { ...boot, shadowPages: 0, originPages: 0 };
  const tags = { ...none, tagStoragePages: 5 };
  expect(metadataLabel([boot])).toBe("Shadow + origin");
  expect(metadataLabel([{ ...boot, originPages: 0 }])).toBe("Shadow");
  expect(metadataLabel([none, tags])).toBe("Tag storage");
  expect(metadataLabel([none])).toBe("Metadata");
  expect(metadataLabel([boot, tags])).toBe("Metadata");
  expect(memoryRows({ ...boot, tagStoragePages: 5, pageTablePages: 7, pageExtPages: 9 }, "Metadata")).toEqual(
    [
      { label: "Metadata", pages: 71_424 + 71_424 + 5 + 7 },
      { label: "Reserved + ext", pages: 46_146 + 9 },
    ],
  );
  expect(memoryRows(boot, "Shadow + origin")[1].label).toBe("Reserved");
});
