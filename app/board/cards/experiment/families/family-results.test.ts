import type { Figure, RunProgress } from "@carveout/sim";
import { expect, test } from "vitest";
import { variantLook } from "../../variant-look";
import { readColumn } from "../column";
import { familyResults } from "./family-results";
import { figureText } from "./figure-text";

const figure = (key: string, value: number): Figure => ({
  key,
  label: `Label of ${key}`,
  unit: "pages",
  value,
});

const head = (index: number, ...families: string[]) => ({
  variant: `v${index}`,
  letter: "ABC"[index] ?? "",
  name: "",
  strategies: [],
  families,
});

/** A variant of kmsan whose strategy tells these figures and one gauge. */
function variant(index: number, type: string, figures: Figure[], values: number[] | null) {
  const live = {
    series: {
      tMs: [0, 5],
      freePages: [],
      pcpPages: [],
      dataPages: [],
      metadataPages: [],
      freeBlocks: [],
      unusable: [],
      fragmentation: [],
      gauges:
        values === null
          ? []
          : [{ family: "kmsan", key: "held", label: "Held", unit: "pages" as const, values }],
    },
    orders: [],
    failures: [],
    figures: [{ family: "kmsan", type, figures }],
    panic: null,
  } satisfies Partial<RunProgress>;
  return {
    head: head(index, "kmsan"),
    look: variantLook(index, "ABC"[index] ?? ""),
    column: { ...readColumn(undefined), live },
  };
}

test("figures of one key stand in one row, those a strategy does not tell are absent", () => {
  const [kmsan, ...others] = familyResults([
    variant(0, "boot-carve-out", [figure("threes", 9)], null),
    variant(1, "lazy", [figure("threes", 7), figure("taken", 4)], [1, 2]),
    { head: head(2), look: variantLook(2, "C"), column: readColumn(undefined) },
  ]);
  expect(others).toEqual([]);
  expect(kmsan?.rows.map(({ key, values }) => [key, values])).toEqual([
    ["threes", [9, 7, null]],
    ["taken", [null, 4, null]],
  ]);
  expect(kmsan?.strategies).toEqual(["Boot carve-out", "Lazy", "not run yet"]);
  expect(kmsan?.title).toBe("KMSAN metadata");
});

test("a gauge has one line for each variant that samples it", () => {
  const [kmsan] = familyResults([
    variant(0, "boot-carve-out", [], null),
    variant(1, "lazy", [], [1, 2]),
    variant(2, "lazy", [], [3, 4]),
  ]);
  expect(kmsan?.gauges).toHaveLength(1);
  expect(kmsan?.gauges[0]?.lines.map(({ look, t, values }) => [look.letter, t, values])).toEqual([
    ["B", [0, 5], [1, 2]],
    ["C", [0, 5], [3, 4]],
  ]);
  expect(kmsan?.rows).toEqual([]);
});

test("what nobody asked for comes after what somebody did", () => {
  const asked = variant(0, "lazy", [figure("threes", 7)], null);
  const [told] = asked.column.live.figures;
  const standard = { ...told, family: "kasan", type: "linear", figures: [figure("shadow", 1)] };
  const live = { ...asked.column.live, figures: [standard, { ...standard, family: "mte" }] };
  const results = familyResults([
    asked,
    { ...asked, head: head(1, "mte"), column: { ...asked.column, live } },
  ]);
  expect(results.map(({ family, isAsked }) => [family, isAsked])).toEqual([
    ["kmsan", true],
    ["mte", true],
    ["kasan", false],
  ]);
});

test("a family that tells nothing takes no room", () => {
  expect(familyResults([variant(0, "lazy", [], null)])).toEqual([]);
});

test("every figure has its unit; what is counted stands in its label", () => {
  expect(figureText(1, "pages")).toBe("1 page");
  expect(figureText(3 * 1024 ** 2, "bytes")).toBe("3 MiB");
  expect(figureText(12.34, "percent")).toBe("12.3 %");
  expect(figureText(1234, "count")).toBe("1,234");
});
