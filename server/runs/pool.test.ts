import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunInput, RunProgress } from "@carveout/sim";
import { afterEach, describe, expect, test } from "vitest";
import { until } from "../testing/house";
import { smallRun } from "../testing/small-run";
import { DEFAULT_LIMITS, type PoolLimits, WorkerPool } from "./pool";
import type { FinishedRun, RunListener } from "./queue";

const input = (durationMs: number, seed = 1) => smallRun(durationMs, { seed });

/** Longer than any test waits. */
const ENDLESS = input(9_000_000);

class Listener implements RunListener {
  places: number[] = [];
  progress: (RunProgress | null)[] = [];
  run: FinishedRun | null = null;
  reason: string | null = null;
  waits(place: number) {
    this.places.push(place);
  }
  runs(progress: RunProgress | null) {
    this.progress.push(progress);
  }
  done(run: FinishedRun) {
    this.run = run;
  }
  ended(reason: string) {
    this.reason = reason;
  }
}

describe("worker pool", () => {
  let pool: WorkerPool;
  afterEach(() => pool.close());
  const open = (limits: Partial<PoolLimits> = {}) => {
    pool = new WorkerPool({ ...DEFAULT_LIMITS, workers: 1, ...limits });
    return (run: RunInput) => {
      const listener = new Listener();
      return { listener, cancel: pool.submit(run, listener) };
    };
  };

  test("runs wait in the order they came and hear of their place", async () => {
    const submit = open();
    const [first, second, third] = [1, 2, 3].map((seed) => submit(input(500, seed)).listener);
    expect([first?.places, second?.places, third?.places]).toEqual([[], [1], [2]]);
    expect(pool.depth()).toBe(2);
    await until(() => third?.run !== null, "the last run is done");
    expect(third?.places).toEqual([2, 1]);
    expect([first, second].every((listener) => listener?.run !== null)).toBe(true);
  });

  test("the same input gives the same result in every worker", async () => {
    const submit = open({ workers: 2 });
    const [one, two] = [submit(input(800)).listener, submit(input(800)).listener];
    await until(() => one?.run !== null && two?.run !== null, "both are done");
    expect(one?.run?.resultHash).toBe(two?.run?.resultHash);
  });

  test("progress comes while a run goes on", async () => {
    const { listener } = open()(ENDLESS);
    await until(() => listener.progress.length > 4, "progress");
    const times = listener.progress.slice(1).map((progress) => progress?.tMs ?? -1);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("a cancelled run makes room at once and is heard of no more", async () => {
    const submit = open();
    const { listener, cancel } = submit(ENDLESS);
    await until(() => listener.progress.length > 1, "the run is on its way");
    const next = submit(input(100)).listener;
    const before = listener.progress.length;
    cancel();
    await until(() => next.run !== null, "the next run is done");
    expect(listener.progress).toHaveLength(before);
    expect([listener.run, listener.reason]).toEqual([null, null]);
  });

  test("a cancelled run that waits never starts", async () => {
    const submit = open();
    const first = submit(input(300)).listener;
    const { listener, cancel } = submit(ENDLESS);
    const third = submit(input(100)).listener;
    cancel();
    expect(third.places.at(-1)).toBe(1);
    await until(() => first.run !== null && third.run !== null, "the others are done");
    expect(listener.progress).toEqual([]);
  });

  test("a run over its computing time ends with what it has, and names the limit", async () => {
    const { listener } = open({ wallMs: 300 })(ENDLESS);
    await until(() => listener.reason !== null, "the end");
    expect(listener.reason).toMatch(
      /^Ended at [\d.,]+ of 9,000 s: over 0\.3 s of computing time\. Kept up to there\.$/,
    );
  });

  test("a run that breaks its thread ends alone; the next one gets a new thread", async () => {
    const broken = "parentPort.once('message', () => { throw new Error('out of luck'); });";
    const ended = "parentPort.once('message', () => process.exit(3));";
    for (const [program, why] of [
      [broken, "out of luck"],
      [ended, "its thread ended with code 3"],
    ]) {
      const folder = mkdtempSync(path.join(tmpdir(), "carveout-pool-"));
      const file = path.join(folder, "thread.mjs");
      writeFileSync(file, `import { parentPort } from "node:worker_threads"; ${program}`);
      pool = new WorkerPool({ ...DEFAULT_LIMITS, workers: 1 }, () => file);
      const [first, second] = [new Listener(), new Listener()];
      pool.submit(input(1), first);
      pool.submit(input(1), second);
      await until(() => second.reason !== null, "both have ended");
      expect([first.reason, second.reason]).toEqual([
        `Ended: ${why}. Kept up to there.`,
        `Ended: ${why}. Kept up to there.`,
      ]);
      await pool.close();
      rmSync(folder, { recursive: true });
    }
  });

  test("a run that leaves its thread no heap names the limit", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "carveout-pool-"));
    const file = path.join(folder, "thread.mjs");
    writeFileSync(
      file,
      `import { parentPort } from "node:worker_threads";
       parentPort.once("message", () => { const all = []; for (;;) all.push(new Array(10000).fill("x".repeat(9))); });`,
    );
    pool = new WorkerPool({ ...DEFAULT_LIMITS, workers: 1, heapMiB: 20 }, () => file);
    const listener = new Listener();
    pool.submit(input(1), listener);
    await until(() => listener.reason !== null, "the end");
    expect(listener.reason).toBe("Ended: over 20 MiB of memory. Kept up to there.");
    rmSync(folder, { recursive: true });
  });
});
