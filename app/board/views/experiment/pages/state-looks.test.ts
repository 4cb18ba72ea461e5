import { PAGE_STATES } from "@carveout/sim";
import { expect, test } from "vitest";
import { STATE_LOOKS } from "./state-looks";

test("no two states share a letter, and no two look the same", () => {
  const looks = Object.values(STATE_LOOKS);
  expect(new Set(looks.map(({ letter }) => letter)).size).toBe(looks.length);
  expect(new Set(looks.map(({ token, pattern }) => `${token} ${pattern}`)).size).toBe(looks.length);
  expect(Object.keys(STATE_LOOKS).sort()).toEqual([...PAGE_STATES].sort());
});
