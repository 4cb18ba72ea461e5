/** Our side of a comparison, one process: `node player.js MODE FILE RUNS`. Prints what `processes.ts` expects. */

import { readFileSync, writeFileSync } from "node:fs";
import { PerformanceObserver } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { TraceScanner } from "@carveout/formats";
import { nothingRestored, Replay, strategyMachine } from "@carveout/sim";
import { scanWith } from "../../../packages/cli/src/replay/trace-thread";
import { GIB, machineInput } from "../../../packages/sim/src/testing/inputs";
import { ftraceText } from "./ftrace";
import { Player } from "./machine";
import type { HeapRun, OwnRun, PipelineRun, TraceRun } from "./processes";
import { decode, type Stream } from "./stream";

const CHUNK_BYTES = 1024 * 1024;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const residentBytes = () => process.memoryUsage.rss();
const steadyOf = (stream: Stream) => stream.operations.length - stream.prefill;
const print = (line: object) => console.log(JSON.stringify(line));

/** So many machines that take turns, sample by sample. */
function play(stream: Stream, machines: number): OwnRun {
  const before = residentBytes();
  const start = cpuMs();
  const players = Array.from({ length: machines }, () => new Player(stream));
  const booted = cpuMs();
  for (const player of players) player.prefill();
  const filled = cpuMs();
  for (let sample = 0; sample < stream.samples; sample++) for (const player of players) player.sample(sample);
  const end = cpuMs();
  return {
    ...(players[0] as Player).answers,
    bootMs: booted - start,
    nsPerOperation: ((end - filled) * 1e6) / (steadyOf(stream) * machines),
    residentBytes: residentBytes() - before,
  };
}

/** Both workers boot and fill, then both run; the process's CPU time is theirs. */
async function playInWorkers(path: string, runs: number): Promise<void> {
  const workers = [0, 1].map(() => new Worker(fileURLToPath(import.meta.url), { workerData: path }));
  const tellAll = (step: "fill" | "run") =>
    Promise.all(
      workers.map(
        (worker) =>
          new Promise<Player["answers"]>((done) => {
            worker.once("message", done);
            worker.postMessage(step);
          }),
      ),
    );
  const steady = steadyOf(decode(readFileSync(path)));
  for (let run = 0; run < runs; run++) {
    const before = residentBytes();
    const start = cpuMs();
    await tellAll("fill");
    const filled = cpuMs();
    const [answers] = await tellAll("run");
    print({
      ...answers,
      bootMs: filled - start,
      nsPerOperation: ((cpuMs() - filled) * 1e6) / (2 * steady),
      residentBytes: residentBytes() - before,
    });
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}

function work(path: string): void {
  const stream = decode(readFileSync(path));
  let player: Player;
  parentPort?.on("message", (step: "fill" | "run") => {
    if (step === "fill") {
      player = new Player(stream);
      player.prefill();
    } else {
      for (let sample = 0; sample < stream.samples; sample++) player.sample(sample);
    }
    parentPort?.postMessage(player.answers);
  });
}

/** The first third warms up, for feedback and optimised code live on the heap too. */
async function heap(stream: Stream): Promise<HeapRun> {
  const player = new Player(stream);
  player.prefill();
  const warm = Math.floor(stream.samples / 3);
  for (let sample = 0; sample < warm; sample++) player.sample(sample);
  global.gc?.();
  await new Promise((done) => setTimeout(done, 10));
  let collections = 0;
  new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  }).observe({ entryTypes: ["gc"] });
  const before = process.memoryUsage().heapUsed;
  for (let sample = warm; sample < stream.samples; sample++) player.sample(sample);
  const growthBytes = process.memoryUsage().heapUsed - before;
  await new Promise((done) => setTimeout(done, 10));
  const operations = Math.floor((steadyOf(stream) * (stream.samples - warm)) / stream.samples);
  return { operations, growthBytes, collections };
}

/** Everything from an empty memblock to the running allocator. */
function start(gib: number): void {
  const input = machineInput(gib * GIB, { cpus: 64 });
  const before = cpuMs();
  strategyMachine(input, []);
  print({ bootMs: cpuMs() - before });
}

function freshReplay({ arena }: Stream): Replay {
  const machine = strategyMachine(machineInput(4 * GIB, { cpus: arena.cpus }), []);
  return new Replay({
    machine,
    restored: nothingRestored(machine),
    pcpLists: [],
    phase: null,
    onSnapshot: () => {},
  });
}

/** Text of ftrace to the machine at its end, in one thread. */
function trace(stream: Stream, runs: number): void {
  const { text, events } = ftraceText(stream);
  for (let run = 0; run < runs; run++) {
    const replay = freshReplay(stream);
    let replayMs = 0;
    const timed = (step: () => void) => {
      const before = cpuMs();
      step();
      replayMs += cpuMs() - before;
    };
    const start = cpuMs();
    const scanner = new TraceScanner({ onBatch: (batch) => timed(() => replay.take(batch)) });
    for (let from = 0; from < text.length; from += CHUNK_BYTES)
      scanner.push(text.subarray(from, from + CHUNK_BYTES));
    scanner.end();
    timed(() => replay.end());
    const ms = cpuMs() - start;
    const line: TraceRun = {
      eventsPerSecond: (events / ms) * 1000,
      scanNs: ((ms - replayMs) * 1e6) / events,
      replayNs: (replayMs * 1e6) / events,
    };
    print(line);
  }
}

/** The same as `carveout replay` does it: a file, a thread that scans and one that replays. The thread that scans starts anew each time. */
async function pipeline(stream: Stream, path: string, runs: number): Promise<void> {
  const file = `${path}.txt`;
  const { text, events } = ftraceText(stream);
  writeFileSync(file, text);
  const script = new URL("./bench-sim-scan-worker.js", import.meta.url);
  for (let run = 0; run < runs; run++) {
    const replay = freshReplay(stream);
    const start = performance.now();
    const before = cpuMs();
    await scanWith(
      script,
      file,
      (batch) => replay.take(batch),
      () => {},
    );
    replay.end();
    const line: PipelineRun = {
      eventsPerSecond: (events / (performance.now() - start)) * 1000,
      cpuNs: ((cpuMs() - before) * 1e6) / events,
    };
    print(line);
  }
}

async function main(mode: string, path: string, runs: number): Promise<void> {
  if (mode === "start") return start(Number(path));
  if (mode === "workers") return playInWorkers(path, runs);
  const stream = decode(readFileSync(path));
  if (mode === "trace") return trace(stream, runs);
  if (mode === "pipeline") return pipeline(stream, path, runs);
  if (mode === "heap") return print(await heap(stream));
  for (let run = 0; run < runs; run++) print(play(stream, mode === "pair" ? 2 : 1));
}

if (isMainThread) {
  const [mode = "", path = "", runs = "1"] = process.argv.slice(2);
  await main(mode, path, Number(runs));
} else {
  work(workerData);
}
