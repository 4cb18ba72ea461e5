import * as sim from "@carveout/sim";
import { expect, test } from "vitest";
import * as own from "./cell-byte";

test("the bytes mean here what the core means by them", () => {
  const { STATE_MASK, HAS_MARKED, HAS_PINNED, NO_CELL, NO_ORDER } = own;
  expect({ STATE_MASK, HAS_MARKED, HAS_PINNED, NO_CELL, NO_ORDER }).toEqual({
    STATE_MASK: sim.STATE_MASK,
    HAS_MARKED: sim.HAS_MARKED,
    HAS_PINNED: sim.HAS_PINNED,
    NO_CELL: sim.NO_CELL,
    NO_ORDER: sim.NO_ORDER,
  });
});
