/** Runs to the end, and what they told. For tests. */

import type { RunInput } from "../input";
import type { Figure, RunResult } from "../output";
import type { PageState } from "../page-states";
import { createRun, type RunOptions } from "../run/run";

export function runToEnd(input: RunInput, options?: RunOptions): RunResult {
  const run = createRun(input, options);
  while (run.step(1000));
  return run.result();
}

/** A figure of a family by its key, or undefined. */
export function figureOf({ figures }: RunResult, family: string, key: string): Figure["value"] | undefined {
  const told = figures.flatMap((one) => (one.family === family ? one.figures : []));
  return told.find((figure) => figure.key === key)?.value;
}

/** Pages that are in a state at the end of a run. */
export function pagesIn({ pageStates }: Pick<RunResult, "pageStates">, state: PageState): number {
  return pageStates.find((one) => one.state === state)?.pages ?? 0;
}
