import { expect, test } from "vitest";
import type { Column } from "../cards/experiment/column";
import { MEMORY } from "../testing/memory";
import { deltaText, failuresText, variantSentence } from "./outline-rows";

const memory = MEMORY;
const group = (order: number, count: number) => ({
  subject: `Order-${order} request`,
  order,
  count,
  firstMs: 0,
  lastMs: 1,
  chain: [],
  examplePfn: -1,
  overTime: [],
});
const series = {
  tMs: [],
  freePages: [],
  pcpPages: [],
  dataPages: [],
  metadataPages: [],
  freeBlocks: [],
  unusable: [],
  fragmentation: [],
  gauges: [],
};
const column = (part: Partial<Column>): Column => ({
  chip: { tone: "ok", icon: "result", text: "result" },
  memory,
  certainty: "result",
  live: null,
  end: null,
  progress: null,
  message: null,
  ...part,
});
const live = (...failures: ReturnType<typeof group>[]) => ({
  series,
  orders: [],
  failures,
  figures: [],
  panic: null,
});

test("the worst failure speaks for a variant, else its figure, else what it lacks", () => {
  expect(variantSentence(column({ live: live(group(2, 6), group(9, 31)) }))).toBe(
    "31 × order-9 request failed",
  );
  expect(variantSentence(column({ certainty: "estimate" }))).toBe("≈ 73,020 pages usable");
  const missing = { tone: "plain" as const, sentence: "Wire a workload to this experiment.", field: null };
  expect(variantSentence(column({ memory: null, message: missing }))).toBe(
    "Wire a workload to this experiment.",
  );
});

test("a panic speaks before every failure", () => {
  const panic = { tMs: 4123, sentence: "BUG: it reads.", address: "", chain: [] };
  const message = { tone: "err" as const, sentence: "Kernel panic at 4.123 s: BUG: it reads.", field: null };
  const failed = { ...live(group(9, 31)), panic };
  expect(variantSentence(column({ live: failed, message }))).toBe("Kernel panic at 4.123 s: BUG: it reads.");
  // While the run still says that it runs.
  expect(variantSentence(column({ live: failed }))).toBe("Kernel panic at 4.123 s");
});

test("figures are told against the first variant", () => {
  const a = column({});
  const baseline = { letter: "A", column: a };
  expect(deltaText(a, baseline)).toBe("baseline");
  expect(deltaText(column({ memory: { ...memory, usablePages: 71_274 } }), baseline)).toBe(
    "−1,746 pages to A",
  );
  expect(deltaText(column({ memory: { ...memory, usablePages: 73_021 } }), baseline)).toBe("+1 page to A");
  expect(deltaText(column({}), baseline)).toBe("same as A");
  expect(deltaText(column({ memory: null }), baseline)).toBeNull();
});

test("failures in words", () => {
  expect(failuresText(column({}))).toBe("not run yet");
  expect(failuresText(column({ live: live() }))).toBe("no failure");
  expect(failuresText(column({ live: live(group(0, 37)), certainty: "so far" }))).toBe("37 failures so far");
});
