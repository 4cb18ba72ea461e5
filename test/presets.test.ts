import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { boardSchema, planExperiment, viewOf, WORKLOAD_PRESETS, type WorkloadPreset } from "@carveout/model";
import { checkInput, diagnose, type RunInput } from "@carveout/sim";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
/** Boots and traces of real kernels; not part of a checkout. */
const DATA = resolve(ROOT, "../shared/data");

function board(preset: WorkloadPreset) {
  const card = { geo: { x: 0, y: 0, w: 200 }, z: "a0" };
  const to = (port: string) => ({ item: "e", port });
  return {
    carveout: 1 as const,
    title: "",
    items: {
      p: { kind: "profile" as const, ...card, fields: { banks: { b0: { sizeBytes: 2 ** 30 } } } },
      w: { kind: "workload" as const, ...card, fields: preset.fields },
      e: { kind: "experiment" as const, ...card, fields: { variants: { v: { order: "a0" } } } },
      pw: { kind: "connector" as const, from: { item: "p" }, to: to("profile") },
      ww: { kind: "connector" as const, from: { item: "w" }, to: to("workload") },
    },
  };
}

function inputOf(preset: WorkloadPreset): RunInput {
  const run = planExperiment(viewOf(board(preset).items), "e")[0]?.run;
  if (run === undefined || !("input" in run)) throw new Error("The preset has no plan.");
  return run.input;
}

describe.each(WORKLOAD_PRESETS.map((preset) => [preset.id, preset] as const))("preset %s", (_, preset) => {
  test("is of the board's schema and runs without a doubt on 1 GiB", () => {
    expect(boardSchema.safeParse(board(preset)).error).toBeUndefined();
    const input = inputOf(preset);
    expect(checkInput(input)).toEqual(input);
    expect(diagnose(input).filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  test("says in one sentence what it resembles and what it is not", () => {
    expect(preset.resembles).toMatch(/^[A-Z][^.]*(?:\d\.\d[^.]*)*\.$/);
    expect(preset.resembles).toMatch(/not (a measurement|that trace's)|where that trace/);
  });
});

const COUNTED = [
  ["file-server", "deb-trace-a-file-1G"],
  ["fragmentation-stress", "deb-trace-c-frag-384M"],
] as const;

describe.each(COUNTED)("%s as counted in %s", (id, folder) => {
  const path = resolve(DATA, folder, "trace.txt.gz");
  const isHere = existsSync(path);
  if (!isHere) console.log(`Skipped: ${folder} is not here, so the preset "${id}" is not counted again.`);

  test.skipIf(!isHere)(
    "rate, classes, orders, mean lifetimes and frees on the same cpu",
    () => {
      const counted = count(gunzipSync(readFileSync(path)).toString("latin1"));
      const { workload } = inputOf(WORKLOAD_PRESETS.find((preset) => preset.id === id) as WorkloadPreset);
      expect(workload.durationMs).toBe(Math.round(counted.lengthMs));
      expect(workload.allocationsPerSecond).toBe(Math.round((1000 * counted.requests) / counted.lengthMs));
      expect(workload.sameCpuFreePercent).toBe(Math.round(counted.sameCpuPercent));
      expect(workload.orderWeights).toEqual(counted.orders);
      for (const [name, { weight, lifetimeMeanMs }] of Object.entries(workload.classes)) {
        expect(weight, name).toBe(counted.classes.get(name)?.requests ?? 0);
        const mean = counted.classes.get(name)?.meanMs;
        if (mean !== undefined) expect(lifetimeMeanMs, name).toBe(Math.round(mean));
      }
    },
    60_000,
  );
});

interface Counted {
  lengthMs: number;
  requests: number;
  sameCpuPercent: number;
  orders: number[];
  classes: Map<string, { requests: number; meanMs: number }>;
}

/** Requests between the trace's own marks, and how long those lived that were freed before its end. */
function count(trace: string): Counted {
  const ALLOC =
    /\[(\d+)\].* (\d+\.\d+): mm_page_alloc: .*pfn=(\w+) order=(\d+) migratetype=\d gfp_flags=(\S+)/;
  const FREE = /\[(\d+)\].* (\d+\.\d+): mm_page_free: .*pfn=(\w+) /;
  const MARK = / (\d+\.\d+): tracing_mark_write: WORKLOAD_(BEGIN|END)/;
  const live = new Map<string, { atMs: number; cpu: string; name: string }>();
  const classes = new Map<string, { requests: number; freed: number; sumMs: number }>();
  const orders: number[] = [];
  const marks: number[] = [];
  let [requests, freed, same] = [0, 0, 0];
  for (const line of trace.split("\n")) {
    const mark = MARK.exec(line);
    if (mark !== null) marks.push(1000 * Number(mark[1]));
    const [, cpu = "", time, pfn = "", order, flags] =
      ALLOC.exec(line) ?? FREE.exec(line) ?? ([] as unknown as string[]);
    const atMs = 1000 * Number(time);
    if (flags !== undefined && marks.length === 1) {
      const name = className(flags, Number(order));
      const one = classes.get(name) ?? { requests: 0, freed: 0, sumMs: 0 };
      classes.set(name, { ...one, requests: one.requests + 1 });
      orders[Number(order)] = (orders[Number(order)] ?? 0) + 1;
      live.set(pfn, { atMs, cpu, name });
      requests++;
    }
    const block = flags === undefined ? live.get(pfn) : undefined;
    const one = classes.get(block?.name ?? "");
    if (block === undefined || one === undefined) continue;
    live.delete(pfn);
    one.freed++;
    one.sumMs += atMs - block.atMs;
    freed++;
    if (block.cpu === cpu) same++;
  }
  return {
    lengthMs: (marks[1] ?? 0) - (marks[0] ?? 0),
    requests,
    sameCpuPercent: (100 * same) / freed,
    orders: Array.from(orders, (requests) => requests ?? 0),
    classes: new Map(
      [...classes].map(([name, one]) => [name, { requests: one.requests, meanMs: one.sumMs / one.freed }]),
    ),
  };
}

/** Anonymous pages are zeroed, file pages are read into; larger movable blocks are huge pages. */
function className(flags: string, order: number): string {
  if (flags.startsWith("GFP_ATOMIC")) return "atomic";
  if (flags.startsWith("GFP_NOWAIT")) return "nowait";
  if (flags.includes("__GFP_RECLAIMABLE")) return "reclaimable";
  if (!flags.startsWith("GFP_HIGHUSER_MOVABLE")) return "kernel";
  return flags.includes("__GFP_ZERO") || order > 0 ? "user" : "cache";
}
