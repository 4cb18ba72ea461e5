import type { RunProgress, RunResult } from "@carveout/sim";
import { expect, test } from "vitest";
import type { VariantRun } from "../../session";
import { MEMORY } from "../../testing/memory";
import { staleOf } from "./stale";

const estimate = { memory: MEMORY };
const result = { core: "0" } as RunResult;
const frame = (status: VariantRun["status"], changed = ""): VariantRun => ({
  type: "run",
  experiment: "experiment-1",
  variant: "a",
  run: "9f3c41ae",
  seed: 42,
  serial: 1,
  changed,
  status,
});
const last = frame({ state: "result", result, resultHash: "4b1d", wallMs: 12, warnings: 0 });

test("a result is stale from the edit until the new input has figures of its own", () => {
  const queued = frame({ state: "queued", place: 0, estimate }, "Memory was 2 GiB.");
  expect(staleOf(queued, last)).toEqual({ result, run: "9f3c41ae", why: "Memory was 2 GiB." });
  expect(staleOf(frame({ state: "running", estimate, progress: null }), last)?.result).toBe(result);
  const progress = {} as RunProgress;
  expect(staleOf(frame({ state: "running", estimate, progress }), last)).toBeNull();
  expect(staleOf(last, last)).toBeNull();
});

test("where nothing ran before nothing is stale", () => {
  expect(staleOf(frame({ state: "queued", place: 0, estimate }), undefined)).toBeNull();
});
