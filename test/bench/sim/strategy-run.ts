/**
 * One whole run, again and again, in a process of its own: `node strategy-run.js FILE RUNS`. FILE is a run's input as JSON. Prints a
 * line for each run, or the one reason why there can be none.
 */

import { readFileSync } from "node:fs";
import { createRun, InfeasibleError, type RunInput } from "@carveout/sim";
import type { StrategyRun } from "./processes";

const STEP_EVENTS = 100_000;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The load alone: what boot takes is not the strategies' rate. */
function play(input: RunInput): StrategyRun {
  const run = createRun(input);
  const start = cpuMs();
  while (run.step(STEP_EVENTS));
  const ms = cpuMs() - start;
  const { events, orders } = run.result();
  return {
    eventsPerSecond: (events / ms) * 1000,
    failed: orders.reduce((sum, order) => sum + order.failed, 0),
  };
}

const [file = "", runs = "1"] = process.argv.slice(2);
const input = JSON.parse(readFileSync(file, "utf8")) as RunInput;
try {
  for (let i = 0; i < Number(runs); i++) console.log(JSON.stringify(play(input)));
} catch (error) {
  if (!(error instanceof InfeasibleError)) throw error;
  console.log(JSON.stringify({ reason: error.message }));
}
