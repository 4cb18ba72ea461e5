import { expect, test } from "vitest";
import { variantLook } from "../../../cards/variant-look";
import type { Shown } from "./picture";
import { tableOfStates } from "./save-pages";

const shown = (totals: number[]): Shown => ({
  tMs: 0,
  durationMs: 1000,
  page: null,
  census: { totals, free: [], unmovable: [], movable: [], reclaimable: [] },
  spaces: {
    states: ["free", "shadow", "absent"],
    contents: [],
    spans: [],
    pageSizeBytes: 4096,
    maxOrder: 10,
    pageblockPages: 512,
    zones: [],
  },
});

test("the table has a row for each state that any variant has pages in, and a column for each variant", () => {
  const columns = [
    { look: variantLook(0, "A"), shown: shown([5, 0, 0]) },
    { look: variantLook(1, "B"), shown: shown([2, 3, 0]) },
  ];
  const { columns: heads, rows } = tableOfStates(columns);
  expect(heads.map(({ name, unit }) => `${name} ${unit}`.trim())).toEqual([
    "letter",
    "state",
    "A pages",
    "B pages",
  ]);
  expect(rows).toEqual([
    ["F", "free", 5, 2],
    ["S", "shadow", 0, 3],
  ]);
});
