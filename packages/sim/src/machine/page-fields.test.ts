import { expect, test } from "vitest";
import { FIRST_OWN, HOLDER, PageFields } from "./page-fields";

const ROOM = 2 ** 20;

test("a page's fields lie side by side, at a power of two, whatever a strategy adds", () => {
  for (const [own, step] of [
    [0, 1],
    [1, 2],
    [2, 4],
    [3, 4],
  ] as const) {
    const fields = new PageFields(100, own);
    expect(fields.step).toBe(step);
    expect(fields.placeOf(8) - fields.placeOf(7)).toBe(step);
    expect(FIRST_OWN + own).toBeLessThanOrEqual(step);
  }
});

test("pages that nobody has written for read as 0 and are not named; a room is made by the first that is written for", () => {
  const fields = new PageFields(2 * ROOM + 10, 2);
  const pages = [3, ROOM + 7, 2 * ROOM + 9];
  for (const frame of pages) expect(fields.roomOf(frame)[fields.placeOf(frame) + HOLDER]).toBe(0);
  fields.roomFor(ROOM + 7)[fields.placeOf(ROOM + 7) + FIRST_OWN] = 5;
  fields.roomFor(2 * ROOM + 9)[fields.placeOf(2 * ROOM + 9) + HOLDER] = 6;
  const rooms = [...fields.made()];
  expect(rooms.map(([first, room]) => [first, room.length])).toEqual([
    [ROOM, 4 * ROOM],
    [2 * ROOM, 4 * 10],
  ]);
  expect(rooms.map(([, room]) => room.findIndex((value) => value > 0))).toEqual([
    fields.placeOf(ROOM + 7) + FIRST_OWN,
    fields.placeOf(2 * ROOM + 9) + HOLDER,
  ]);
  expect(fields.roomOf(3)[fields.placeOf(3) + FIRST_OWN]).toBe(0);
});
