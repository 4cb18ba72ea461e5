import type { FailureGroup } from "@carveout/sim";
import { expect, test } from "vitest";
import { variantLook } from "../variant-look";
import { failureHead, failureRoot, failureTimes, otherFailures, othersText, rankFailures } from "./failures";

const group = (order: number, count: number, ...sentences: string[]): FailureGroup => ({
  subject: `Order-${order} request`,
  order,
  count,
  firstMs: 0,
  lastMs: 1,
  chain: sentences.map((sentence, i) => ({ code: `c${i}`, sentence, facts: {} })),
  examplePfn: -1,
  overTime: [{ sample: 1, count }],
});
const a = variantLook(0, "A");
const b = variantLook(1, "B");

test("the largest group of all variants comes first", () => {
  const ranked = rankFailures([
    { look: a, failures: [group(9, 3)], panic: null },
    { look: b, failures: [group(2, 6), group(9, 31)], panic: null },
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

test("what failed besides page requests reads as a sentence too, and keeps names in capitals", () => {
  const read = { ...group(-1, 2, "It reads."), subject: "Read of /proc/kpageflags" };
  expect(failureHead(read)).toBe("2 × read of /proc/kpageflags failed.");
  expect(failureHead({ ...read, subject: "KASAN shadow page" })).toBe("2 × KASAN shadow page failed.");
});

test("times and example: one time where there is one, a pfn where there is one", () => {
  expect(failureTimes({ ...group(9, 1), firstMs: 2914 })).toBe("At 2.914 s.");
  expect(failureTimes({ ...group(9, 5), firstMs: 2914, lastMs: 6231, examplePfn: 0x2a800 })).toBe(
    "First at 2.914 s, last at 6.231 s, for example pfn 0x2a800.",
  );
});

test("what led to a panic is told with the panic, not once more among the failures", () => {
  const fatal = { ...group(-1, 1, "The walker reads the page.", "It was never initialised."), firstMs: 40 };
  const panic = { tMs: 40, sentence: "BUG", address: "0xfe", chain: fatal.chain };
  const earlier = { ...group(-1, 3, "The walker reads the page.", "It is gone."), firstMs: 2 };
  const ranked = rankFailures([
    { look: a, failures: [fatal, earlier], panic },
    { look: b, failures: [fatal], panic: null },
  ]);
  expect(ranked.map(({ look, group: g }) => `${look.letter}${g.count}`)).toEqual(["A3", "B1"]);
});

test("what is no page request is counted apart", () => {
  expect(otherFailures([group(9, 3), { ...group(-1, 2), subject: "Read" }, group(0, 8), group(-1, 5)])).toBe(
    7,
  );
  expect(otherFailures([group(0, 8)])).toBe(0);
});
