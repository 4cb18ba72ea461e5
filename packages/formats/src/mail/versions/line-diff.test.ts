import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineDiff } from "./line-diff";

const words = (before: string, after: string) =>
  lineDiff([...before], [...after]).map(({ kind, before: x, after: y, count }) =>
    kind === "added"
      ? `+${after.slice(y, y + count)}`
      : `${kind === "same" ? "" : "-"}${before.slice(x, x + count)}`,
  );

/** The length of the longest list that both hold in their order, by the plain table. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
  const row = new Array<number>(after.length + 1).fill(0);
  for (const line of before) {
    let corner = 0;
    for (let j = 1; j <= after.length; j++) {
      const above = row[j] ?? 0;
      row[j] = line === after[j - 1] ? corner + 1 : Math.max(above, row[j - 1] ?? 0);
      corner = above;
    }
  }
  return row[after.length] ?? 0;
}

describe("lineDiff", () => {
  test("tells what went, what came and what stayed", () => {
    expect(words("abcd", "abXd")).toEqual(["ab", "-c", "+X", "d"]);
    expect(words("", "ab")).toEqual(["+ab"]);
    expect(words("ab", "")).toEqual(["-ab"]);
    expect(words("same", "same")).toEqual(["same"]);
    expect(words("", "")).toEqual([]);
  });

  const lists = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 24 });

  test("its stretches are both lists, in order, and nothing is left out", () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const stretches = lineDiff(before, after);
        const side = (without: "added" | "removed") =>
          stretches
            .filter(({ kind }) => kind !== without)
            .flatMap((one) =>
              without === "added"
                ? before.slice(one.before, one.before + one.count)
                : after.slice(one.after, one.after + one.count),
            );
        expect(side("added")).toEqual(before);
        expect(side("removed")).toEqual(after);
        for (const { kind, before: x, after: y, count } of stretches)
          if (kind === "same") expect(before.slice(x, x + count)).toEqual(after.slice(y, y + count));
      }),
    );
  });

  test("no way is shorter", () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const kept = lineDiff(before, after).reduce(
          (sum, { kind, count }) => sum + (kind === "same" ? count : 0),
          0,
        );
        expect(kept).toBe(longestCommon(before, after));
      }),
    );
  });

  test("lists without anything in common are one replacement, however long", () => {
    const before = Array.from({ length: 5000 }, (_, i) => `old ${i}`);
    const after = Array.from({ length: 4000 }, (_, i) => `new ${i}`);
    expect(lineDiff(before, after)).toEqual([
      { kind: "removed", before: 0, after: 0, count: 5000 },
      { kind: "added", before: 5000, after: 0, count: 4000 },
    ]);
  });
});
