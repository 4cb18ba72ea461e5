import type { RunInput, RunProgress } from "@carveout/sim";
import type { FinishedRun } from "./queue";

/** Pool -> worker. The worker is done with one order before it gets the next. */
export interface Order {
  input: RunInput;
  /** One Int32: not 0 = stop. Shared, because a worker that simulates reads no messages. */
  stop: SharedArrayBuffer;
  /** Budget of computing time, ms. */
  wallMs: number;
}

/** Worker -> pool. The last of an order is "done", "ended" or "stopped". */
export type Report =
  | { type: "progress"; progress: RunProgress }
  | { type: "done"; run: FinishedRun }
  | { type: "ended"; reason: string; progress: RunProgress | null }
  | { type: "stopped" };
