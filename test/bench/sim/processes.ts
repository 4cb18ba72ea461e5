/** The two sides of a comparison, as processes. */

import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode, type Stream } from "./stream";

/** What a run says; both sides print it as a line of JSON. Times are CPU time of the process. */
export interface PlayedRun {
  /** Of all frames given out. */
  hash: string;
  /** Of all indices probed. */
  probes: string;
  failures: number;
  fallbacks: number;
  bootMs: number;
  nsPerOperation: number;
}

/** What our side says besides. */
export interface OwnRun extends PlayedRun {
  /** Bytes of the machine's arrays that hold something. */
  heldBytes: number;
  /** What the process has grown by since before the boot, bytes. */
  residentBytes: number;
}

export interface HeapRun {
  operations: number;
  /** Used heap after minus before, bytes. */
  growthBytes: number;
  /** Garbage collections in between. */
  collections: number;
}

/** Text of ftrace to the machine at its end, in one thread, by CPU time. */
export interface TraceRun {
  eventsPerSecond: number;
  /** Of an event. */
  scanNs: number;
  replayNs: number;
}

/** The same in two threads, by the wall clock. */
export interface PipelineRun {
  eventsPerSecond: number;
  /** CPU time of an event, all threads together. */
  cpuNs: number;
}

/** A whole run of one load, without its boot. */
export interface StrategyRun {
  /** Requests and frees of the load. */
  eventsPerSecond: number;
  /** Pages that the allocator gave out: what a strategy takes for itself is work of the allocator too. */
  pagesPerSecond: number;
  /** Requests that failed. */
  failed: number;
}

/** One machine; two that take turns in one thread; two at the same time, each in a worker. */
export type Mode = "alone" | "pair" | "workers";

const COMPILERS = ["cc", "gcc", "clang"];

/** Compiles the twin: its path, or null where no compiler is. */
export function compileTwin(source: string, folder: string): string | null {
  const compiler = COMPILERS.find((name) => spawnSync(name, ["--version"]).status === 0);
  if (compiler === undefined) return null;
  const path = join(folder, "twin");
  execFileSync(compiler, ["-O2", "-o", path, source], { stdio: "inherit" });
  return path;
}

/** Writes a stream where both sides can read it. */
export function save(stream: Stream, folder: string, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, encode(stream));
  return path;
}

export function runTwin(twin: string, file: string, runs: number): PlayedRun[] {
  return outputOf(twin, [file, `${runs}`]) as PlayedRun[];
}

export function runPlayer(player: string, mode: Mode, file: string, runs: number): OwnRun[] {
  return outputOf(process.execPath, [player, mode, file, `${runs}`]) as OwnRun[];
}

/** Plays the last two thirds of a stream after the first. */
export function runHeap(player: string, file: string): HeapRun {
  return outputOf(process.execPath, ["--expose-gc", player, "heap", file])[0] as HeapRun;
}

/** Boots a whole machine of so many GiB in a fresh process: ms of CPU time. */
export function runStart(player: string, gib: number): number {
  return (outputOf(process.execPath, [player, "start", `${gib}`])[0] as { bootMs: number }).bootMs;
}

export function runTrace(player: string, file: string, runs: number): TraceRun[] {
  return outputOf(process.execPath, [player, "trace", file, `${runs}`]) as TraceRun[];
}

export function runPipeline(player: string, file: string, runs: number): PipelineRun[] {
  return outputOf(process.execPath, [player, "pipeline", file, `${runs}`]) as PipelineRun[];
}

/** Rounds of two runs that take turns in one process, bare first, or why there can be none. */
export function runStrategy(
  player: string,
  files: readonly [core: string, bare: string, own: string],
  rounds: number,
): [StrategyRun, StrategyRun][] | { reason: string } {
  const lines = outputOf(process.execPath, [player, ...files, `${rounds}`]) as (
    | [StrategyRun, StrategyRun]
    | { reason: string }
  )[];
  const refusal = lines.find((line) => "reason" in line);
  return refusal ?? (lines as [StrategyRun, StrategyRun][]);
}

function outputOf(command: string, args: readonly string[]): unknown[] {
  const text = execFileSync(command, args, { encoding: "utf8" });
  return text
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}
