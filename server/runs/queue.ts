import type { RunInput, RunProgress, RunResult } from "@carveout/sim";

/** A run that is over, as it is kept under its hash. */
export interface FinishedRun {
  result: RunResult;
  /** contentHash of the result. */
  resultHash: string;
  /** Time it took when it was computed, ms. */
  wallMs: number;
}

/** What becomes of a run. `done`, `ended` or nothing more after a cancel. */
export interface RunListener {
  /** Its place among those that wait, from 1. */
  waits(place: number): void;
  /** It runs; null until the machine has booted. */
  runs(progress: RunProgress | null): void;
  done(run: FinishedRun): void;
  /** It was stopped by a limit or a fault; the sentence names it. */
  ended(reason: string, progress: RunProgress | null): void;
}

/** "now": somebody has just edited something and looks at the column. "idle": one of many, whenever nobody waits for one of those. */
export type Haste = "now" | "idle";

/** Takes runs and gives them a machine, in the order they come. */
export interface RunQueue {
  /** Returns how to cancel it. After that the listener hears nothing more, and the run stops within 50 ms. */
  submit(input: RunInput, listener: RunListener, haste?: Haste): () => void;
  /** How many wait that are asked for now. */
  depth(): number;
  close(): Promise<void>;
}
