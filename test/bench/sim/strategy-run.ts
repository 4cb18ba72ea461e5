/**
 * Two runs that take turns every few milliseconds, again and again: `node strategy-run.js CORE BARE OWN ROUNDS`. CORE is the simulation core,
 * bundled; BARE and OWN are runs' inputs as JSON. Prints a line for each round, or the one reason why there can be none. Turns that short
 * see the same machine: what else runs on it comes and goes in seconds.
 */

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Run, RunInput, RunResult } from "@carveout/sim";
import type { StrategyRun } from "./processes";

type Core = typeof import("@carveout/sim");

/** Long enough that a turn's own data fill the caches early in it. */
const TURN_EVENTS = 40_000;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A run and the CPU time of its load alone: what boot takes is not the strategies' rate. */
class Side {
  private ms = 0;
  isOver = false;

  constructor(private readonly run: Run) {}

  turn(): void {
    const start = cpuMs();
    this.isOver = !this.run.step(TURN_EVENTS);
    this.ms += cpuMs() - start;
  }

  tell(): StrategyRun {
    const { events, files, orders } = this.run.result();
    return {
      eventsPerSecond: (events / this.ms) * 1000,
      pagesPerSecond: (givenPages(files) / this.ms) * 1000,
      failed: orders.reduce((sum, order) => sum + order.failed, 0),
    };
  }
}

/** Pages that the allocator gave out, to callers and to the strategy. */
function givenPages(files: RunResult["files"]): number {
  const text = files.find(({ path }) => path === "/proc/vmstat")?.text ?? "";
  return [...text.matchAll(/^pgalloc_\w+ (\d+)$/gm)].reduce((sum, [, pages]) => sum + Number(pages), 0);
}

const [core = "", bare = "", own = "", rounds = "1"] = process.argv.slice(2);
const inputs = [bare, own].map((file) => JSON.parse(readFileSync(file, "utf8")) as RunInput);
// Each side has the core for itself: code that the engine fits to one would be another for both.
const cores = await Promise.all(
  inputs.map((_, i) => import(`${pathToFileURL(core).href}?${i}`) as Promise<Core>),
);
try {
  for (let round = 0; round < Number(rounds); round++) {
    const sides = inputs.map((input, i) => new Side((cores[i] as Core).createRun(input)));
    while (sides.some(({ isOver }) => !isOver)) for (const side of sides) if (!side.isOver) side.turn();
    console.log(JSON.stringify(sides.map((side) => side.tell())));
  }
} catch (error) {
  if ((error as Error).name !== "InfeasibleError") throw error;
  console.log(JSON.stringify({ reason: (error as Error).message }));
}
