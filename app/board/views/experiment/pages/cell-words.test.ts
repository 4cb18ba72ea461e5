import type { PageSpaces } from "@carveout/sim";
import { expect, test } from "vitest";
import { HAS_MARKED, HAS_PINNED, NO_CELL, NO_ORDER } from "./cell-byte";
import { cellText, pfnText, scaleSentence } from "./cell-words";
import type { Part } from "./picture";

const spaces: PageSpaces = {
  states: ["free", "movable", "absent"],
  contents: ["", "clean page cache", "anonymous"],
  spans: [
    { place: 0, pfn: 0, pages: 64, frame: 0 },
    { place: 64, pfn: 0x2a800, pages: 64, frame: 64 },
  ],
  pageSizeBytes: 4096,
  maxOrder: 10,
  pageblockPages: 512,
  zones: [],
};

const part = (bytes: number[], cells: number, over: Partial<Part> = {}): Part => ({
  place: 64,
  cellPages: 1,
  cells,
  isDetailed: false,
  bytes: Uint8Array.from(bytes),
  serial: 1,
  mark: 0,
  ...over,
});

test("the scale says cell and row in pages and bytes", () => {
  const viewport = { cellPages: 32, columns: 128, edge: 4, rows: 10, top: 0 };
  expect(scaleSentence(viewport, 4096)).toBe(
    "1 cell = 32 pages (128 KiB), row = 16 MiB, pfn grows right, then down",
  );
  expect(scaleSentence({ ...viewport, cellPages: 1, columns: 64 }, 65536)).toMatch(
    /^1 cell = 1 page \(64 KiB\), row = 4 MiB/,
  );
});

test("a single page says its order and what it holds as far as that has come", () => {
  expect(cellText(part([1, (2 << 4) | 3], 1, { isDetailed: true }), spaces, 64)).toBe(
    "order 3, movable, anonymous",
  );
  expect(cellText(part([0, NO_ORDER], 1, { isDetailed: true }), spaces, 64)).toBe("free");
  expect(cellText(part([1], 1), spaces, 64)).toBe("movable");
  expect(cellText(part([1], 1), spaces, 65)).toBe("on its way");
  expect(cellText(part([NO_CELL], 1), spaces, 64)).toBe("behind the last page");
});

test("a cell of many pages says what most are, and what at least one is", () => {
  const cell = part([1 | HAS_MARKED | HAS_PINNED], 1, { cellPages: 8 });
  expect(cellText(cell, spaces, 71)).toBe("mostly movable, at least one page free, at least one pinned");
});

test("a place is told as its pfn", () => {
  expect(pfnText(spaces, 64, 1)).toBe("pfn 0x2a800");
  expect(pfnText(spaces, 64, 32)).toBe("pfn 0x2a800 to 0x2a81f");
  expect(pfnText(spaces, 96, 64)).toBe("pfn 0x2a820 and on");
});
