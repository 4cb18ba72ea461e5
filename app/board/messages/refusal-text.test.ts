import type { Refusal } from "@carveout/wire";
import { expect, test } from "vitest";
import { refusalText } from "./refusal-text";

const REFUSAL: Refusal = {
  type: "refusal",
  rule: "G10",
  path: ["items", "profile-1", "fields", "banks", "b0", "sizeBytes"],
  headline: "Bank size refused: −512 MiB is below the range 4 KiB to 16 TiB.",
  detail: "Restored to 4 GiB.",
  offered: "-536870912",
  restored: "4294967296",
};

test("a copied refusal names place, rule, and both values", () => {
  expect(refusalText(REFUSAL).split("\n")).toEqual([
    REFUSAL.headline,
    REFUSAL.detail,
    "Place: items.profile-1.fields.banks.b0.sizeBytes",
    "Rule: G10",
    "Offered: -536870912",
    "Restored: 4294967296",
    "",
  ]);
});

test("what a refusal does not know is left out", () => {
  const bare = { ...REFUSAL, rule: "", path: [], offered: null, restored: null };
  expect(refusalText(bare)).toBe(`${REFUSAL.headline}\n${REFUSAL.detail}\n`);
});
