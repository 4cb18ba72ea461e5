import { expect, test } from "vitest";
import { HAS_MARKED } from "./cell-byte";
import { fromOf, pairsOf, toOf, transitionsOf } from "./difference";
import type { Part } from "./picture";

const part = (bytes: number[], over: Partial<Part> = {}): Part => ({
  place: 0,
  cellPages: 8,
  cells: bytes.length,
  isDetailed: false,
  bytes: Uint8Array.from(bytes),
  serial: 1,
  mark: 0,
  ...over,
});

test("cells differ by the state of most pages, and transitions are counted, the most frequent first", () => {
  const pairs = pairsOf(part([5, 5, 0, 9, 5]), part([0, 0, 5, 9 | HAS_MARKED, 5]));
  if (pairs === null) throw new Error("Both show the same part.");
  const { equal, moved } = transitionsOf(pairs);
  expect(equal).toBe(2);
  expect(moved.map(({ pair, cells }) => [fromOf(pair), toOf(pair), cells])).toEqual([
    [5, 0, 2],
    [0, 5, 1],
  ]);
});

test("pictures of different parts are not compared", () => {
  expect(pairsOf(part([1, 2]), part([1, 2], { place: 16 }))).toBeNull();
  expect(pairsOf(part([1, 2]), part([1, 2], { cellPages: 16 }))).toBeNull();
  expect(pairsOf(part([1, 2]), null)).toBeNull();
});
