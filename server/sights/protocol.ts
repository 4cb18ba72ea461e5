import type { Census, PageDetails, PageSpaces, RunInput } from "@carveout/sim";
import type { Look, Sight } from "@carveout/wire";

export type PageSight = Sight<PageSpaces, Census, PageDetails>;

/** Main thread -> worker. The worker is done with one order before it gets the next. */
export interface Order {
  run: string;
  /** null: the worker has that run already. */
  input: RunInput | null;
  /** Which picture of which participant: what was sent there last is remembered. */
  picture: string;
  look: Look;
  /** One Int32: not 0 = stop. Shared, because a worker that simulates reads no messages. */
  stop: SharedArrayBuffer;
  /** Budget of computing time, ms. */
  wallMs: number;
}

/** Worker -> main thread. The last of an order is "sight", "failed" or "stopped". */
export type Report =
  | { type: "seeking"; tMs: number }
  | { type: "on the way"; sight: PageSight }
  | { type: "sight"; sight: PageSight }
  | { type: "failed"; sentence: string }
  | { type: "stopped" };
