import type { RunProgress, RunResult } from "@carveout/sim";
import { describe, expect, test } from "vitest";
import type { VariantRun } from "../../session";
import { MEMORY } from "../../testing/memory";
import { failureCount, figureWords, readColumn } from "./column";

const memory = MEMORY;
const live = {
  memory,
  series: {
    tMs: [0],
    freePages: [73_020],
    pcpPages: [73_020],
    dataPages: [0],
    metadataPages: [0],
    freeBlocks: [[0]],
    unusable: [[0]],
    fragmentation: [[0]],
    gauges: [],
  },
  orders: [{ order: 9, requested: 34, failed: 31 }],
  failures: [
    {
      subject: "Order-9 request",
      order: 9,
      count: 31,
      firstMs: 2914,
      lastMs: 6231,
      chain: [],
      examplePfn: -1,
      overTime: [],
    },
  ],
  figures: [],
  panic: null,
  events: 10,
};
const progress: RunProgress = { ...live, tMs: 6400, durationMs: 10_000 };
const end: Pick<RunResult, "files"> = {
  files: [{ path: "/proc/buddyinfo", text: "Node 0, zone      DMA      0 \n", leftOut: "" }],
};
const result: RunResult = {
  ...live,
  ...end,
  core: "0.2.0",
  zones: [],
  firstDeferredPfns: [],
  minFreeKbytes: 2048,
  structPageBytes: 80,
  warnings: [],
  pageStates: [],
};
const frame = (status: VariantRun["status"]): VariantRun => ({
  type: "run",
  experiment: "experiment-1",
  variant: "a",
  run: "9f3c41ae",
  seed: 42,
  serial: 1,
  changed: "",
  status,
});

describe("the chip of each state", () => {
  const estimate = { memory };
  test.each<[VariantRun["status"], string, string]>([
    [{ state: "incomplete", missing: "Wire a profile to this experiment." }, "outline", "incomplete"],
    [{ state: "queued", place: 1, estimate }, "outline", "1st in queue"],
    [{ state: "running", estimate, progress: null }, "accent", "starting"],
    [{ state: "running", estimate, progress }, "accent", "6.4 of 10 s"],
    [{ state: "result", result, resultHash: "", wallMs: 212, warnings: 0 }, "ok", "result"],
    [{ state: "result", result, resultHash: "", wallMs: 212, warnings: 1 }, "warn", "1 warning"],
    [{ state: "no run", reason: "8 MiB < 32 MiB", item: "profile-1", field: "x" }, "err", "no run"],
    [{ state: "ended early", reason: "Over 2 GiB.", estimate, progress }, "err", "ended early"],
  ])("%o", (status, tone, text) => {
    expect(readColumn(frame(status)).chip).toMatchObject({ tone, text });
  });

  test("before the first frame", () => expect(readColumn(undefined).chip.text).toBe("waiting"));
});

test("a run in the making shows its own figures, before that the estimate's", () => {
  const started = readColumn(frame({ state: "running", estimate: { memory }, progress }));
  expect(started).toMatchObject({ certainty: "so far", progress: 0.64, memory });
  const queued = readColumn(frame({ state: "queued", place: 2, estimate: { memory } }));
  expect(queued).toMatchObject({ certainty: "estimate", progress: null, live: null });
});

test("an early end keeps what was reached", () => {
  const ended = readColumn(
    frame({ state: "ended early", reason: "Over 2 GiB.", estimate: { memory }, progress }),
  );
  expect(ended.live).toBe(progress);
  expect(ended.message?.sentence).toBe("Over 2 GiB.");
});

test("an infeasible field can be gone to", () => {
  const column = readColumn(
    frame({ state: "no run", reason: "r", item: "profile-1", field: "banks.b0.sizeBytes" }),
  );
  expect(column.message?.field).toEqual({ item: "profile-1", field: "banks.b0.sizeBytes" });
  expect(column.memory).toBeNull();
});

test("'at most' and 'so far' are never dropped", () => {
  expect(figureWords(memory, "result")).toBe("pages usable");
  expect(figureWords(memory, "so far")).toBe("pages so far");
  expect(figureWords({ ...memory, usable: "at most" }, "estimate")).toBe("pages at most");
  expect(figureWords({ ...memory, usable: "at most" }, "so far")).toBe("at most so far");
});

test("failures are summed over their groups", () => {
  expect(failureCount([...live.failures, ...live.failures])).toBe(62);
});

test("a panic is a result that says first how it ended", () => {
  const panic = {
    tMs: 4123,
    sentence: "BUG: unable to handle page fault for address: fffffffffffffffe",
    address: "0xfffffffffffffffe",
    chain: [],
  };
  const column = readColumn(
    frame({ state: "result", warnings: 2, resultHash: "h", wallMs: 5, result: { ...result, panic } }),
  );
  expect(column.chip).toEqual({ tone: "err", icon: "panic", text: "panic" });
  expect(column.message?.sentence).toBe(
    "Kernel panic at 4.123 s: BUG: unable to handle page fault for address: fffffffffffffffe",
  );
  expect(column.live?.panic).toBe(panic);
});
