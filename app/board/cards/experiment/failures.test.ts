import type { FailureGroup } from "@carveout/sim";
import { expect, test } from "vitest";
import { variantLook } from "../variant-look";
import { failureHead, failureRoot, othersText, rankFailures } from "./failures";

const group = (order: number, count: number, ...sentences: string[]): FailureGroup => ({
  subject: `Order-${order} request`,
  order,
  count,
  firstMs: 0,
  lastMs: 1,
  chain: sentences.map((sentence, i) => ({ code: `c${i}`, sentence, facts: {} })),
  examplePfn: -1,
});
const a = variantLook(0, "A");
const b = variantLook(1, "B");

test("the largest group of all variants comes first", () => {
  const ranked = rankFailures([
    { look: a, failures: [group(9, 3)] },
    { look: b, failures: [group(2, 6), group(9, 31)] },
  ]);
  expect(ranked.map(({ look, group: g }) => `${look.letter}${g.count}`)).toEqual(["B31", "B6", "A3"]);
  expect(othersText(ranked)).toBe("2 other causes, 9 failures");
  expect(othersText(ranked.slice(0, 1))).toBeNull();
});

test("a group reads as a count and the root of its chain", () => {
  const g = group(9, 1200, "Order 9 was asked for.", "The third block does not exist.");
  expect(failureHead(g)).toBe("1,200 × order-9 request failed.");
  expect(failureRoot(g)).toBe("The third block does not exist.");
  expect(failureRoot(group(0, 1))).toBe("The run recorded no cause.");
});
