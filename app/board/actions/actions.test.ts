import { expect, test } from "vitest";
import { keyOfHint } from "../../ui/key";
import { ACTIONS } from ".";
import { fits } from "./fits";

test("no two actions have the same id, name or key", () => {
  const keys = ACTIONS.flatMap((action) => (action.keys ?? []).map(keyOfHint));
  for (const list of [ACTIONS.map(({ id }) => id), ACTIONS.map(({ name }) => name), keys])
    expect(list.filter((one, index) => list.indexOf(one) !== index)).toEqual([]);
});

test("a command is found by the beginnings of its words in any order", () => {
  expect(fits("fr br", "Bring to front")).toBe(true);
  expect(fits("", "Bring to front")).toBe(true);
  expect(fits("ront", "Bring to front")).toBe(false);
});
