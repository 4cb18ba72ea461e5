import { expect, test } from "vitest";
import { fitsBoard } from "./search";

const board = { id: "a", title: "KMSAN metadata", createdAt: 0, updatedAt: 0, here: 0 };
const glance = { shapes: [], wires: [], names: ["Laptop, 2 GiB"], items: 1, openThreads: 0, comments: [] };

test("a board is found by words of its title and its items, in any order and case", () => {
  for (const query of ["", "  ", "kmsan", "laptop META", "2 gib"])
    expect(fitsBoard(query, board, glance)).toBe(true);
  for (const query of ["kasan", "kmsan desktop"]) expect(fitsBoard(query, board, glance)).toBe(false);
  expect(fitsBoard("laptop", board, undefined)).toBe(false);
});
